package com.shangwellness.infra.protection;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.ProtectionSettings;
import java.util.List;
import software.amazon.awscdk.services.backup.CfnBackupPlan;
import software.amazon.awscdk.services.backup.CfnBackupPlan.BackupPlanResourceTypeProperty;
import software.amazon.awscdk.services.backup.CfnBackupPlan.BackupRuleResourceTypeProperty;
import software.amazon.awscdk.services.backup.CfnBackupPlan.CopyActionResourceTypeProperty;
import software.amazon.awscdk.services.backup.CfnBackupPlan.LifecycleResourceTypeProperty;
import software.amazon.awscdk.services.backup.CfnBackupSelection;
import software.amazon.awscdk.services.backup.CfnBackupSelection.BackupSelectionResourceTypeProperty;
import software.constructs.Construct;

/**
 * A backup each day, and one each month that is kept long. Any second in between is restored from
 * Aurora's own continuous backup: if AWS Backup made that one too, it would take the cluster's
 * backup window out of our hands.
 */
final class BackupPlan extends Construct {
  private static final int START_WITHIN_MINUTES = 60;
  private static final int COMPLETE_WITHIN_MINUTES = 360;

  private final Names names;
  private final ProtectionSettings settings;
  private final Vault vault;

  BackupPlan(
      Construct scope, Names names, ProtectionSettings settings, Vault vault, BackupRole role) {
    super(scope, "BackupPlan");
    this.names = names;
    this.settings = settings;
    this.vault = vault;
    var plan =
        CfnBackupPlan.Builder.create(this, "Plan")
            .backupPlan(
                BackupPlanResourceTypeProperty.builder()
                    .backupPlanName(names.backupPlan())
                    .backupPlanRule(
                        List.of(
                            rule("daily", "* * ?", settings.dailyKeepDays()),
                            rule("monthly", "1 * ?", settings.monthlyKeepDays())))
                    .build())
            .build();
    CfnBackupSelection.Builder.create(this, "Selection")
        .backupPlanId(plan.getAttrBackupPlanId())
        .backupSelection(
            BackupSelectionResourceTypeProperty.builder()
                .selectionName("database")
                .iamRoleArn(role.arn())
                .resources(List.of(names.arn("rds", "cluster:" + names.databaseCluster())))
                .build())
        .build();
  }

  private BackupRuleResourceTypeProperty rule(String name, String days, int keepDays) {
    var lifecycle = LifecycleResourceTypeProperty.builder().deleteAfterDays(keepDays).build();
    var rule =
        BackupRuleResourceTypeProperty.builder()
            .ruleName(name)
            .targetBackupVault(vault.reference())
            .scheduleExpression(Cron.at(settings.backupTime(), days + " *"))
            .startWindowMinutes(START_WITHIN_MINUTES)
            .completionWindowMinutes(COMPLETE_WITHIN_MINUTES)
            .enableContinuousBackup(false)
            .lifecycle(lifecycle);
    if (settings.copies()) {
      rule.copyActions(
          List.of(
              CopyActionResourceTypeProperty.builder()
                  .destinationBackupVaultArn(copyArn(names, settings))
                  .lifecycle(lifecycle)
                  .build()));
    }
    return rule.build();
  }

  private static String copyArn(Names names, ProtectionSettings settings) {
    return String.join(
        ":",
        "arn:aws:backup",
        settings.copyRegion(),
        names.account(),
        "backup-vault",
        names.backupVault());
  }
}
