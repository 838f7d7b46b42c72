package com.shangwellness.infra.protection;

import static com.shangwellness.infra.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Complete;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.Stack;

class ProtectionTest {
  private static final Template PROTECTION = Synthesized.protection();
  private static final Template COMPLETE = Complete.template("protection");

  @ParameterizedTest
  @CsvSource({"daily, cron(30 22 * * ? *), 35", "monthly, cron(30 22 1 * ? *), 365"})
  void backups_are_taken_and_kept(String name, String schedule, int days) {
    var rule = rule(PROTECTION, name);

    assertThat(rule.get("ScheduleExpression").asText()).isEqualTo(schedule);
    assertThat(rule.at("/Lifecycle/DeleteAfterDays").asInt()).isEqualTo(days);
    // Aurora has no cold storage.
    assertThat(rule.get("Lifecycle").has("MoveToColdStorageAfterDays")).isFalse();
  }

  @Test
  void auroras_own_continuous_backup_is_left_to_aurora() {
    assertThat(
            PROTECTION.properties("AWS::Backup::BackupPlan").findValues("EnableContinuousBackup"))
        .noneMatch(JsonNode::asBoolean);
  }

  @Test
  void the_vault_is_locked_but_not_for_ever() {
    var lock = PROTECTION.properties("AWS::Backup::BackupVault").get("LockConfiguration");

    assertThat(lock.get("MinRetentionDays").asInt()).isEqualTo(35);
    assertThat(lock.get("MaxRetentionDays").asInt()).isEqualTo(365);
    // With it, it would be a compliance lock, which becomes immutable.
    assertThat(lock.has("ChangeableForDays")).isFalse();
  }

  @Test
  void a_restore_is_tried_each_week_in_the_database_subnets() {
    var plan = PROTECTION.properties("AWS::Backup::RestoreTestingPlan");
    var selection = PROTECTION.properties("AWS::Backup::RestoreTestingSelection");

    assertThat(plan.get("ScheduleExpression").asText()).isEqualTo("cron(0 1 ? * MON *)");
    assertThat(plan.get("RestoreTestingPlanName").asText()).matches("\\w+");
    assertThat(selection.get("ProtectedResourceType").asText()).isEqualTo("Aurora");
    assertThat(selection.at("/RestoreMetadataOverrides/dbSubnetGroupName").asText())
        .isEqualTo("shangwellness-prod-aurora");
    assertThat(selection.at("/RestoreMetadataOverrides/vpcSecurityGroupIds").toString())
        .contains("DatabaseSecurityGroupId");
    assertThat(selection.get("ValidationWindowHours").asInt()).isPositive();
  }

  @Test
  void a_backup_that_fails_is_told() {
    var pattern = PROTECTION.properties("AWS::Events::Rule").get("EventPattern");

    assertThat(pattern.get("source").get(0).asText()).isEqualTo("aws.backup");
    assertThat(pattern.get("detail-type")).hasSize(3);
    // Backups and copies have a state, and restores a status.
    for (var failed : List.of("/detail/$or/0/state", "/detail/$or/1/status")) {
      assertThat(pattern.at(failed))
          .extracting(JsonNode::asText)
          .containsExactly("ABORTED", "EXPIRED", "FAILED");
    }
  }

  @Test
  void people_are_reminded_in_their_own_time_zone() {
    assertThat(PROTECTION.allProperties("AWS::Scheduler::Schedule"))
        .hasSize(3)
        .allMatch(s -> s.get("ScheduleExpressionTimezone").asText().equals("Asia/Kolkata"))
        .allMatch(s -> s.at("/Target/Input").asText().contains("MAINTENANCE.md"));
  }

  @Test
  void copies_lie_in_a_second_region_only_where_it_is_wanted() {
    assertThat(rule(PROTECTION, "daily").has("CopyActions")).isFalse();
    assertThat(Synthesized.production().stacks())
        .noneMatch(stack -> stack.getStackName().endsWith("-copies"));

    for (var name : List.of("daily", "monthly")) {
      assertThat(rule(COMPLETE, name).at("/CopyActions/0/DestinationBackupVaultArn").asText())
          .isEqualTo(
              "arn:aws:backup:ap-southeast-1:669097061043:backup-vault:shangwellness-prod-vault");
    }
  }

  @Test
  void somebody_hears_of_a_reminder_that_did_not_go_out() {
    var watched =
        Synthesized.monitoring().allProperties("AWS::CloudWatch::Alarm").stream()
            .filter(alarm -> alarm.get("AlarmName").asText().endsWith("schedule-failed"))
            .map(alarm -> alarm.at("/Dimensions/0/Value").asText())
            .toList();

    assertThat(PROTECTION.allProperties("AWS::Scheduler::Schedule"))
        .hasSize(3)
        .allMatch(reminder -> watched.equals(List.of(reminder.get("GroupName").asText())));
  }

  @Test
  void the_second_vault_is_there_and_locked_before_the_first_copy() {
    var names = Complete.production().stacks().stream().map(Stack::getStackName).toList();
    var vault = Complete.template("copies").properties("AWS::Backup::BackupVault");

    assertThat(names)
        .containsSubsequence("shangwellness-prod-copies", "shangwellness-prod-protection");
    assertThat(vault.get("BackupVaultName").asText()).isEqualTo("shangwellness-prod-vault");
    assertThat(vault.has("LockConfiguration")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS::GuardDuty::Detector",
        "AWS::ECR::RegistryScanningConfiguration",
        "AWS::SecurityHub::Hub",
        "AWS::Config::ConfigurationRecorder",
        "AWS::Config::DeliveryChannel"
      })
  void what_is_off_is_not_there_and_costs_nothing(String type) {
    assertThat(PROTECTION.resources(type)).isEmpty();
    assertThat(COMPLETE.resources(type)).hasSize(1);
  }

  @Test
  void security_hub_waits_for_what_it_reads() {
    assertThat(COMPLETE.only("AWS::SecurityHub::Hub").get("DependsOn").toString())
        .contains("Config");
  }

  @Test
  void backups_and_their_keys_outlive_everything() {
    for (var type : List.of("AWS::Backup::BackupVault", "AWS::KMS::Key")) {
      assertThat(Complete.template("copies").only(type).get("DeletionPolicy").asText())
          .isEqualTo("RetainExceptOnCreate");
    }
    assertThat(PROTECTION.only("AWS::Backup::BackupVault").get("DeletionPolicy").asText())
        .isEqualTo("RetainExceptOnCreate");
  }

  private static JsonNode rule(Template template, String name) {
    return named(
        template.properties("AWS::Backup::BackupPlan").at("/BackupPlan/BackupPlanRule"),
        "RuleName",
        name);
  }
}
