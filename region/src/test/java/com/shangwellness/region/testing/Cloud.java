package com.shangwellness.region.testing;

import com.shangwellness.region.cloudwatch.AlarmAction;
import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.codedeploy.CodeDeploy;
import com.shangwellness.region.ec2.Ec2;
import com.shangwellness.region.ecs.Ecs;
import com.shangwellness.region.elasticloadbalancingv2.Certificates;
import com.shangwellness.region.elasticloadbalancingv2.ElasticLoadBalancingV2;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.s3.S3;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.sns.Sns;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.timeline.Pace;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import com.shangwellness.region.wire.Spool;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The services of a region that a release touches, all real; the outside is simulated. One object
 * is one life of the region's process.
 */
public final class Cloud {

  final SimulatedTasks tasks;
  final SimulatedTraffic traffic;
  final WiredTasks wired;
  final List<String> events = new ArrayList<>();
  final List<String> mails = new ArrayList<>();
  final Iam iam;
  final Ec2 ec2;
  final S3 s3;
  final Sns sns;
  final CloudWatch cloudWatch;
  final ElasticLoadBalancingV2 balancers;
  final Ecs ecs;
  final CodeDeploy codeDeploy;
  private final Troubles troubles = new Troubles();
  private final EventSink sink = this::emit;
  private final Sts sts;
  private final Ssm ssm;
  private final SecretsManager secrets;
  private final CloudWatchLogs logs;
  private final Spool spool;

  /**
   * A life that carries on with what {@code store} has.
   *
   * @param folder for files
   * @param images how tasks answer, by their image's digest; well, when nothing is said
   */
  public Cloud(
      Place place,
      Timeline timeline,
      Store store,
      Random random,
      Path folder,
      Map<String, Behaviour> images,
      Pace pace) {
    var ids = new Ids(random);
    this.tasks = new SimulatedTasks(timeline, random);
    this.traffic = new SimulatedTraffic(timeline);
    this.wired = new WiredTasks(tasks, traffic, images);
    this.iam = new Iam(place, timeline, store, ids);
    this.sts = new Sts(place, iam, new Sessions(timeline, store, ids));
    this.ec2 = new Ec2(place, timeline, store, ids);
    var kms = new Kms(place, timeline, store, ids, random);
    this.ssm = new Ssm(place, timeline, store, kms);
    this.secrets = new SecretsManager(place, timeline, store, ids, kms, random);
    this.spool = new Spool(folder.resolve("spool"));
    this.s3 =
        new S3(
            place, timeline, store, ids, new BucketNames(store), folder.resolve("objects"), spool);
    this.cloudWatch = new CloudWatch(place, timeline, store, sink, AlarmAction.NONE);
    this.sns =
        new Sns(
            place,
            timeline,
            store,
            ids,
            new Sns.Ways(
                (name, mail) -> mails.add(mail),
                (to, headers, body, answer) -> {},
                (text, version, answer) -> answer.accept(Optional.empty()),
                URI.create("http://127.0.0.1:4566")),
            cloudWatch);
    this.balancers =
        new ElasticLoadBalancingV2(
            place,
            timeline,
            store,
            ids,
            ec2,
            new Names(store, folder.resolve("hosts")),
            traffic,
            Ports.ALL,
            Map.of(80, 8080),
            Certificates.NONE);
    this.logs = new CloudWatchLogs(place, timeline, store, folder.resolve("logs"));
    this.ecs =
        new Ecs(
            place,
            timeline,
            store,
            ids,
            new Ecs.Neighbours(ec2, new EveryImage(), balancers, logs, secrets, ssm, sts),
            wired,
            URI.create("http://127.0.0.1:4566"));
    balancers.onTargetHealth((group, target, health) -> ecs.targetHealthChanged(group));
    balancers.measureTo(cloudWatch);
    this.codeDeploy =
        new CodeDeploy(
            place,
            timeline,
            store,
            ids,
            new CodeDeploy.Neighbours(
                troubles.between(EcsClient.class, ecs),
                troubles.between(ElasticLoadBalancingV2Client.class, balancers),
                cloudWatch,
                s3,
                sns,
                sts),
            sink,
            pace);
  }

  private void emit(String source, String type, List<String> resources, String detail) {
    events.add(source + " " + type + " " + detail);
    if (type.equals("CloudWatch Alarm State Change")) {
      resources.forEach(arn -> codeDeploy.alarmChanged(arn.split(":", 7)[6]));
    }
  }

  /** CodeDeploy as its clients see it, but in this thread and inside the running action. */
  public CodeDeployClient codeDeploy() {
    return codeDeploy;
  }

  /** ECS, likewise. */
  public EcsClient ecs() {
    return ecs;
  }

  /** The load balancers, likewise. */
  public ElasticLoadBalancingV2Client balancers() {
    return balancers;
  }

  /** What goes wrong between CodeDeploy and whom it asks. */
  public Troubles troubles() {
    return troubles;
  }

  /** The machine on which the tasks run. */
  public SimulatedTasks tasks() {
    return tasks;
  }

  /** Those that answer for one region. */
  public SdkClient[] regional() {
    return new SdkClient[] {ec2, s3, sns, cloudWatch, balancers, ecs, codeDeploy};
  }

  /** Those that answer for every region. */
  public SdkClient[] global() {
    return new SdkClient[] {iam};
  }

  /** The mails that SNS has sent. */
  public List<String> mails() {
    return List.copyOf(mails);
  }

  /** What was told to EventBridge. */
  public List<String> events() {
    return List.copyOf(events);
  }

  /** CloudWatch, likewise. */
  public CloudWatchClient cloudWatch() {
    return cloudWatch;
  }

  /** Buckets. */
  public S3 s3() {
    return s3;
  }

  /** Topics. */
  public SnsClient sns() {
    return sns;
  }

  /** Roles. */
  public IamClient iam() {
    return iam;
  }

  /** Whoever acts for roles. */
  public StsClient sts() {
    return sts;
  }

  /** Parameters. */
  public SsmClient ssm() {
    return ssm;
  }

  /** Secrets. */
  public SecretsManagerClient secrets() {
    return secrets;
  }

  /** Logs. */
  public CloudWatchLogsClient logs() {
    return logs;
  }

  /** Where bodies for S3 are made ready. */
  public Spool spool() {
    return spool;
  }
}
