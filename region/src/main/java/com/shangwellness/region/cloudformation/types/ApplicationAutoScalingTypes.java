package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;

/** The resource types of Application Auto Scaling. */
public final class ApplicationAutoScalingTypes {

  /** What can be scaled: the id of a target is {@code service/web|ecs:service:DesiredCount|ecs}. */
  private record Id(String resource, String dimension, String namespace) {

    static Id parse(String text) {
      var parts = text.split("\\|", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException(
            "ScalingTargetId is "
                + text
                + "; it must be a resource id, a dimension and a namespace with | between them");
      }
      return new Id(parts[0], parts[1], parts[2]);
    }

    static Id named(Properties properties) {
      return new Id(
          properties.require("ResourceId"),
          properties.require("ScalableDimension"),
          properties.require("ServiceNamespace"));
    }

    /** What a policy scales, which names it in either of two ways. */
    static Id ofPolicy(Resource policy) {
      return policy
          .properties()
          .text("ScalingTargetId")
          .map(Id::parse)
          .orElseGet(() -> named(policy.properties()));
    }

    @Override
    public String toString() {
      return String.join("|", resource, dimension, namespace);
    }
  }

  private ApplicationAutoScalingTypes() {}

  /** The types, acting through {@code scaling}. */
  public static ResourceTypes types(ApplicationAutoScalingClient scaling) {
    return ResourceTypes.of(
        type("AWS::ApplicationAutoScaling::ScalableTarget")
            .create(RegisterScalableTargetRequest::builder, scaling::registerScalableTarget)
            .refWith((target, created) -> Id.named(target.properties()).toString())
            .attributeOnceStable("Id", id -> id)
            .update(RegisterScalableTargetRequest::builder, scaling::registerScalableTarget)
            .setting("ScheduledActions", target -> schedule(scaling, target))
            .delete(
                text -> {
                  var id = Id.parse(text);
                  scaling.deregisterScalableTarget(
                      r ->
                          r.resourceId(id.resource())
                              .scalableDimension(id.dimension())
                              .serviceNamespace(id.namespace()));
                }),
        type("AWS::ApplicationAutoScaling::ScalingPolicy")
            .create(
                PutScalingPolicyRequest::builder,
                (request, policy) -> at(Id.ofPolicy(policy), request),
                scaling::putScalingPolicy)
            .byHand("ScalingTargetId", "ResourceId", "ScalableDimension", "ServiceNamespace")
            .ref(created -> created.policyARN())
            .attributeOnceStable("Arn", arn -> arn)
            .update(
                PutScalingPolicyRequest::builder,
                (request, policy) -> at(Id.ofPolicy(policy), request),
                scaling::putScalingPolicy)
            .deleteWith(
                policy -> {
                  var id = Id.ofPolicy(policy);
                  scaling.deleteScalingPolicy(
                      r ->
                          r.policyName(policy.properties().require("PolicyName"))
                              .resourceId(id.resource())
                              .scalableDimension(id.dimension())
                              .serviceNamespace(id.namespace()));
                }));
  }

  private static void at(Id id, PutScalingPolicyRequest.Builder request) {
    request
        .resourceId(id.resource())
        .scalableDimension(id.dimension())
        .serviceNamespace(id.namespace());
  }

  private static void schedule(ApplicationAutoScalingClient scaling, Resource target) {
    var id = Id.parse(target.id());
    var wanted = target.properties().objects("ScheduledActions");
    var names = wanted.stream().map(action -> action.require("ScheduledActionName")).toList();
    scheduled(scaling, id).stream()
        .filter(name -> !names.contains(name))
        .forEach(
            gone ->
                scaling.deleteScheduledAction(
                    r ->
                        r.scheduledActionName(gone)
                            .resourceId(id.resource())
                            .scalableDimension(id.dimension())
                            .serviceNamespace(id.namespace())));
    wanted.forEach(
        action ->
            scaling.putScheduledAction(
                action
                    .fill(PutScheduledActionRequest.builder())
                    .resourceId(id.resource())
                    .scalableDimension(id.dimension())
                    .serviceNamespace(id.namespace())
                    .build()));
  }

  private static List<String> scheduled(ApplicationAutoScalingClient scaling, Id id) {
    return scaling
        .describeScheduledActions(
            r ->
                r.resourceId(id.resource())
                    .scalableDimension(id.dimension())
                    .serviceNamespace(id.namespace()))
        .scheduledActions()
        .stream()
        .map(ScheduledAction::scheduledActionName)
        .toList();
  }
}
