package com.shangwellness.ops.rollout;

import com.shangwellness.ops.assembly.Place;
import java.util.Map;
import java.util.Optional;

/**
 * What a resource that nobody uses goes on to cost. In words: prices change, and calculator.aws
 * knows today's.
 *
 * @param cost how it is charged
 * @param command the command that removes it; {@code %s} stands for its name
 */
record Price(String cost, String command) {
  private static final Map<String, Price> PRICES =
      Map.of(
          "AWS::RDS::DBInstance",
          new Price(
              "its least capacity by the hour, idle or not",
              "aws rds delete-db-instance --db-instance-identifier %s"),
          "AWS::RDS::DBCluster",
          new Price(
              "storage and backups by the gigabyte and month",
              "aws rds delete-db-cluster --db-cluster-identifier %s"),
          "AWS::EC2::NatGateway",
          new Price("by the hour, idle or not", "aws ec2 delete-nat-gateway --nat-gateway-id %s"),
          "AWS::EC2::EIP",
          new Price("by the hour", "aws ec2 release-address --public-ip %s"),
          "AWS::EC2::VPCEndpoint",
          new Price(
              "an interface endpoint by the hour and zone",
              "aws ec2 delete-vpc-endpoints --vpc-endpoint-ids %s"),
          "AWS::KMS::Key",
          new Price(
              "1 USD a month; what it encrypted is lost with it",
              "aws kms schedule-key-deletion --key-id %s"),
          "AWS::ECR::Repository",
          new Price(
              "images by the gigabyte and month",
              "aws ecr delete-repository --force --repository-name %s"),
          "AWS::S3::Bucket",
          new Price("objects by the gigabyte and month", "aws s3 rb --force s3://%s"),
          "AWS::Backup::BackupVault",
          new Price(
              "its backups by the gigabyte and month",
              "when its lock has let the last backup go: aws backup delete-backup-vault"
                  + " --backup-vault-name %s"),
          "AWS::SecretsManager::Secret",
          new Price("0.40 USD a month", "aws secretsmanager delete-secret --secret-id %s"));

  static Optional<Price> of(String type) {
    return Optional.ofNullable(PRICES.get(type));
  }

  String removal(String name, Place place) {
    return command.formatted(name) + " --region " + place.region();
  }
}
