package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.traffic.ProbeResult;
import com.shangwellness.region.traffic.Readiness;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * How a registered target does, by its health checks (ELB guide, "Health checks for Application
 * Load Balancer target groups").
 *
 * @param streak how many checks in a row spoke against the state
 * @param reason AWS's reason code; empty when the target is healthy
 */
record Health(Stage stage, int streak, String reason, String description) {

  /** A target's state while it is registered and its group is in use. */
  enum Stage {
    REGISTERING(TargetHealthStateEnum.INITIAL),
    INITIAL(TargetHealthStateEnum.INITIAL),
    HEALTHY(TargetHealthStateEnum.HEALTHY),
    UNHEALTHY(TargetHealthStateEnum.UNHEALTHY);

    private final TargetHealthStateEnum shown;

    Stage(TargetHealthStateEnum shown) {
      this.shown = shown;
    }
  }

  /** Just registered. */
  static final Health REGISTERING =
      new Health(
          Stage.REGISTERING,
          0,
          TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS.toString(),
          "Target registration is in progress");

  /** About to be checked for the first time. */
  static final Health INITIAL =
      new Health(
          Stage.INITIAL,
          0,
          TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING.toString(),
          "Initial health checks in progress");

  private static final Health HEALTHY = new Health(Stage.HEALTHY, 0, "", "");

  /** How it does after one more check. */
  Health after(ProbeResult check, TargetGroup group) {
    return switch (check) {
      case ProbeResult.Answered answered
          when StatusMatcher.of(group.matcher().httpCode()).matches(answered.status()) ->
          passed(group);
      case ProbeResult.Answered answered ->
          failed(
              group,
              TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH,
              "Health checks failed with these codes: [" + answered.status() + "]");
      case ProbeResult.TimedOut() ->
          failed(group, TargetHealthReasonEnum.TARGET_TIMEOUT, "Request timed out");
      case ProbeResult.Failed failed ->
          failed(group, TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
    };
  }

  // A new target is healthy after its first success; one that was unhealthy after
  // HealthyThresholdCount in a row.
  private Health passed(TargetGroup group) {
    return switch (stage) {
      case REGISTERING, INITIAL, HEALTHY -> HEALTHY;
      case UNHEALTHY ->
          streak + 1 >= group.healthyThresholdCount()
              ? HEALTHY
              : new Health(stage, streak + 1, reason, description);
    };
  }

  // UnhealthyThresholdCount failures in a row make a target unhealthy, a new one as well.
  private Health failed(TargetGroup group, TargetHealthReasonEnum why, String words) {
    if (stage == Stage.UNHEALTHY) {
      return new Health(stage, 0, why.toString(), words);
    }
    return streak + 1 >= group.unhealthyThresholdCount()
        ? new Health(Stage.UNHEALTHY, 0, why.toString(), words)
        : new Health(stage, streak + 1, reason, description);
  }

  Readiness readiness() {
    return stage == Stage.HEALTHY ? Readiness.SERVING : Readiness.DOUBTFUL;
  }

  TargetHealth shown() {
    var shown = TargetHealth.builder().state(stage.shown);
    return reason.isEmpty() ? shown.build() : shown.reason(reason).description(description).build();
  }
}
