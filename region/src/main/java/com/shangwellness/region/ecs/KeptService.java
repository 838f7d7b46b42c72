package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
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
 * @param backoffs by the ids of deployments and task sets: why some of them wait
 * @param asked by the ids of task sets: the requests with a client token that made them
 * @param steady whether it has been reported steady since the last change
 */
record KeptService(
    Service service,
    Map<String, RestartBackoff> backoffs,
    Map<String, CreateTaskSetRequest> asked,
    boolean steady) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** What is kept about a deployment or task set goes when it does. */
  KeptService {
    backoffs = present(service, backoffs);
    asked = present(service, asked);
  }

  // A store of an older version has neither.
  private static <T> Map<String, T> present(Service service, Map<String, T> kept) {
    var present = new LinkedHashMap<>(requireNonNullElse(kept, Map.of()));
    present
        .keySet()
        .removeIf(
            id ->
                service.deployments().stream().noneMatch(d -> d.id().equals(id))
                    && service.taskSets().stream().noneMatch(set -> set.id().equals(id)));
    return Collections.unmodifiableMap(present);
  }

  /** One that has just been created. */
  static KeptService of(Service service) {
    return new KeptService(service, Map.of(), Map.of(), false);
  }

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
      String platformVersion,
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
    return new KeptService(change.apply(service.toBuilder()).build(), backoffs, asked, steady);
  }

  /** How the deployment or task set of this id waits. */
  RestartBackoff backoff(String rollout) {
    return backoffs.getOrDefault(rollout, RestartBackoff.NONE);
  }

  KeptService withBackoff(String rollout, RestartBackoff backoff) {
    var changed = new LinkedHashMap<>(backoffs);
    changed.put(rollout, backoff);
    return new KeptService(service, changed, asked, steady);
  }

  /** Notes the request that the task set of this id was made for. */
  KeptService withAsked(String taskSet, CreateTaskSetRequest request) {
    var changed = new LinkedHashMap<>(asked);
    changed.put(taskSet, request);
    return new KeptService(service, backoffs, changed, steady);
  }

  /** Steady or not; what is steady has nothing to wait for. */
  KeptService steady(boolean now) {
    return new KeptService(service, now ? Map.of() : backoffs, asked, now);
  }

  /** With {@code changed} in place of the task set that has its id. */
  KeptService withTaskSet(TaskSet changed) {
    return with(
        s ->
            s.taskSets(
                service.taskSets().stream()
                    .map(set -> set.id().equals(changed.id()) ? changed : set)
                    .toList()));
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

  /** The deployment or task set of this id, while it is there. */
  Optional<Rollout> rollout(String id) {
    return rollouts().stream().filter(rollout -> rollout.id().equals(id)).findFirst();
  }

  private Rollout rollout(Deployment deployment) {
    var network = deployment.networkConfiguration().awsvpcConfiguration();
    return new Rollout(
        deployment.id(),
        deployment.status().equals("PRIMARY"),
        false,
        deployment.rolloutState() == DeploymentRolloutState.FAILED,
        deployment.taskDefinition(),
        deployment.platformVersion(),
        deployment.status().equals("PRIMARY") ? service.desiredCount() : 0,
        network.subnets(),
        network.securityGroups(),
        service.loadBalancers());
  }

  /** The task set as what tasks are started from. */
  Rollout rollout(TaskSet set) {
    var network = set.networkConfiguration().awsvpcConfiguration();
    return new Rollout(
        set.id(),
        set.status().equals("PRIMARY"),
        true,
        false,
        set.taskDefinition(),
        set.platformVersion(),
        set.status().equals("DRAINING") ? 0 : computedDesiredCount(set),
        network.subnets(),
        network.securityGroups(),
        set.loadBalancers());
  }

  /** "The result is always rounded up": ECS API, TaskSet.computedDesiredCount. */
  private int computedDesiredCount(TaskSet set) {
    return BigDecimal.valueOf(set.scale().value())
        .multiply(BigDecimal.valueOf(service.desiredCount()))
        .divide(HUNDRED, 0, RoundingMode.CEILING)
        .intValueExact();
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
