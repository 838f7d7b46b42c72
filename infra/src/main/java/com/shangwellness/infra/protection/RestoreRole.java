package com.shangwellness.infra.protection;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** Who AWS Backup is while it restores into a test; production itself is out of its reach. */
final class RestoreRole extends Construct {
  private final Role role;

  RestoreRole(Construct scope, Names names, DataOutputs data) {
    super(scope, "RestoreRole");
    this.role =
        BackupIdentity.role(
            this,
            names.restoreRole(),
            "AWS Backup: restore a snapshot into a test, and remove it",
            List.of(
                BackupIdentity.look(),
                BackupIdentity.allow(
                    "RestoreIntoTest",
                    List.of(
                        "rds:AddTagsToResource",
                        "rds:DeleteDBCluster",
                        "rds:RestoreDBClusterFromSnapshot"),
                    List.of(names.arn("rds", "cluster:awsbackup-restore-test-*"))),
                BackupIdentity.allow(
                    "RestoreFromSnapshot",
                    List.of("rds:RestoreDBClusterFromSnapshot"),
                    List.of(
                        names.arn("rds", "cluster-pg:*"),
                        names.arn("rds", "cluster-snapshot:awsbackup:*"),
                        names.arn("rds", "og:*"),
                        names.arn("rds", "subgrp:" + names.databaseCluster()))),
                BackupIdentity.allow(
                    "LookAtKey", List.of("kms:DescribeKey"), List.of(data.dataKeyArn())),
                BackupIdentity.grant(List.of(data.dataKeyArn()))));
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "AWS Backup lists clusters and snapshots before it acts on one; it names its tests"
                    + " awsbackup-restore-test-…, and the parameter group is the engine's"
                    + " default")));
  }

  String arn() {
    return role.getRoleArn();
  }
}
