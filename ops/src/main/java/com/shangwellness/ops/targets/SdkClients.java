package com.shangwellness.ops.targets;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;
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

/** The SDK's own clients, made when first asked for and set up alike by the target. */
final class SdkClients implements Clients {
  /** What a target does to every client's builder. */
  interface Setup {
    /** Sets endpoint, credentials and HTTP on {@code builder}. */
    void apply(AwsClientBuilder<?, ?> builder, AwsSyncClientBuilder<?, ?> http);
  }

  private final String region;
  private final Setup setup;
  private final Map<Class<?>, SdkClient> made = new ConcurrentHashMap<>();

  SdkClients(String region, Setup setup) {
    this.region = region;
    this.setup = setup;
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public CloudFormationClient cloudFormation() {
    return once(CloudFormationClient.class, () -> build(CloudFormationClient.builder()));
  }

  @Override
  public CloudWatchClient cloudWatch() {
    return once(CloudWatchClient.class, () -> build(CloudWatchClient.builder()));
  }

  @Override
  public CodeBuildClient codeBuild() {
    return once(CodeBuildClient.class, () -> build(CodeBuildClient.builder()));
  }

  @Override
  public CodeDeployClient codeDeploy() {
    return once(CodeDeployClient.class, () -> build(CodeDeployClient.builder()));
  }

  @Override
  public CodePipelineClient codePipeline() {
    return once(CodePipelineClient.class, () -> build(CodePipelineClient.builder()));
  }

  @Override
  public Ec2Client ec2() {
    return once(Ec2Client.class, () -> build(Ec2Client.builder()));
  }

  @Override
  public EcrClient ecr() {
    return once(EcrClient.class, () -> build(EcrClient.builder()));
  }

  @Override
  public EcsClient ecs() {
    return once(EcsClient.class, () -> build(EcsClient.builder()));
  }

  @Override
  public IamClient iam() {
    return once(IamClient.class, () -> build(IamClient.builder()));
  }

  @Override
  public KmsClient kms() {
    return once(KmsClient.class, () -> build(KmsClient.builder()));
  }

  @Override
  public ElasticLoadBalancingV2Client loadBalancing() {
    return once(
        ElasticLoadBalancingV2Client.class, () -> build(ElasticLoadBalancingV2Client.builder()));
  }

  @Override
  public CloudWatchLogsClient logs() {
    return once(CloudWatchLogsClient.class, () -> build(CloudWatchLogsClient.builder()));
  }

  @Override
  public RdsClient rds() {
    return once(RdsClient.class, () -> build(RdsClient.builder()));
  }

  @Override
  public S3Client s3() {
    // Buckets by path: a bucket's name is no host name on a loopback address.
    return once(S3Client.class, () -> build(S3Client.builder().forcePathStyle(true)));
  }

  @Override
  public StsClient sts() {
    return once(StsClient.class, () -> build(StsClient.builder()));
  }

  @Override
  public BackupClient backup() {
    return once(BackupClient.class, () -> build(BackupClient.builder()));
  }

  @Override
  public BudgetsClient budgets() {
    return once(BudgetsClient.class, () -> build(BudgetsClient.builder()));
  }

  @Override
  public CloudFrontClient cloudFront() {
    return once(CloudFrontClient.class, () -> build(CloudFrontClient.builder()));
  }

  @Override
  public CloudTrailClient cloudTrail() {
    return once(CloudTrailClient.class, () -> build(CloudTrailClient.builder()));
  }

  @Override
  public CostExplorerClient costExplorer() {
    return once(CostExplorerClient.class, () -> build(CostExplorerClient.builder()));
  }

  @Override
  public EventBridgeClient events() {
    return once(EventBridgeClient.class, () -> build(EventBridgeClient.builder()));
  }

  @Override
  public Route53Client route53() {
    return once(Route53Client.class, () -> build(Route53Client.builder()));
  }

  @Override
  public SfnClient stepFunctions() {
    return once(SfnClient.class, () -> build(SfnClient.builder()));
  }

  @Override
  public SchedulerClient scheduler() {
    return once(SchedulerClient.class, () -> build(SchedulerClient.builder()));
  }

  @Override
  public SecretsManagerClient secrets() {
    return once(SecretsManagerClient.class, () -> build(SecretsManagerClient.builder()));
  }

  @Override
  public SnsClient sns() {
    return once(SnsClient.class, () -> build(SnsClient.builder()));
  }

  @Override
  public Wafv2Client firewall() {
    return once(Wafv2Client.class, () -> build(Wafv2Client.builder()));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder) {
    builder.region(Region.of(region));
    setup.apply(builder, builder);
    return builder.build();
  }

  private <C extends SdkClient> C once(Class<C> type, Supplier<C> maker) {
    return type.cast(made.computeIfAbsent(type, ignored -> maker.get()));
  }
}
