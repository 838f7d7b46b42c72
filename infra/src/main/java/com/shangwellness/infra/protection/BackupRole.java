package com.shangwellness.infra.protection;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import com.shangwellness.infra.settings.ProtectionSettings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** Who AWS Backup is while it takes a backup: what its own managed policy says of Aurora. */
final class BackupRole extends Construct {
  private static final String SNAPSHOTS = "cluster-snapshot:awsbackup:*";

  private final Role role;

  BackupRole(
      Construct scope, Names names, ProtectionSettings settings, DataOutputs data, Vault vault) {
    super(scope, "BackupRole");
    var statements = new ArrayList<>(here(names, data, vault));
    if (settings.copies()) {
      statements.addAll(inSecondRegion(names, settings.copyRegion()));
    }
    this.role =
        BackupIdentity.role(
            this,
            names.backupRole(),
            "AWS Backup: take snapshots of the database, and copy them",
            statements);
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "AWS Backup lists clusters and snapshots before it acts on one; its snapshots are"
                    + " named after jobs that do not exist yet; the key of the second region is not"
                    + " known here, and may be used through RDS only")));
  }

  private static List<PolicyStatement> here(Names names, DataOutputs data, Vault vault) {
    return List.of(
        BackupIdentity.look(),
        BackupIdentity.allow(
            "TakeSnapshots",
            List.of(
                "rds:AddTagsToResource",
                "rds:CopyDBClusterSnapshot",
                "rds:CreateDBClusterSnapshot",
                "rds:DeleteDBClusterSnapshot"),
            List.of(
                names.arn("rds", "cluster:" + names.databaseCluster()),
                names.arn("rds", SNAPSHOTS))),
        BackupIdentity.allow(
            "KeepInVault",
            List.of("backup:CopyFromBackupVault", "backup:DescribeBackupVault"),
            List.of(vault.arn())),
        BackupIdentity.allow(
            "LookAtKeys", List.of("kms:DescribeKey"), List.of(data.dataKeyArn(), vault.keyArn())),
        BackupIdentity.grant(List.of(data.dataKeyArn(), vault.keyArn())));
  }

  // A copy is a snapshot of the other region, under the key of the vault there.
  private static List<PolicyStatement> inSecondRegion(Names names, String region) {
    var look =
        BackupIdentity.allow("LookAtCopyKey", List.of("kms:DescribeKey"), keys(names, region));
    var grant =
        BackupIdentity.allow("LetRdsUseCopyKey", List.of("kms:CreateGrant"), keys(names, region));
    grant.addCondition("Bool", Map.of("kms:GrantIsForAWSResource", "true"));
    grant.addCondition(
        "StringEquals", Map.of("kms:ViaService", "rds." + region + ".amazonaws.com"));
    return List.of(
        BackupIdentity.allow(
            "CopyToSecondRegion",
            List.of("backup:CopyIntoBackupVault"),
            List.of(arn(names, "backup", region, "backup-vault:" + names.backupVault()))),
        BackupIdentity.allow(
            "KeepCopies",
            List.of("rds:AddTagsToResource", "rds:CopyDBClusterSnapshot"),
            List.of(arn(names, "rds", region, SNAPSHOTS))),
        look,
        grant);
  }

  private static List<String> keys(Names names, String region) {
    return List.of(arn(names, "kms", region, "key/*"));
  }

  private static String arn(Names names, String service, String region, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + names.account() + ":" + resource;
  }

  String arn() {
    return role.getRoleArn();
  }
}
