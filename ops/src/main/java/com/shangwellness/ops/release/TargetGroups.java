package com.shangwellness.ops.release;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The two target groups that take turns, and what production's listener sends to each. */
final class TargetGroups {
  private final ElasticLoadBalancingV2Client loadBalancing;
  private final String listener;
  private final Map<String, String> arns = new HashMap<>();

  TargetGroups(ElasticLoadBalancingV2Client loadBalancing, DeploymentGroupInfo group) {
    this.loadBalancing = loadBalancing;
    var pair = group.loadBalancerInfo().targetGroupPairInfoList().getFirst();
    this.listener = pair.prodTrafficRoute().listenerArns().getFirst();
    var names = names(pair);
    loadBalancing
        .describeTargetGroups(r -> r.names(names))
        .targetGroups()
        .forEach(g -> arns.put(g.targetGroupName(), g.targetGroupArn()));
  }

  private static List<String> names(TargetGroupPairInfo pair) {
    return pair.targetGroups().stream().map(TargetGroupInfo::name).toList();
  }

  List<String> names() {
    return arns.keySet().stream().sorted().toList();
  }

  /** The other one. */
  String other(String name) {
    return arns.keySet().stream().filter(n -> !n.equals(name)).findFirst().orElse("");
  }

  /** How CloudWatch names the group: {@code targetgroup/NAME/ID}. */
  String dimension(String name) {
    return arns.get(name).replaceFirst(".*:", "");
  }

  /** How CloudWatch names the load balancer: {@code app/NAME/ID}. */
  String loadBalancer() {
    return listener.replaceFirst(".*:listener/", "").replaceFirst("/[^/]*$", "");
  }

  /** What the listener sends to each group, by name, in percent. */
  Map<String, Integer> weights() {
    var weights = new HashMap<String, Integer>();
    loadBalancing.describeListeners(r -> r.listenerArns(listener)).listeners().stream()
        .flatMap(l -> l.defaultActions().stream())
        .forEach(action -> add(action, weights));
    int total = weights.values().stream().mapToInt(Integer::intValue).sum();
    var percent = new HashMap<String, Integer>();
    arns.forEach(
        (name, arn) ->
            percent.put(name, total == 0 ? 0 : weights.getOrDefault(arn, 0) * 100 / total));
    return percent;
  }

  private static void add(Action action, Map<String, Integer> weights) {
    if (action.forwardConfig() != null && action.forwardConfig().hasTargetGroups()) {
      action.forwardConfig().targetGroups().forEach(g -> weights.put(g.targetGroupArn(), of(g)));
    } else if (action.targetGroupArn() != null) {
      weights.put(action.targetGroupArn(), 1);
    }
  }

  private static int of(TargetGroupTuple group) {
    return group.weight() == null ? 1 : group.weight();
  }

  /** How many targets of the group answer as they should. */
  int healthy(String name) {
    if (!arns.containsKey(name)) {
      return 0;
    }
    return (int)
        loadBalancing
            .describeTargetHealth(r -> r.targetGroupArn(arns.get(name)))
            .targetHealthDescriptions()
            .stream()
            .filter(d -> d.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
            .count();
  }
}
