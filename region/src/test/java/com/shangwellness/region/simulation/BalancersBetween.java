package com.shangwellness.region.simulation;

import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Load balancing as CodeDeploy uses it, where the weights that it gives may become others. */
final class BalancersBetween implements ElasticLoadBalancingV2Client {

  /** What becomes of a weight; all of a listener's weights are asked about, blue's first. */
  @FunctionalInterface
  interface Scale {
    int weigh(int place, int weight);
  }

  /** What becomes of a request as a whole: whether it is carried out. */
  @FunctionalInterface
  interface Gate {
    boolean lets(int greenWeight);
  }

  private final ElasticLoadBalancingV2Client balancers;
  private final Scale scale;
  private final Gate gate;

  BalancersBetween(ElasticLoadBalancingV2Client balancers, Scale scale, Gate gate) {
    this.balancers = balancers;
    this.scale = scale;
    this.gate = gate;
  }

  @Override
  public ModifyListenerResponse modifyListener(ModifyListenerRequest request) {
    var forward = request.defaultActions().getFirst().forwardConfig();
    if (forward == null || forward.targetGroups().size() < 2) {
      return balancers.modifyListener(request);
    }
    var tuples = forward.targetGroups();
    if (!gate.lets(tuples.getLast().weight())) {
      return ModifyListenerResponse.builder().build();
    }
    var weighed =
        tuples.stream()
            .map(tuple -> tuple.toBuilder().weight(weight(tuples.indexOf(tuple), tuple)).build())
            .toList();
    return balancers.modifyListener(
        request.toBuilder()
            .defaultActions(
                request.defaultActions().getFirst().toBuilder()
                    .forwardConfig(forward.toBuilder().targetGroups(weighed).build())
                    .build())
            .build());
  }

  private int weight(int place, TargetGroupTuple tuple) {
    return scale.weigh(place, tuple.weight());
  }

  @Override
  public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
    return balancers.describeRules(request);
  }

  @Override
  public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
    return balancers.describeTargetGroups(request);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
