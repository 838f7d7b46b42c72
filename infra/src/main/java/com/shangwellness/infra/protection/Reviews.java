package com.shangwellness.infra.protection;

import com.shangwellness.infra.AlertTopic;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.ProtectionSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnSchedule.FlexibleTimeWindowProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.TargetProperty;
import software.constructs.Construct;

/** What a person has to look at comes by mail when it is time. */
final class Reviews extends Construct {
  private final Names names;
  private final ProtectionSettings settings;
  private final AlertTopic topic;
  private final Role role;

  Reviews(Construct scope, Names names, ProtectionSettings settings, AlertTopic topic) {
    super(scope, "Reviews");
    this.names = names;
    this.settings = settings;
    this.topic = topic;
    this.role = role();
    remind(
        "patch",
        Cron.monthly(settings.reviewTime(), "MON"),
        "Monthly patching: look at what the base image's rebuild and the image scan report, at the"
            + " database engine's pending maintenance, and at the versions of our dependencies."
            + " MAINTENANCE.md says how.");
    remind(
        "cost",
        Cron.monthly(settings.reviewTime(), "TUE"),
        "Monthly cost review: compare the bill with the budget and with shang cost."
            + " MAINTENANCE.md says how.");
    remind(
        "restore-test",
        Cron.weekly("mon:" + settings.reviewTime()),
        "Weekly restore test: look at the last restore job in AWS Backup, and at the data that came"
            + " back. MAINTENANCE.md says how.");
  }

  private void remind(String what, String when, String message) {
    CfnSchedule.Builder.create(this, what)
        .name(names.review(what))
        // The project's own, made with the pipeline: an alarm hears of those of it that fail.
        .groupName(names.base())
        .description("Reminds people of the " + what + " review")
        .scheduleExpression(when)
        .scheduleExpressionTimezone(settings.timeZone())
        .flexibleTimeWindow(FlexibleTimeWindowProperty.builder().mode("OFF").build())
        .target(
            TargetProperty.builder()
                .arn(topic.topic().getTopicArn())
                .roleArn(role.getRoleArn())
                .input(message)
                .build())
        .build();
  }

  private Role role() {
    return Role.Builder.create(this, "Role")
        .description("Schedules: remind people of reviews")
        .assumedBy(
            ServicePrincipal.Builder.create("scheduler.amazonaws.com")
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", names.account())))
                .build())
        .inlinePolicies(
            Map.of(
                "least",
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            PolicyStatement.Builder.create()
                                .sid("Remind")
                                .actions(List.of("sns:Publish"))
                                .resources(List.of(topic.topic().getTopicArn()))
                                .build(),
                            PolicyStatement.Builder.create()
                                .sid("EncryptReminder")
                                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                                .resources(List.of(topic.key().getKeyArn()))
                                .conditions(
                                    Map.of(
                                        "StringEquals",
                                        Map.of(
                                            "kms:ViaService",
                                            "sns." + names.region() + ".amazonaws.com")))
                                .build()))
                    .build()))
        .build();
  }
}
