package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Runbook;
import com.shangwellness.infra.Sorted;
import com.shangwellness.infra.settings.DeliverySettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/**
 * Failed builds, failed and refused releases, schedules that did not run, scaling that a release
 * left as it should not; and, where a release waits for a person, the call for one.
 */
final class DeliveryAlarms extends Construct {
  private static final String PIPELINE_FAILED = "pipeline-failed";
  private static final String RELEASE_FAILED = "release-failed";

  private final Names names;
  private final ITopic topic;

  DeliveryAlarms(
      Construct scope,
      Names names,
      DeliverySettings settings,
      Alarms alarms,
      Metrics metrics,
      ITopic topic) {
    super(scope, "DeliveryAlarms");
    this.names = names;
    this.topic = topic;
    rule(
        PIPELINE_FAILED,
        "aws.codepipeline",
        "CodePipeline Pipeline Execution State Change",
        Map.of("pipeline", List.of(names.pipeline()), "state", List.of("FAILED")));
    rule(
        RELEASE_FAILED,
        "aws.codedeploy",
        "CodeDeploy Deployment State-change Notification",
        Map.of(
            "application",
            List.of(names.deployApplication()),
            "state",
            List.of("FAILURE", "STOP")));
    if (settings.approval()) {
      rule(
          "approval-wanted",
          "aws.codepipeline",
          "CodePipeline Action Execution State Change",
          Map.of(
              "pipeline",
              List.of(names.pipeline()),
              "state",
              List.of("STARTED"),
              "type",
              Map.of("category", List.of("Approval"))));
    }
    alarms.at(
        this, "build-failed", "A build failed", Runbook.BAD_RELEASE, metrics.failedBuilds(), 1, 1);
    alarms.at(
        this,
        PIPELINE_FAILED,
        "An execution of the pipeline failed",
        Runbook.BAD_RELEASE,
        metrics.matched(names.eventRule(PIPELINE_FAILED)),
        1,
        1);
    alarms.at(
        this,
        RELEASE_FAILED,
        "A release failed or was stopped, and the traffic went back to the old version",
        Runbook.BAD_RELEASE,
        metrics.matched(names.eventRule(RELEASE_FAILED)),
        1,
        1);
    alarms.once(
        this,
        "quiet-release-failed",
        "Scaling was not suspended for a release, or not resumed after it",
        Runbook.BAD_RELEASE,
        metrics.failedQuietReleases(),
        1,
        5);
    alarms.at(
        this,
        "schedule-failed",
        "A schedule could not run: the monthly rebuild, or a reminder",
        Runbook.BAD_RELEASE,
        metrics.failedSchedules(),
        1,
        1);
  }

  private void rule(String what, String source, String type, Map<String, Object> detail) {
    CfnRule.Builder.create(this, what + "-rule")
        .name(names.eventRule(what))
        .description("Tells the team: " + what.replace('-', ' '))
        .eventPattern(
            Sorted.map(
                Map.of("source", List.of(source), "detail-type", List.of(type), "detail", detail)))
        .targets(
            List.of(CfnRule.TargetProperty.builder().id("Team").arn(topic.getTopicArn()).build()))
        .build();
  }
}
