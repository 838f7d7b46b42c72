package com.shangwellness.ops.targets;

import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.costexplorer.CostExplorerClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/** The AWS API of one region, as far as an operator needs it. */
public interface Clients {
  /** The region's name, such as {@code ap-south-1}. */
  String region();

  /** Stacks and change sets. */
  CloudFormationClient cloudFormation();

  /** Metrics, alarms and dashboards. */
  CloudWatchClient cloudWatch();

  /** Builds. */
  CodeBuildClient codeBuild();

  /** Releases. */
  CodeDeployClient codeDeploy();

  /** Pipelines. */
  CodePipelineClient codePipeline();

  /** Networks. */
  Ec2Client ec2();

  /** Image repositories. */
  EcrClient ecr();

  /** Clusters, services and tasks. */
  EcsClient ecs();

  /** Roles. */
  IamClient iam();

  /** Keys. */
  KmsClient kms();

  /** Load balancers, listeners and target groups. */
  ElasticLoadBalancingV2Client loadBalancing();

  /** Log groups. */
  CloudWatchLogsClient logs();

  /** Databases. */
  RdsClient rds();

  /** Buckets. */
  S3Client s3();

  /** Who is calling. */
  StsClient sts();

  /** Backups and what is to be backed up. */
  BackupClient backup();

  /** Budgets. */
  BudgetsClient budgets();

  /** Distributions and their policies. */
  CloudFrontClient cloudFront();

  /** Audit trails. */
  CloudTrailClient cloudTrail();

  /** What things cost, and what is unusual about it. */
  CostExplorerClient costExplorer();

  /** Rules. */
  EventBridgeClient events();

  /** Hosted zones and their records. */
  Route53Client route53();

  /** Schedules. */
  SchedulerClient scheduler();

  /** Secrets. */
  SecretsManagerClient secrets();

  /** State machines. */
  SfnClient stepFunctions();

  /** Topics. */
  SnsClient sns();

  /** Web ACLs. */
  Wafv2Client firewall();
}
