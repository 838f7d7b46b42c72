package com.shangwellness.region;

import com.shangwellness.region.acm.Acm;
import com.shangwellness.region.acm.ServedCertificates;
import com.shangwellness.region.applicationautoscaling.ApplicationAutoScaling;
import com.shangwellness.region.cloudformation.CloudFormation;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Surroundings;
import com.shangwellness.region.cloudformation.types.AcmTypes;
import com.shangwellness.region.cloudformation.types.ApplicationAutoScalingTypes;
import com.shangwellness.region.cloudformation.types.CloudFormationTypes;
import com.shangwellness.region.cloudformation.types.CloudWatchTypes;
import com.shangwellness.region.cloudformation.types.CodeBuildTypes;
import com.shangwellness.region.cloudformation.types.CodeDeployTypes;
import com.shangwellness.region.cloudformation.types.CodePipelineTypes;
import com.shangwellness.region.cloudformation.types.Ec2Types;
import com.shangwellness.region.cloudformation.types.EcrTypes;
import com.shangwellness.region.cloudformation.types.EcsTypes;
import com.shangwellness.region.cloudformation.types.ElasticLoadBalancingV2Types;
import com.shangwellness.region.cloudformation.types.EventsTypes;
import com.shangwellness.region.cloudformation.types.IamTypes;
import com.shangwellness.region.cloudformation.types.KmsTypes;
import com.shangwellness.region.cloudformation.types.LogsTypes;
import com.shangwellness.region.cloudformation.types.RdsTypes;
import com.shangwellness.region.cloudformation.types.S3Types;
import com.shangwellness.region.cloudformation.types.SchedulerTypes;
import com.shangwellness.region.cloudformation.types.SecretsManagerTypes;
import com.shangwellness.region.cloudformation.types.SnsTypes;
import com.shangwellness.region.cloudformation.types.SsmTypes;
import com.shangwellness.region.cloudformation.types.StepFunctionsTypes;
import com.shangwellness.region.cloudwatch.AlarmMessage;
import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.cloudwatch.StateChange;
import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.codebuild.Around;
import com.shangwellness.region.codebuild.CodeBuild;
import com.shangwellness.region.codebuild.Neighbours;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.codedeploy.CodeDeploy;
import com.shangwellness.region.codepipeline.CodePipeline;
import com.shangwellness.region.ec2.Ec2;
import com.shangwellness.region.ecr.Ecr;
import com.shangwellness.region.ecr.Scanning;
import com.shangwellness.region.ecs.Ecs;
import com.shangwellness.region.elasticloadbalancingv2.ElasticLoadBalancingV2;
import com.shangwellness.region.eventbridge.EventBridge;
import com.shangwellness.region.eventbridge.LogTarget;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.rds.Rds;
import com.shangwellness.region.s3.S3;
import com.shangwellness.region.scheduler.Scheduler;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.sns.CertifiedSigner;
import com.shangwellness.region.sns.OutboxFolder;
import com.shangwellness.region.sns.Sns;
import com.shangwellness.region.sns.SnsLinks;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.stepfunctions.StepFunctions;
import com.shangwellness.region.wire.SdkIntegrations;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The services of one AWS region, each made of what it needs. The order is that of need: who is
 * asked comes before who asks.
 */
final class Services {

  private final Place place;
  private final Ec2 ec2;
  private final Kms kms;
  private final Ssm ssm;
  private final SecretsManager secrets;
  private final S3 s3;
  private final CloudWatch cloudWatch;
  private final Sns sns;
  private final SnsLinks snsLinks;
  private final CloudWatchLogs logs;
  private final Ecr ecr;
  private final Acm acm;
  private final ElasticLoadBalancingV2 balancers;
  private final Rds rds;
  private final EventBridge events;
  private final Ecs ecs;
  private final ApplicationAutoScaling scaling;
  private final CodeDeploy codeDeploy;
  private final CodePipeline pipelines;
  private final Scheduler scheduler;
  private final StepFunctions states;
  private final CodeBuild codeBuild;
  private final ResourceTypes resourceTypes;
  private final CloudFormation cloudFormation;

  /**
   * The services at {@code place}, which carry on with what they find in the store.
   *
   * @param published where on 127.0.0.1 ports of this region's internet-facing load balancer are
   * @param regions CloudFormation in other regions, for values that cross them
   */
  Services(
      Place place,
      Ground ground,
      Outside outside,
      Map<Integer, Integer> published,
      Function<String, CloudFormationClient> regions) {
    this(place, ground, outside, published, regions, UnaryOperator.identity());
  }

  /**
   * The same, where something may step between CodeDeploy and its neighbours: how a simulation
   * makes sure that a machine which is wrong is found out.
   */
  Services(
      Place place,
      Ground ground,
      Outside outside,
      Map<Integer, Integer> published,
      Function<String, CloudFormationClient> regions,
      UnaryOperator<CodeDeploy.Neighbours> between) {
    var timeline = ground.timeline();
    var store = ground.store();
    var ids = ground.ids();
    this.place = place;
    this.ec2 = new Ec2(place, timeline, store, ids);
    this.kms = new Kms(place, timeline, store, ids, ground.random());
    this.ssm = new Ssm(place, timeline, store, kms);
    this.secrets = new SecretsManager(place, timeline, store, ids, kms, ground.random());
    this.s3 =
        new S3(
            place,
            timeline,
            store,
            ids,
            ground.buckets(),
            ground.home().objects(place),
            ground.spool());
    this.cloudWatch = new CloudWatch(place, timeline, store, this::emit, this::act);
    var signer =
        new CertifiedSigner(
            outside.authority(),
            ground.home().signing(place),
            "sns." + place.region() + ".amazonaws.com",
            timeline,
            Thread::startVirtualThread);
    this.sns =
        new Sns(
            place,
            timeline,
            store,
            ids,
            new Sns.Ways(
                new OutboxFolder(ground.home().outbox(place)),
                outside.postman(),
                signer,
                outside.endpoint()),
            cloudWatch);
    this.snsLinks = new SnsLinks(sns, signer, timeline);
    this.logs =
        new CloudWatchLogs(
            place,
            timeline,
            store,
            ground.home().logs(place),
            cloudWatch,
            Thread::startVirtualThread);
    this.acm = new Acm(place, timeline, store, ids);
    this.ecr =
        new Ecr(
            place,
            timeline,
            store,
            ids,
            outside.images(),
            new Scanning(ground.home().vulnerabilities(), Thread::startVirtualThread));
    this.balancers =
        new ElasticLoadBalancingV2(
            place,
            timeline,
            store,
            ids,
            ec2,
            ground.names(),
            outside.traffic(),
            outside.ports(),
            published,
            new ServedCertificates(acm, outside.authority(), ground.home().served(place)));
    acm.usedBy(balancers::usersOfCertificate);
    this.events =
        new EventBridge(
            place,
            timeline,
            store,
            ids,
            Map.of(
                "sns",
                (rule, arn, event, input) -> sns.publish(r -> r.topicArn(arn).message(input)),
                "logs",
                new LogTarget(logs, timeline),
                "codepipeline",
                this::startPipeline,
                "states",
                this::startExecution),
            cloudWatch);
    this.rds =
        new Rds(place, timeline, store, ids, ec2, secrets, ground.names(), outside.databases());
    var neighbours = new Ecs.Neighbours(ec2, ecr, balancers, logs, secrets, ssm, ground.sts());
    this.ecs =
        new Ecs(place, timeline, store, ids, neighbours, outside.tasks(), outside.endpoint());
    ecs.tell(events);
    ecr.tell(events);
    ecs.measureTo(cloudWatch);
    rds.measureTo(cloudWatch);
    balancers.measureTo(cloudWatch);
    balancers.onTargetHealth((group, target, health) -> ecs.targetHealthChanged(group));
    this.scaling = new ApplicationAutoScaling(place, timeline, store, ids, ecs, cloudWatch, events);
    this.codeBuild =
        new CodeBuild(
            place,
            timeline,
            store,
            ids,
            new Neighbours(s3, ground.spool(), logs, secrets, ssm, ground.sts()),
            new Around(
                outside.shell(),
                ground.home().builds(),
                ground.home().buildCaches(place),
                Thread::startVirtualThread,
                outside.endpoint()));
    codeBuild.tell(events);
    codeBuild.measureTo(cloudWatch);
    this.codeDeploy =
        new CodeDeploy(
            place,
            timeline,
            store,
            ids,
            between.apply(
                new CodeDeploy.Neighbours(ecs, balancers, cloudWatch, s3, sns, ground.sts())),
            events,
            ground.pace());
    this.pipelines =
        new CodePipeline(
            place,
            timeline,
            store,
            ids,
            new CodePipeline.Neighbours(s3, codeBuild, codeDeploy, ecs, sns, ground.sts()),
            events,
            cloudWatch);
    this.scheduler =
        new Scheduler(
            place,
            timeline,
            store,
            ids,
            ground.random(),
            new Scheduler.Neighbours(sns, pipelines, ground.sts()),
            cloudWatch);
    this.states =
        new StepFunctions(
            place,
            timeline,
            store,
            ids,
            new SdkIntegrations(this::all),
            ground.sts(),
            events,
            cloudWatch);
    s3.tell(events);
    this.resourceTypes = tables(place, ground.iam());
    this.cloudFormation =
        new CloudFormation(
            new Surroundings(place, ssm, secrets, s3, ec2, regions),
            timeline,
            store,
            ids,
            resourceTypes);
  }

  private void startPipeline(String rule, String pipeline, String event, String input) {
    pipelines.target().invoke(rule, pipeline, event, input);
  }

  private void startExecution(String rule, String machine, String event, String input) {
    states.target().invoke(rule, machine, event, input);
  }

  private void emit(String source, String detailType, List<String> resources, String detail) {
    events.emit(source, detailType, resources, detail);
    if (detailType.equals("CloudWatch Alarm State Change")) {
      resources.forEach(arn -> codeDeploy.alarmChanged(arn.split(":", 7)[6]));
    }
  }

  // What an alarm does, by the service that its ARN names.
  private void act(String arn, StateChange change) {
    switch (arn.split(":", 4)[2]) {
      case "sns" ->
          sns.publish(
              r ->
                  r.topicArn(arn)
                      .subject(AlarmMessage.subject(change, place))
                      .message(AlarmMessage.message(change, place)));
      case "autoscaling" -> scaling.act(arn, change.alarm().name());
      default ->
          throw AwsErrors.of(
              "UnsupportedAction", 400, "This region cannot carry out the action " + arn);
    }
  }

  private ResourceTypes tables(Place place, IamClient iam) {
    return ResourceTypes.all(
        AcmTypes.types(acm),
        ApplicationAutoScalingTypes.types(scaling),
        CloudFormationTypes.types(),
        CodeBuildTypes.types(codeBuild),
        CloudWatchTypes.types(place, cloudWatch),
        CodeDeployTypes.types(place, codeDeploy),
        CodePipelineTypes.types(pipelines),
        Ec2Types.types(ec2),
        EcrTypes.types(ecr),
        EcsTypes.types(ecs),
        ElasticLoadBalancingV2Types.types(balancers),
        EventsTypes.types(events),
        IamTypes.types(iam),
        KmsTypes.types(kms),
        LogsTypes.types(logs),
        RdsTypes.types(rds),
        S3Types.types(s3),
        SchedulerTypes.types(scheduler),
        SecretsManagerTypes.types(secrets),
        SnsTypes.types(sns),
        SsmTypes.types(ssm),
        StepFunctionsTypes.types(states),
        CloudFormationTypes.recorded(place));
  }

  /** All of them, for the wire. */
  SdkClient[] all() {
    return new SdkClient[] {
      ec2,
      kms,
      ssm,
      secrets,
      s3,
      cloudWatch,
      sns,
      logs,
      ecr,
      acm,
      balancers,
      events,
      rds,
      ecs,
      scaling,
      codeDeploy,
      pipelines,
      scheduler,
      states,
      codeBuild,
      cloudFormation
    };
  }

  /** The resource types that stacks may use here. */
  ResourceTypes resourceTypes() {
    return resourceTypes;
  }

  CloudFormation cloudFormation() {
    return cloudFormation;
  }

  CodeBuild codeBuild() {
    return codeBuild;
  }

  Ecr ecr() {
    return ecr;
  }

  Ecs ecs() {
    return ecs;
  }

  /** Where the links in messages lead to. */
  SnsLinks snsLinks() {
    return snsLinks;
  }
}
