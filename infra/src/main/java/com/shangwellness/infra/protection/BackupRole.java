package com.shangwellness.infra.protection;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** Who AWS Backup is while it takes a backup: what its own managed policy says of Aurora. */
final class BackupRole extends Construct {
  private final Role role;

  BackupRole(Construct scope, Names names, DataOutputs data, Vault vault) {
    super(scope, "BackupRole");
    var snapshots = names.arn("rds", "cluster-snapshot:awsbackup:*");
    this.role =
        BackupIdentity.role(
            this,
            names,
            names.backupRole(),
            "AWS Backup: take snapshots of the database, and copy them",
            List.of(
                BackupIdentity.look(),
                BackupIdentity.allow(
                    "TakeSnapshots",
                    List.of(
                        "rds:AddTagsToResource",
                        "rds:CopyDBClusterSnapshot",
                        "rds:CreateDBClusterSnapshot",
                        "rds:DeleteDBClusterSnapshot"),
                    List.of(names.arn("rds", "cluster:" + names.databaseCluster()), snapshots)),
                BackupIdentity.allow(
                    "KeepInVault",
                    List.of("backup:CopyFromBackupVault", "backup:DescribeBackupVault"),
                    List.of(vault.arn())),
                BackupIdentity.allow(
                    "CopyToSecondRegion",
                    List.of("backup:CopyIntoBackupVault"),
                    List.of(
                        "arn:aws:backup:*:"
                            + names.account()
                            + ":backup-vault:"
                            + names.backupVault())),
                BackupIdentity.allow(
                    "LookAtKeys",
                    List.of("kms:DescribeKey"),
                    List.of(data.dataKeyArn(), vault.keyArn())),
                BackupIdentity.grant(List.of(data.dataKeyArn(), vault.keyArn()))));
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "AWS Backup lists clusters and snapshots before it acts on one; its snapshots are"
                    + " named after jobs that do not exist yet; the second region is a setting")));
  }

  String arn() {
    return role.getRoleArn();
  }
}
