package com.shangwellness.ops.fake;

import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.costexplorer.CostExplorerClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/** A target in memory; a test reaches into its services by the accessors. */
public final class FakeTarget implements Target, Clients {
  private final FakeS3 s3 = new FakeS3();
  private final FakeCloudFormation cloudFormation = new FakeCloudFormation(s3);
  private final FakeLoadBalancing loadBalancing = new FakeLoadBalancing();
  private final FakeEcs ecs = new FakeEcs();
  private final FakeCodeDeploy codeDeploy = new FakeCodeDeploy();
  private final FakeBuilds builds = new FakeBuilds();
  private final FakePipelines pipelines = new FakePipelines();
  private final FakeSts sts = new FakeSts();
  private final FakeRds rds = new FakeRds();
  private final FakeLogs logs = new FakeLogs();
  private final FakeCloudWatch cloudWatch = new FakeCloudWatch();
  private final Map<String, String> images = new HashMap<>();
  private final FakeIam iam = new FakeIam();
  private final FakeBackup backup = new FakeBackup();
  private final FakeRoute53 route53 = new FakeRoute53();
  private boolean bringsJava = true;

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Clients clients(String region) {
    return this;
  }

  @Override
  public Optional<URI> site(Optional<URI> published, Optional<URI> front) {
    return published.or(() -> front);
  }

  @Override
  public SSLContext authorities() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Registry registry(String proxyEndpoint) {
    return new Registry("127.0.0.1:1", true);
  }

  @Override
  public boolean bringsJava() {
    return bringsJava;
  }

  /** Tasks get no Java from here: it is like AWS in that. */
  public void bringsNoJava() {
    bringsJava = false;
  }

  @Override
  public Instant now(String region) {
    return cloudWatch.now();
  }

  @Override
  public Duration interval() {
    return Duration.ZERO;
  }

  @Override
  public String region() {
    return "ap-south-1";
  }

  @Override
  public FakeCloudFormation cloudFormation() {
    return cloudFormation;
  }

  @Override
  public FakeCloudWatch cloudWatch() {
    return cloudWatch;
  }

  @Override
  public FakeCodeDeploy codeDeploy() {
    return codeDeploy;
  }

  @Override
  public FakeBuilds codeBuild() {
    return builds;
  }

  @Override
  public FakePipelines codePipeline() {
    return pipelines;
  }

  @Override
  public Ec2Client ec2() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EcrClient ecr() {
    return new FakeEcr(() -> images);
  }

  @Override
  public FakeEcs ecs() {
    return ecs;
  }

  @Override
  public FakeIam iam() {
    return iam;
  }

  @Override
  public KmsClient kms() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FakeLoadBalancing loadBalancing() {
    return loadBalancing;
  }

  @Override
  public FakeLogs logs() {
    return logs;
  }

  @Override
  public FakeRds rds() {
    return rds;
  }

  /** The digest of the image that each tag names. */
  public Map<String, String> images() {
    return images;
  }

  @Override
  public FakeS3 s3() {
    return s3;
  }

  @Override
  public FakeSts sts() {
    return sts;
  }

  @Override
  public FakeBackup backup() {
    return backup;
  }

  @Override
  public FakeRoute53 route53() {
    return route53;
  }

  @Override
  public BudgetsClient budgets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CloudFrontClient cloudFront() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CloudTrailClient cloudTrail() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CostExplorerClient costExplorer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EventBridgeClient events() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SfnClient stepFunctions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SchedulerClient scheduler() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SecretsManagerClient secrets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SnsClient sns() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Wafv2Client firewall() {
    throw new UnsupportedOperationException();
  }
}
