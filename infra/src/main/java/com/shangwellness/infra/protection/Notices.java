package com.shangwellness.infra.protection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.CfnRule.TargetProperty;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Tells people of events that nobody would look for. */
final class Notices extends Construct {
  private static final List<String> FAILURES = List.of("ABORTED", "EXPIRED", "FAILED");

  private final ITopic topic;

  Notices(Construct scope, ITopic topic) {
    super(scope, "Notices");
    this.topic = topic;
  }

  /**
   * A backup, a copy or a restore test that failed. Backups and copies have a state, and restores a
   * status: AWS Backup guide, "Monitoring AWS Backup events using Amazon EventBridge".
   */
  void failedBackups() {
    tell(
        "FailedBackups",
        "A backup, a copy or a restore test failed",
        "aws.backup",
        List.of("Backup Job State Change", "Copy Job State Change", "Restore Job State Change"),
        Map.of("$or", List.of(Map.of("state", FAILURES), Map.of("status", FAILURES))));
  }

  /** What GuardDuty takes for serious: GuardDuty guide, "Severity levels", from 7 on. */
  void seriousFindings() {
    tell(
        "SeriousFindings",
        "GuardDuty found something serious",
        "aws.guardduty",
        List.of("GuardDuty Finding"),
        Map.of("severity", List.of(Map.of("numeric", List.of(">=", 7)))));
  }

  // The CDK's own rule would let every account's events publish: it adds grants without conditions.
  private void tell(
      String id, String description, String source, List<String> types, Map<String, ?> detail) {
    CfnRule.Builder.create(this, id)
        .description(description)
        .eventPattern(
            new TreeMap<>(
                Map.of("source", List.of(source), "detail-type", types, "detail", detail)))
        .targets(List.of(TargetProperty.builder().id("people").arn(topic.getTopicArn()).build()))
        .build();
  }
}
