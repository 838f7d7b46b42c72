package com.shangwellness.infra.protection;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Tells people of events that nobody would look for. */
final class Notices extends Construct {
  private final ITopic topic;

  Notices(Construct scope, ITopic topic) {
    super(scope, "Notices");
    this.topic = topic;
  }

  /** A backup, a copy or a restore test that failed. */
  void failedBackups() {
    tell(
        "FailedBackups",
        "A backup, a copy or a restore test failed",
        EventPattern.builder()
            .source(List.of("aws.backup"))
            .detailType(
                List.of(
                    "Backup Job State Change", "Copy Job State Change", "Restore Job State Change"))
            .detail(Map.of("state", List.of("ABORTED", "EXPIRED", "FAILED")))
            .build());
  }

  /** What GuardDuty takes for serious: GuardDuty guide, "Severity levels", from 7 on. */
  void seriousFindings() {
    tell(
        "SeriousFindings",
        "GuardDuty found something serious",
        EventPattern.builder()
            .source(List.of("aws.guardduty"))
            .detailType(List.of("GuardDuty Finding"))
            .detail(Map.of("severity", List.of(Map.of("numeric", List.of(">=", 7)))))
            .build());
  }

  private void tell(String id, String description, EventPattern pattern) {
    Rule.Builder.create(this, id)
        .description(description)
        .eventPattern(pattern)
        .targets(List.of(new SnsTopic(topic)))
        .build();
  }
}
