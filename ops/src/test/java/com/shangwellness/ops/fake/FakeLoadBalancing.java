package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private String taken = "";

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
    return DescribeTargetHealthResponse.builder().targetHealthDescriptions(targets).build();
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
