package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** The resource types of Elastic Load Balancing. */
public final class ElasticLoadBalancingV2Types {

  // An impaired one is there, too: what impairs it is not the stack's to wait for.
  private static final Set<LoadBalancerStateEnum> SERVING =
      EnumSet.of(LoadBalancerStateEnum.ACTIVE, LoadBalancerStateEnum.ACTIVE_IMPAIRED);

  private ElasticLoadBalancingV2Types() {}

  /** The types, acting through {@code elb}. */
  public static ResourceTypes types(ElasticLoadBalancingV2Client elb) {
    return ResourceTypes.of(
        type("AWS::ElasticLoadBalancingV2::LoadBalancer")
            .create(CreateLoadBalancerRequest::builder, elb::createLoadBalancer)
            .named("Name", 32)
            .ref(created -> created.loadBalancers().getFirst().loadBalancerArn())
            .attribute(
                "LoadBalancerArn", created -> created.loadBalancers().getFirst().loadBalancerArn())
            .attribute("DNSName", created -> created.loadBalancers().getFirst().dnsName())
            .attribute(
                "CanonicalHostedZoneID",
                created -> created.loadBalancers().getFirst().canonicalHostedZoneId())
            .attribute(
                "LoadBalancerName",
                created -> created.loadBalancers().getFirst().loadBalancerName())
            .attribute(
                "LoadBalancerFullName",
                created ->
                    after(":loadbalancer/", created.loadBalancers().getFirst().loadBalancerArn()))
            .attribute(
                "SecurityGroups", created -> created.loadBalancers().getFirst().securityGroups())
            .stableWhen(arn -> SERVING.contains(state(elb, arn)))
            .failedWhen(arn -> failure(elb, arn))
            .setting("LoadBalancerAttributes", balancer -> setBalancerAttributes(elb, balancer))
            .onChange("SecurityGroups", change -> setSecurityGroups(elb, change))
            .onChange("Subnets", change -> setSubnets(elb, change))
            .onChange("SubnetMappings", change -> setSubnets(elb, change))
            .onChange("Tags", change -> retag(elb, change))
            .delete(arn -> elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn))),
        type("AWS::ElasticLoadBalancingV2::TargetGroup")
            .create(CreateTargetGroupRequest::builder, elb::createTargetGroup)
            .named("Name", 32)
            .ref(created -> created.targetGroups().getFirst().targetGroupArn())
            .attribute(
                "TargetGroupArn", created -> created.targetGroups().getFirst().targetGroupArn())
            .attribute(
                "TargetGroupName", created -> created.targetGroups().getFirst().targetGroupName())
            .attribute(
                "TargetGroupFullName",
                created ->
                    "targetgroup/"
                        + after(
                            ":targetgroup/", created.targetGroups().getFirst().targetGroupArn()))
            .setting("TargetGroupAttributes", group -> setGroupAttributes(elb, group))
            .setting("Targets", group -> registerTargets(elb, group))
            .update(
                ModifyTargetGroupRequest::builder,
                (request, group) -> request.targetGroupArn(group.id()),
                elb::modifyTargetGroup)
            .onChange("Tags", change -> retag(elb, change))
            .delete(arn -> elb.deleteTargetGroup(r -> r.targetGroupArn(arn))),
        type("AWS::ElasticLoadBalancingV2::Listener")
            .create(CreateListenerRequest::builder, elb::createListener)
            .ref(created -> created.listeners().getFirst().listenerArn())
            .attribute("ListenerArn", created -> created.listeners().getFirst().listenerArn())
            .setting("ListenerAttributes", listener -> setListenerAttributes(elb, listener))
            .update(
                ModifyListenerRequest::builder,
                (request, listener) -> request.listenerArn(listener.id()),
                elb::modifyListener)
            .onChange("Tags", change -> retag(elb, change))
            .delete(arn -> elb.deleteListener(r -> r.listenerArn(arn))),
        type("AWS::ElasticLoadBalancingV2::ListenerRule")
            .create(CreateRuleRequest::builder, elb::createRule)
            .ref(created -> created.rules().getFirst().ruleArn())
            .attribute("RuleArn", created -> created.rules().getFirst().ruleArn())
            .attribute("IsDefault", created -> created.rules().getFirst().isDefault())
            .update(
                ModifyRuleRequest::builder,
                (request, rule) -> request.ruleArn(rule.id()),
                elb::modifyRule)
            .onChange("Priority", change -> setPriority(elb, change))
            .onChange("Tags", change -> retag(elb, change))
            .delete(arn -> elb.deleteRule(r -> r.ruleArn(arn))));
  }

  private static String after(String mark, String arn) {
    return arn.substring(arn.indexOf(mark) + mark.length());
  }

  private static LoadBalancer balancer(ElasticLoadBalancingV2Client elb, String arn) {
    return elb.describeLoadBalancers(r -> r.loadBalancerArns(arn)).loadBalancers().getFirst();
  }

  private static LoadBalancerStateEnum state(ElasticLoadBalancingV2Client elb, String arn) {
    return balancer(elb, arn).state().code();
  }

  private static Optional<String> failure(ElasticLoadBalancingV2Client elb, String arn) {
    var state = balancer(elb, arn).state();
    return state.code() == LoadBalancerStateEnum.FAILED
        ? Optional.ofNullable(state.reason())
        : Optional.empty();
  }

  private static void setBalancerAttributes(ElasticLoadBalancingV2Client elb, Resource balancer) {
    elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerArn(balancer.id())
                .attributes(
                    pairs(
                        balancer,
                        "LoadBalancerAttributes",
                        (key, value) ->
                            LoadBalancerAttribute.builder().key(key).value(value).build())));
  }

  private static void setGroupAttributes(ElasticLoadBalancingV2Client elb, Resource group) {
    elb.modifyTargetGroupAttributes(
        r ->
            r.targetGroupArn(group.id())
                .attributes(
                    pairs(
                        group,
                        "TargetGroupAttributes",
                        (key, value) ->
                            TargetGroupAttribute.builder().key(key).value(value).build())));
  }

  private static void setListenerAttributes(ElasticLoadBalancingV2Client elb, Resource listener) {
    elb.modifyListenerAttributes(
        r ->
            r.listenerArn(listener.id())
                .attributes(
                    pairs(
                        listener,
                        "ListenerAttributes",
                        (key, value) ->
                            ListenerAttribute.builder().key(key).value(value).build())));
  }

  private static <T> List<T> pairs(
      Resource resource, String property, BiFunction<String, String, T> pair) {
    return resource.properties().objects(property).stream()
        .map(p -> pair.apply(p.require("Key"), p.text("Value").orElse("")))
        .toList();
  }

  private static void registerTargets(ElasticLoadBalancingV2Client elb, Resource group) {
    var targets =
        group.properties().objects("Targets").stream()
            .map(target -> target.fill(TargetDescription.builder()).build())
            .toList();
    var before =
        elb
            .describeTargetHealth(r -> r.targetGroupArn(group.id()))
            .targetHealthDescriptions()
            .stream()
            .filter(d -> !d.targetHealth().stateAsString().equals("draining"))
            .map(d -> d.target())
            .filter(old -> targets.stream().noneMatch(wanted -> wanted.id().equals(old.id())))
            .toList();
    if (!before.isEmpty()) {
      elb.deregisterTargets(r -> r.targetGroupArn(group.id()).targets(before));
    }
    if (!targets.isEmpty()) {
      elb.registerTargets(r -> r.targetGroupArn(group.id()).targets(targets));
    }
  }

  private static void setSecurityGroups(ElasticLoadBalancingV2Client elb, Update change) {
    elb.setSecurityGroups(
        r ->
            r.loadBalancerArn(change.id())
                .securityGroups(change.properties().texts("SecurityGroups")));
  }

  private static void setSubnets(ElasticLoadBalancingV2Client elb, Update change) {
    Properties wanted = change.properties();
    var mappings =
        wanted.objects("SubnetMappings").stream()
            .map(mapping -> mapping.fill(SubnetMapping.builder()).build())
            .toList();
    elb.setSubnets(
        r ->
            r.loadBalancerArn(change.id())
                .subnets(wanted.texts("Subnets"))
                .subnetMappings(mappings));
  }

  private static void setPriority(ElasticLoadBalancingV2Client elb, Update change) {
    int priority = change.properties().number("Priority").orElseThrow();
    var pair = RulePriorityPair.builder().ruleArn(change.id()).priority(priority).build();
    elb.setRulePriorities(r -> r.rulePriorities(pair));
  }

  private static void retag(ElasticLoadBalancingV2Client elb, Update change) {
    change.retag(
        gone -> elb.removeTags(r -> r.resourceArns(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> elb.addTags(r -> r.resourceArns(change.id()).tags(tags)));
  }
}
