package com.shangwellness.infra.protection;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.ProtectionSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.backup.CfnRestoreTestingPlan;
import software.amazon.awscdk.services.backup.CfnRestoreTestingPlan.RestoreTestingRecoveryPointSelectionProperty;
import software.amazon.awscdk.services.backup.CfnRestoreTestingSelection;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.constructs.Construct;

/**
 * Restores the newest backup each week, beside production, and removes it again. What comes back is
 * a cluster without an instance: that it holds the right data is for a person to look at, within
 * the hours that it stays ({@code runbooks/data-recovery.md}).
 */
final class RestoreTest extends Construct {
  private static final int START_WITHIN_HOURS = 2;
  private static final int NEWEST_OF_DAYS = 7;
  private static final int STAYS_HOURS = 12;

  RestoreTest(
      Construct scope,
      Names names,
      ProtectionSettings settings,
      Vault vault,
      RestoreRole role,
      ISecurityGroup databaseGroup) {
    super(scope, "RestoreTest");
    var plan =
        CfnRestoreTestingPlan.Builder.create(this, "Plan")
            .restoreTestingPlanName(names.restoreTest())
            .scheduleExpression(Cron.weekly(settings.restoreTestTime()))
            .startWindowHours(START_WITHIN_HOURS)
            .recoveryPointSelection(
                RestoreTestingRecoveryPointSelectionProperty.builder()
                    .algorithm("LATEST_WITHIN_WINDOW")
                    .includeVaults(List.of(vault.arn()))
                    .recoveryPointTypes(List.of("SNAPSHOT"))
                    .selectionWindowDays(NEWEST_OF_DAYS)
                    .build())
            .build();
    CfnRestoreTestingSelection.Builder.create(this, "Selection")
        .restoreTestingPlanName(plan.getRef())
        .restoreTestingSelectionName("database")
        .protectedResourceType("Aurora")
        .protectedResourceArns(List.of(names.arn("rds", "cluster:" + names.databaseCluster())))
        .iamRoleArn(role.arn())
        .validationWindowHours(STAYS_HOURS)
        // Left to itself, AWS Backup would look for a default VPC.
        .restoreMetadataOverrides(
            new TreeMap<>(
                Map.of(
                    "dbSubnetGroupName",
                    names.databaseCluster(),
                    "vpcSecurityGroupIds",
                    "[\"" + databaseGroup.getSecurityGroupId() + "\"]")))
        .build();
  }
}
