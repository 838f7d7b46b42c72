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
      Map.ofEntries(
          price(
              "AWS::RDS::DBInstance",
              "its least capacity by the hour, idle or not",
              "aws rds delete-db-instance --db-instance-identifier %s"),
          price(
              "AWS::RDS::DBCluster",
              "storage and backups by the gigabyte and month",
              "aws rds delete-db-cluster --db-cluster-identifier %s"),
          price(
              "AWS::EC2::NatGateway",
              "by the hour, idle or not",
              "aws ec2 delete-nat-gateway --nat-gateway-id %s"),
          price("AWS::EC2::EIP", "by the hour", "aws ec2 release-address --public-ip %s"),
          price(
              "AWS::EC2::VPCEndpoint",
              "an interface endpoint by the hour and zone",
              "aws ec2 delete-vpc-endpoints --vpc-endpoint-ids %s"),
          price(
              "AWS::KMS::Key",
              "1 USD a month; what it encrypted is lost with it",
              "aws kms schedule-key-deletion --key-id %s"),
          price(
              "AWS::ECR::Repository",
              "images by the gigabyte and month",
              "aws ecr delete-repository --force --repository-name %s"),
          price(
              "AWS::S3::Bucket", "objects by the gigabyte and month", "aws s3 rb --force s3://%s"),
          price(
              "AWS::Route53::HostedZone",
              "0.50 USD a month; a new one would have other name servers",
              "delete its records, then aws route53 delete-hosted-zone --id %s"),
          price(
              "AWS::Backup::BackupVault",
              "its backups by the gigabyte and month",
              "its lock lets the last backup go in time, or whoever may lifts it (aws backup"
                  + " delete-backup-vault-lock-configuration) and deletes its backups; then aws"
                  + " backup delete-backup-vault --backup-vault-name %s"),
          price(
              "AWS::SecretsManager::Secret",
              "0.40 USD a month",
              "aws secretsmanager delete-secret --secret-id %s"));

  private static Map.Entry<String, Price> price(String type, String cost, String command) {
    return Map.entry(type, new Price(cost, command));
  }

  static Optional<Price> of(String type) {
    return Optional.ofNullable(PRICES.get(type));
  }

  String removal(String name, Place place) {
    return command.formatted(name) + " --region " + place.region();
  }
}
