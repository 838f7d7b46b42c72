package com.shangwellness.ops.production;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** What a load balancer thinks of its targets. */
final class TargetStates {
  private final ElasticLoadBalancingV2Client loadBalancing;

  TargetStates(ElasticLoadBalancingV2Client loadBalancing) {
    this.loadBalancing = loadBalancing;
  }

  /** The health of every target that a listener of {@code balancer} can forward to, by address. */
  Map<String, TargetHealth> byAddress(String balancer) {
    var health = new HashMap<String, TargetHealth>();
    for (var group : groups(balancer)) {
      loadBalancing
          .describeTargetHealth(r -> r.targetGroupArn(group))
          .targetHealthDescriptions()
          .forEach(d -> health.put(d.target().id(), d.targetHealth()));
    }
    return health;
  }

  private Set<String> groups(String balancer) {
    var groups = new LinkedHashSet<String>();
    loadBalancing.describeListeners(r -> r.loadBalancerArn(balancer)).listeners().stream()
        .map(Listener::defaultActions)
        .flatMap(List::stream)
        .forEach(action -> groups.addAll(groups(action)));
    return groups;
  }

  private static List<String> groups(Action action) {
    if (action.forwardConfig() != null && action.forwardConfig().hasTargetGroups()) {
      return action.forwardConfig().targetGroups().stream()
          .map(TargetGroupTuple::targetGroupArn)
          .toList();
    }
    return action.targetGroupArn() == null ? List.of() : List.of(action.targetGroupArn());
  }
}
