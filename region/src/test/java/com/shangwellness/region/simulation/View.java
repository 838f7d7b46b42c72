package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What is to be seen of production at one instant: by the AWS API, and at the wires. Whoever asks
 * twice before anything has changed gets the same answer.
 */
final class View {

  private final SimulatedRegion region;
  private final Site site;
  private final EcsClient ecs;
  private final ElasticLoadBalancingV2Client elb;
  private final CloudWatchClient cloudWatch;
  private final CodeDeployClient codeDeploy;
  private final Map<String, List<TargetHealthDescription>> health = new HashMap<>();
  private final Map<String, DeploymentInfo> over = new HashMap<>();
  private long seen = -1;
  private Optional<Service> service = Optional.empty();
  private Optional<List<Task>> tasks = Optional.empty();
  private Optional<List<DeploymentInfo>> deployments = Optional.empty();
  private Optional<Set<String>> ringing = Optional.empty();

  View(SimulatedRegion region, Site site) {
    this.region = region;
    this.site = site;
    this.ecs = region.client(EcsClient.class);
    this.elb = region.client(ElasticLoadBalancingV2Client.class);
    this.cloudWatch = region.client(CloudWatchClient.class);
    this.codeDeploy = region.client(CodeDeployClient.class);
  }

  /** Forgets what is no longer so. */
  View refreshed() {
    if (seen != region.commits()) {
      seen = region.commits();
      health.clear();
      service = Optional.empty();
      tasks = Optional.empty();
      deployments = Optional.empty();
      ringing = Optional.empty();
    }
    return this;
  }

  Instant now() {
    return region.timeline().now();
  }

  Site site() {
    return site;
  }

  /** Of production's listener, as requests find it. */
  Weights production() {
    return weights(site.production());
  }

  /** Of the test listener. */
  Weights test() {
    return weights(site.test());
  }

  private Weights weights(String listener) {
    return region.traffic().frontend(listener).map(Weights::of).orElse(Weights.NONE);
  }

  Service service() {
    if (service.isEmpty()) {
      service =
          Optional.of(
              ecs.describeServices(r -> r.cluster(Site.CLUSTER).services(Site.SERVICE))
                  .services()
                  .getFirst());
    }
    return service.get();
  }

  /** The task set that serves production. */
  Optional<TaskSet> primary() {
    return service().taskSets().stream().filter(s -> s.status().equals("PRIMARY")).findFirst();
  }

  /** The task set that a deployment has made. */
  Optional<TaskSet> madeBy(String deployment) {
    return service().taskSets().stream()
        .filter(set -> deployment.equals(set.externalId()))
        .findFirst();
  }

  Optional<TaskSet> taskSet(String id) {
    return service().taskSets().stream().filter(set -> set.id().equals(id)).findFirst();
  }

  /** The service's tasks, those that stopped lately included. */
  List<Task> tasks() {
    if (tasks.isEmpty()) {
      var arns =
          new HashSet<>(
              ecs.listTasks(r -> r.cluster(Site.CLUSTER).serviceName(Site.SERVICE)).taskArns());
      arns.addAll(
          ecs.listTasks(
                  r ->
                      r.cluster(Site.CLUSTER)
                          .serviceName(Site.SERVICE)
                          .desiredStatus(DesiredStatus.STOPPED))
              .taskArns());
      tasks =
          Optional.of(
              arns.isEmpty()
                  ? List.of()
                  : ecs.describeTasks(
                          r -> r.cluster(Site.CLUSTER).tasks(arns.stream().sorted().toList()))
                      .tasks());
    }
    return tasks.get();
  }

  /** The newest task that has this address. */
  Optional<Task> taskAt(String address) {
    return tasks().stream()
        .filter(task -> address(task).equals(address))
        .max((one, other) -> one.createdAt().compareTo(other.createdAt()));
  }

  private static String address(Task task) {
    return task.attachments().stream()
        .flatMap(attachment -> attachment.details().stream())
        .filter(detail -> detail.name().equals("privateIPv4Address"))
        .map(KeyValuePair::value)
        .findFirst()
        .orElse("");
  }

  List<TargetHealthDescription> health(String group) {
    return health.computeIfAbsent(
        group,
        arn -> elb.describeTargetHealth(r -> r.targetGroupArn(arn)).targetHealthDescriptions());
  }

  /** The addresses of a group's targets in this state. */
  Set<String> targets(String group, TargetHealthStateEnum state) {
    var found = new HashSet<String>();
    for (var target : health(group)) {
      if (target.targetHealth().state() == state) {
        found.add(target.target().id());
      }
    }
    return found;
  }

  /** Every deployment there has been. */
  List<DeploymentInfo> deployments() {
    if (deployments.isEmpty()) {
      var ids =
          codeDeploy
              .listDeployments(
                  r ->
                      r.applicationName(Site.APPLICATION)
                          .deploymentGroupName(Site.DEPLOYMENT_GROUP))
              .deployments();
      deployments = Optional.of(ids.stream().map(this::deployment).toList());
    }
    return deployments.get();
  }

  private DeploymentInfo deployment(String id) {
    var known = over.get(id);
    if (known != null) {
      return known;
    }
    var info = codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
    if (isFinal(info)) {
      over.put(id, info);
    }
    return info;
  }

  static boolean isFinal(DeploymentInfo info) {
    return switch (info.status()) {
      case SUCCEEDED, FAILED, STOPPED -> true;
      default -> false;
    };
  }

  /** The steps of a deployment. */
  List<LifecycleEvent> steps(String deployment) {
    var target = Site.CLUSTER + ":" + Site.SERVICE;
    return codeDeploy
        .getDeploymentTarget(r -> r.deploymentId(deployment).targetId(target))
        .deploymentTarget()
        .ecsTarget()
        .lifecycleEvents();
  }

  /** The names of the alarms that ring now, of those that a release is judged by. */
  Set<String> ringing() {
    if (ringing.isEmpty()) {
      var found = new HashSet<String>();
      cloudWatch.describeAlarms(r -> r.alarmNames(Site.ALARMS)).metricAlarms().stream()
          .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
          .map(MetricAlarm::alarmName)
          .forEach(found::add);
      ringing = Optional.of(found);
    }
    return ringing.get();
  }
}
