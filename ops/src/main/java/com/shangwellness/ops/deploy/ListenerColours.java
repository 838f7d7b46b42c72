package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The colour that each listener really forwards to, as the value of the template's parameter that
 * chooses it.
 *
 * <p>A release moves a listener behind CloudFormation's back; a template update that still says
 * "blue" would move all traffic to an empty target group (aws-cdk#36649). So before any change the
 * parameters are brought to what the listeners do. No naming convention is needed: a parameter is a
 * colour if its allowed values decide to which target group a listener of the template forwards.
 */
final class ListenerColours {
  private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";

  private final JsonNode template;
  private final ElasticLoadBalancingV2Client loadBalancing;
  private final ReleaseGuard releases;

  ListenerColours(
      JsonNode template, ElasticLoadBalancingV2Client loadBalancing, ReleaseGuard releases) {
    this.template = template;
    this.loadBalancing = loadBalancing;
    this.releases = releases;
  }

  /** Which target group, by logical id, each value of {@code parameter} forwards a listener to. */
  record Colour(String parameter, String listener, Map<String, String> targetGroups) {}

  /** The colours that the template leaves to parameters. */
  List<Colour> colours() {
    var colours = new ArrayList<Colour>();
    for (var resource : template.path("Resources").properties()) {
      if (resource.getValue().path("Type").asText().equals(LISTENER)) {
        for (var parameter : template.path("Parameters").properties()) {
          colour(resource.getKey(), resource.getValue(), parameter.getKey(), parameter.getValue())
              .ifPresent(colours::add);
        }
      }
    }
    return colours;
  }

  private Optional<Colour> colour(
      String listener, JsonNode resource, String parameter, JsonNode definition) {
    var action = resource.path("Properties").path("DefaultActions").path(0);
    var groups = new TreeMap<String, String>();
    for (var value : definition.path("AllowedValues")) {
      var resolved = new Conditions(template, Map.of(parameter, value.asText())).resolve(action);
      forwardsTo(resolved).ifPresent(group -> groups.put(value.asText(), group));
    }
    var decides = groups.values().stream().distinct().count() > 1;
    return decides ? Optional.of(new Colour(parameter, listener, groups)) : Optional.empty();
  }

  private static Optional<String> forwardsTo(JsonNode action) {
    var groups = action.path("ForwardConfig").path("TargetGroups");
    if (groups.isEmpty()) {
      return logicalId(action.path("TargetGroupArn"));
    }
    return StreamSupport.stream(groups.spliterator(), false)
        .max((a, b) -> Integer.compare(a.path("Weight").asInt(1), b.path("Weight").asInt(1)))
        .flatMap(group -> logicalId(group.path("TargetGroupArn")));
  }

  private static Optional<String> logicalId(JsonNode reference) {
    return reference.has("Ref") ? Optional.of(reference.get("Ref").asText()) : Optional.empty();
  }

  /**
   * The values that the parameters must have so that nothing moves.
   *
   * @throws Failure if a listener forwards to two colours at once: a release is under way, or was
   *     stopped and has left it so
   */
  Map<String, String> asTheyStand(List<StackResourceSummary> resources) {
    var physical =
        resources.stream()
            .filter(r -> r.physicalResourceId() != null)
            .collect(
                Collectors.toMap(
                    StackResourceSummary::logicalResourceId,
                    StackResourceSummary::physicalResourceId));
    var values = new TreeMap<String, String>();
    for (var colour : colours()) {
      var listener = Optional.ofNullable(physical.get(colour.listener()));
      listener
          .flatMap(this::liveTargetGroup)
          .ifPresent(
              live ->
                  colour.targetGroups().entrySet().stream()
                      .filter(entry -> live.equals(physical.get(entry.getValue())))
                      .findFirst()
                      .ifPresent(entry -> values.put(colour.parameter(), entry.getKey())));
    }
    return values;
  }

  private Optional<String> liveTargetGroup(String listener) {
    var actions =
        loadBalancing
            .describeListeners(r -> r.listenerArns(listener))
            .listeners()
            .getFirst()
            .defaultActions();
    var serving = actions.stream().flatMap(action -> serving(action).stream()).distinct().toList();
    if (serving.size() > 1) {
      releases.refuseDuringRelease();
      throw Failure.failed(
          "listener "
              + listener
              + " forwards to two target groups, and no release is under way: one was stopped, or"
              + " failed, and has left both colours serving. End that first, by ./shang release"
              + " rollback, or by a release of what is to serve; then deploy.");
    }
    return serving.stream().findFirst();
  }

  private static List<String> serving(Action action) {
    if (action.forwardConfig() == null || !action.forwardConfig().hasTargetGroups()) {
      return action.targetGroupArn() == null ? List.of() : List.of(action.targetGroupArn());
    }
    return action.forwardConfig().targetGroups().stream()
        .filter(group -> group.weight() == null || group.weight() > 0)
        .map(TargetGroupTuple::targetGroupArn)
        .toList();
  }
}
