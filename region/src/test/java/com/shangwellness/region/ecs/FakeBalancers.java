package com.shangwellness.region.ecs;

import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.*;

/** One target group behind a load balancer: a new target is healthy after five seconds. */
final class FakeBalancers implements ElasticLoadBalancingV2Client {

  static final Duration DELAY = Duration.ofSeconds(30);
  private static final Duration FIRST_CHECK = Duration.ofSeconds(5);

  final Map<String, TargetHealthStateEnum> states = new LinkedHashMap<>();

  /** The addresses that fail their health checks. */
  final Set<String> failing = new TreeSet<>();

  boolean allFail;

  /** Whether asking for health fails as nothing should. */
  boolean broken;

  /** What is said of a target that fails. */
  String why = "Health checks failed with these codes: [503]";

  boolean attached = true;
  private final Timeline timeline;

  FakeBalancers(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
    var group =
        TargetGroup.builder()
            .targetGroupArn(request.targetGroupArns().getFirst())
            .targetType(TargetTypeEnum.IP);
    if (attached) {
      group.loadBalancerArns("arn:alb");
    }
    return DescribeTargetGroupsResponse.builder().targetGroups(group.build()).build();
  }

  @Override
  public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
    for (var target : request.targets()) {
      states.put(target.id(), TargetHealthStateEnum.INITIAL);
      var unused =
          timeline.after(
              FIRST_CHECK,
              "elb: first check of " + target.id(),
              () ->
                  states.replace(
                      target.id(), TargetHealthStateEnum.INITIAL, TargetHealthStateEnum.HEALTHY));
    }
    return RegisterTargetsResponse.builder().build();
  }

  @Override
  public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
    for (var target : request.targets()) {
      states.replace(target.id(), TargetHealthStateEnum.DRAINING);
      var unused =
          timeline.after(
              DELAY,
              "elb: " + target.id() + " has drained",
              () -> states.remove(target.id(), TargetHealthStateEnum.DRAINING));
    }
    return DeregisterTargetsResponse.builder().build();
  }

  @Override
  public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    var target = request.targets().getFirst();
    var state = states.getOrDefault(target.id(), TargetHealthStateEnum.UNUSED);
    boolean fails = allFail || failing.contains(target.id());
    var health = TargetHealth.builder().state(state);
    if (fails && state == TargetHealthStateEnum.HEALTHY) {
      health
          .state(TargetHealthStateEnum.UNHEALTHY)
          .reason(TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH)
          .description(why);
    }
    return DescribeTargetHealthResponse.builder()
        .targetHealthDescriptions(
            TargetHealthDescription.builder().target(target).targetHealth(health.build()).build())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
