package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.applicationautoscaling.ApplicationAutoScaling;
import com.shangwellness.region.cloudwatch.AlarmAction;
import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Place;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/** Stacks of targets and policies. */
class ApplicationAutoScalingTypesTest {

  private static final String TEMPLATE =
      """
      Resources:
        Target:
          Type: AWS::ApplicationAutoScaling::ScalableTarget
          Properties: {ServiceNamespace: ecs, ScalableDimension: "ecs:service:DesiredCount",
            ResourceId: service/prod/web, MinCapacity: 2, MaxCapacity: MOST,
            ScheduledActions: [{ScheduledActionName: SCHEDULED, Schedule: rate(1 day),
              ScalableTargetAction: {MinCapacity: 2}}]}
        Cpu:
          Type: AWS::ApplicationAutoScaling::ScalingPolicy
          Properties:
            PolicyName: cpu
            PolicyType: TargetTrackingScaling
            ScalingTargetId: !Ref Target
            TargetTrackingScalingPolicyConfiguration:
              TargetValue: AIM
              PredefinedMetricSpecification:
                PredefinedMetricType: ECSServiceAverageCPUUtilization
        Steps:
          Type: AWS::ApplicationAutoScaling::ScalingPolicy
          DependsOn: Target
          Properties:
            PolicyName: steps
            PolicyType: StepScaling
            ServiceNamespace: ecs
            ScalableDimension: "ecs:service:DesiredCount"
            ResourceId: service/prod/web
            StepScalingPolicyConfiguration:
              AdjustmentType: ChangeInCapacity
              StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 1}]
      Outputs:
        Id: {Value: !Ref Target}
        Arn: {Value: !Ref Cpu}
      """;

  private static final Place MUMBAI = new Place("123456789012", "ap-south-1");

  private final TestStacks stacks = new TestStacks(MUMBAI);
  private final CloudWatch cloudWatch =
      new CloudWatch(MUMBAI, stacks.timeline, stacks.store, EventSink.NONE, AlarmAction.NONE);
  private final ApplicationAutoScaling scaling =
      new ApplicationAutoScaling(
          MUMBAI,
          stacks.timeline,
          stacks.store,
          stacks.ids,
          new OneService(),
          cloudWatch,
          EventSink.NONE);

  @BeforeEach
  void begin() {
    stacks.of(ApplicationAutoScalingTypes.types(scaling));
  }

  private static String template(int most, int aim, String scheduled) {
    return TEMPLATE
        .replace("MOST", "" + most)
        .replace("AIM", "" + aim)
        .replace("SCHEDULED", scheduled);
  }

  @Test
  void they_act_are_changed_and_leave_nothing() {
    stacks.creates("web", template(10, 70, "nightly"));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.status("web"))
        .as(stacks.events("web").toString())
        .isEqualTo("CREATE_COMPLETE");
    assertThat(stacks.outputs("web"))
        .containsEntry("Id", "service/prod/web|ecs:service:DesiredCount|ecs")
        .containsEntry("Arn", policies().getFirst().policyARN());
    assertThat(target().maxCapacity()).isEqualTo(10);
    assertThat(policies()).extracting(ScalingPolicy::policyName).containsExactly("cpu", "steps");
    assertThat(alarms()).extracting(MetricAlarm::threshold).containsExactly(70.0, 63.0);
    assertThat(scheduled()).containsExactly("nightly");

    stacks.updates("web", template(12, 50, "weekly"));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.status("web"))
        .as(stacks.events("web").toString())
        .isEqualTo("UPDATE_COMPLETE");
    assertThat(target().maxCapacity()).isEqualTo(12);
    assertThat(alarms()).extracting(MetricAlarm::threshold).containsExactly(50.0, 45.0);
    assertThat(scheduled()).containsExactly("weekly");

    stacks.deletes("web");
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.isGone("web")).isTrue();
    assertThat(targets()).isEmpty();
    assertThat(policies()).isEmpty();
    assertThat(alarms()).isEmpty();
    assertThat(scheduled()).isEmpty();
  }

  @Test
  void a_service_that_is_not_there_fails_the_stack_in_aws_words() {
    stacks.creates("web", template(10, 70, "nightly").replace("prod/web", "prod/other"));
    stacks.passes(Duration.ofMinutes(5));

    assertThat(stacks.status("web")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(stacks.events("web").toString())
        .contains("ECS service doesn't exist: service/prod/other");
    assertThat(alarms()).isEmpty();
  }

  private List<ScalableTarget> targets() {
    return stacks
        .call(() -> scaling.describeScalableTargets(r -> r.serviceNamespace("ecs")))
        .scalableTargets();
  }

  private ScalableTarget target() {
    return targets().getFirst();
  }

  private List<ScalingPolicy> policies() {
    return stacks
        .call(() -> scaling.describeScalingPolicies(r -> r.serviceNamespace("ecs")))
        .scalingPolicies();
  }

  private List<String> scheduled() {
    return stacks
        .call(() -> scaling.describeScheduledActions(r -> r.serviceNamespace("ecs")))
        .scheduledActions()
        .stream()
        .map(action -> action.scheduledActionName())
        .toList();
  }

  private List<MetricAlarm> alarms() {
    return stacks.call(() -> cloudWatch.describeAlarms(r -> {})).metricAlarms();
  }

  /** The service web of the cluster prod, with three tasks. */
  private static final class OneService implements EcsClient {
    @Override
    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
      return request.services().equals(List.of("web"))
          ? DescribeServicesResponse.builder()
              .services(Service.builder().status("ACTIVE").desiredCount(3).runningCount(3).build())
              .build()
          : DescribeServicesResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
