package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** One load balancer whose listener and targets a test sets. */
public final class FakeLoadBalancing implements ElasticLoadBalancingV2Client {
  private final Map<String, Integer> weights = new LinkedHashMap<>();
  private final List<TargetHealthDescription> targets = new ArrayList<>();
  private final List<String> unprotected = new ArrayList<>();
  private final Map<String, Integer> healthy = new LinkedHashMap<>();
  private String taken = "";

  /** There is a target group of this name with so many healthy targets; its ARN ends so. */
  public void group(String name, int healthyTargets) {
    healthy.put(name, healthyTargets);
  }

  /** The ARN of a target group of {@link #group}. */
  public static String arn(String group) {
    return "arn:aws:elasticloadbalancing:ap-south-1:669097061043:targetgroup/" + group + "/1";
  }

  /** Every listener forwards so, by target group. */
  public void forwards(Map<String, Integer> weightsByGroup) {
    weights.clear();
    weights.putAll(weightsByGroup);
  }

  /** A target is in this state. */
  public void target(String address, String state, String description) {
    targets.removeIf(t -> t.target().id().equals(address));
    targets.add(
        TargetHealthDescription.builder()
            .target(TargetDescription.builder().id(address).port(80).build())
            .targetHealth(TargetHealth.builder().state(state).description(description).build())
            .build());
  }

  /** A load balancer of this name exists that no stack owns. */
  public void taken(String name) {
    taken = name;
  }

  /** The load balancers whose deletion protection was taken off. */
  public List<String> unprotected() {
    return unprotected;
  }

  @Override
  public DescribeListenersResponse describeListeners(DescribeListenersRequest request) {
    var groups =
        weights.entrySet().stream()
            .map(w -> TargetGroupTuple.builder().targetGroupArn(w.getKey()).weight(w.getValue()))
            .map(TargetGroupTuple.Builder::build)
            .toList();
    var action = Action.builder().type("forward").forwardConfig(f -> f.targetGroups(groups));
    return DescribeListenersResponse.builder()
        .listeners(Listener.builder().defaultActions(action.build()).build())
        .build();
  }

  @Override
  public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
    var counted =
        healthy.entrySet().stream()
            .filter(group -> arn(group.getKey()).equals(request.targetGroupArn()))
            .flatMap(group -> IntStream.range(0, group.getValue()).mapToObj(i -> healthyTarget()))
            .toList();
    return DescribeTargetHealthResponse.builder()
        .targetHealthDescriptions(healthy.isEmpty() ? targets : counted)
        .build();
  }

  private static TargetHealthDescription healthyTarget() {
    return TargetHealthDescription.builder().targetHealth(t -> t.state("healthy")).build();
  }

  @Override
  public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
    if (request.hasNames() && !request.names().contains(taken)) {
      throw LoadBalancerNotFoundException.builder()
          .message("not found")
          .statusCode(400)
          .awsErrorDetails(Fakes.details("LoadBalancerNotFound"))
          .build();
    }
    return DescribeLoadBalancersResponse.builder()
        .loadBalancers(LoadBalancer.builder().dnsName("alb.example").build())
        .build();
  }

  @Override
  public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
    var known =
        healthy.keySet().stream()
            .filter(request.names()::contains)
            .map(n -> TargetGroup.builder().targetGroupName(n).targetGroupArn(arn(n)).build())
            .toList();
    if (!known.isEmpty()) {
      return DescribeTargetGroupsResponse.builder().targetGroups(known).build();
    }
    if (!request.names().contains(taken)) {
      throw TargetGroupNotFoundException.builder()
          .message("not found")
          .statusCode(400)
          .awsErrorDetails(Fakes.details("TargetGroupNotFound"))
          .build();
    }
    return DescribeTargetGroupsResponse.builder()
        .targetGroups(TargetGroup.builder().build())
        .build();
  }

  @Override
  public ModifyLoadBalancerAttributesResponse modifyLoadBalancerAttributes(
      ModifyLoadBalancerAttributesRequest request) {
    unprotected.add(request.loadBalancerArn());
    return ModifyLoadBalancerAttributesResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "elasticloadbalancing";
  }

  @Override
  public void close() {}
}
