package com.shangwellness.region.ecs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * A service and how its scheduler stands.
 *
 * @param service as DescribeServices gives it, without the counts of tasks
 * @param failures how many tasks in a row did not reach RUNNING
 * @param nextStart before which no task is started
 * @param steady whether it has been reported steady since the last change
 */
record KeptService(Service service, int failures, Instant nextStart, boolean steady) {

  /**
   * What a group of tasks is started from: a deployment of ECS's own, or a task set.
   *
   * @param failed whether its circuit breaker has given it up
   */
  record Rollout(
      String id,
      boolean primary,
      boolean isTaskSet,
      boolean failed,
      String taskDefinition,
      int desired,
      List<String> subnets,
      List<String> securityGroups,
      List<LoadBalancer> loadBalancers) {}

  String key() {
    return key(service.clusterArn(), service.serviceName());
  }

  static String key(String cluster, String service) {
    return Clusters.name(cluster) + "/" + service.substring(service.lastIndexOf('/') + 1);
  }

  boolean active() {
    return service.status().equals("ACTIVE");
  }

  /** Whether ECS itself rolls changes out, and not CodeDeploy or somebody else. */
  boolean rolling() {
    return service.deploymentController().type() == DeploymentControllerType.ECS;
  }

  KeptService with(UnaryOperator<Service.Builder> change) {
    return new KeptService(change.apply(service.toBuilder()).build(), failures, nextStart, steady);
  }

  KeptService withFailures(int inARow, Instant next) {
    return new KeptService(service, inARow, next, steady);
  }

  KeptService steady(boolean now) {
    return new KeptService(service, failures, nextStart, now);
  }

  /** The primary one first. */
  List<Rollout> rollouts() {
    var rollouts =
        rolling()
            ? service.deployments().stream().map(this::rollout)
            : service.taskSets().stream().map(this::rollout);
    return rollouts
        .sorted((one, other) -> Boolean.compare(other.primary(), one.primary()))
        .toList();
  }

  /** What {@code task} was started from, while it is there. */
  Optional<Rollout> rollout(KeptTask task) {
    return rollouts().stream().filter(rollout -> rollout.id().equals(task.rollout())).findFirst();
  }

  private Rollout rollout(Deployment deployment) {
    var network = deployment.networkConfiguration().awsvpcConfiguration();
    return new Rollout(
        deployment.id(),
        deployment.status().equals("PRIMARY"),
        false,
        deployment.rolloutState() == DeploymentRolloutState.FAILED,
        deployment.taskDefinition(),
        deployment.status().equals("PRIMARY") ? service.desiredCount() : 0,
        network.subnets(),
        network.securityGroups(),
        service.loadBalancers());
  }

  private Rollout rollout(TaskSet set) {
    var network = set.networkConfiguration().awsvpcConfiguration();
    int desired = (int) Math.ceil(service.desiredCount() * set.scale().value() / 100.0);
    return new Rollout(
        set.id(),
        set.status().equals("PRIMARY"),
        true,
        false,
        set.taskDefinition(),
        set.status().equals("DRAINING") ? 0 : desired,
        network.subnets(),
        network.securityGroups(),
        set.loadBalancers());
  }

  /** Every target group that tasks of this service may be in. */
  Stream<String> targetGroups() {
    return Stream.concat(
            service.loadBalancers().stream(),
            service.taskSets().stream().flatMap(set -> set.loadBalancers().stream()))
        .map(LoadBalancer::targetGroupArn)
        .distinct();
  }
}
