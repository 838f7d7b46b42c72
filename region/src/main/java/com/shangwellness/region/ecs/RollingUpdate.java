package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/**
 * ECS's own deployments: within minimumHealthyPercent and maximumPercent, with the circuit breaker
 * that gives up (and rolls back, when asked to) after too many tasks failed to start or to become
 * healthy.
 */
final class RollingUpdate {

  private static final int LEAST_FAILURES = 3;
  private static final int MOST_FAILURES = 200;

  private final Timeline timeline;
  private final Ids ids;
  private final Services services;
  private final Tasks tasks;
  private final TaskHealth health;

  RollingUpdate(Timeline timeline, Ids ids, Services services, Tasks tasks, TaskHealth health) {
    this.timeline = timeline;
    this.ids = ids;
    this.services = services;
    this.tasks = tasks;
    this.health = health;
  }

  /** How many tasks a service has at most, rounded down. */
  int most(KeptService service) {
    var configuration = service.service().deploymentConfiguration();
    int percent = requireNonNullElse(configuration.maximumPercent(), 200);
    return service.service().desiredCount() * percent / 100;
  }

  /** How many healthy tasks a service keeps at least, rounded up. */
  int least(KeptService service) {
    var configuration = service.service().deploymentConfiguration();
    int percent = requireNonNullElse(configuration.minimumHealthyPercent(), 100);
    return Math.ceilDiv(service.service().desiredCount() * percent, 100);
  }

  /** A new deployment as the primary one; the others are on their way out. */
  KeptService begin(
      KeptService service, String definition, NetworkConfiguration network, String platform) {
    var model = service.service();
    var deployments = new ArrayList<Deployment>();
    deployments.add(
        Deployment.builder()
            .id("ecs-svc/" + digits(ids))
            .status("PRIMARY")
            .taskDefinition(definition)
            .desiredCount(model.desiredCount())
            .failedTasks(0)
            .createdAt(timeline.now())
            .updatedAt(timeline.now())
            .launchType(model.launchType())
            .platformVersion(platform)
            .platformFamily("Linux")
            .networkConfiguration(network)
            .rolloutState(DeploymentRolloutState.IN_PROGRESS)
            .build());
    model.deployments().stream()
        .map(old -> old.toBuilder().status("ACTIVE").updatedAt(timeline.now()).build())
        .forEach(deployments::add);
    return services.put(
        service
            .with(
                s ->
                    s.taskDefinition(definition)
                        .networkConfiguration(network)
                        .platformVersion(platform)
                        .deployments(deployments))
            .steady(false));
  }

  /** The 19 digits that a deployment's or task set's id ends with. */
  static String digits(Ids ids) {
    var hex = ids.hex(15);
    return "%019d".formatted(Long.parseLong(hex, 16));
  }

  /** Drops the old deployments that have no task any more. */
  void retire(KeptService service) {
    var kept =
        service.service().deployments().stream()
            .filter(d -> d.status().equals("PRIMARY") || hasTasks(service, d))
            .toList();
    if (kept.size() < service.service().deployments().size()) {
      services.put(service.with(s -> s.deployments(kept)));
    }
  }

  private boolean hasTasks(KeptService service, Deployment deployment) {
    return tasks.of(service).stream()
        .filter(task -> task.state() != TaskState.STOPPED)
        .anyMatch(task -> task.rollout().equals(deployment.id()));
  }

  /** The service is steady on its primary deployment. */
  void completed(String key) {
    var service = services.find(key).orElseThrow();
    var primary = primary(service);
    if (primary.rolloutState() == DeploymentRolloutState.IN_PROGRESS) {
      replace(
          service,
          primary.toBuilder()
              .rolloutState(DeploymentRolloutState.COMPLETED)
              .rolloutStateReason("ECS deployment " + primary.id() + " completed.")
              .updatedAt(timeline.now())
              .build());
      services.report(
          key, Optional.empty(), "(deployment " + primary.id() + ") deployment completed.");
    }
  }

  private static Deployment primary(KeptService service) {
    return service.service().deployments().stream()
        .filter(deployment -> deployment.status().equals("PRIMARY"))
        .findFirst()
        .orElseThrow();
  }

  private void replace(KeptService service, Deployment changed) {
    services.put(
        service.with(
            s ->
                s.deployments(
                    service.service().deployments().stream()
                        .map(d -> d.id().equals(changed.id()) ? changed : d)
                        .toList())));
  }

  /**
   * Counts a task that did not reach RUNNING, or that failed its health checks, and breaks the
   * circuit when there were too many in a row. While a task of the deployment runs and is healthy,
   * failures do not count (ECS API, {@code Deployment.failedTasks}).
   */
  void taskFailed(String key, KeptTask task) {
    var found = services.find(key).filter(KeptService::rolling);
    if (found.isEmpty() || !isTried(found.get(), task.rollout()) || succeeds(found.get())) {
      return;
    }
    var service = found.get();
    var primary = primary(service);
    var counted = primary.toBuilder().failedTasks(primary.failedTasks() + 1).build();
    replace(service, counted);
    var breaker = service.service().deploymentConfiguration().deploymentCircuitBreaker();
    if (breaker != null
        && Boolean.TRUE.equals(breaker.enable())
        && counted.failedTasks() >= threshold(service)) {
      breakCircuit(
          services.find(service.key()).orElseThrow(),
          counted,
          Boolean.TRUE.equals(breaker.rollback()));
    }
  }

  private static boolean isTried(KeptService service, String rollout) {
    var primary = primary(service);
    return primary.id().equals(rollout)
        && primary.rolloutState() == DeploymentRolloutState.IN_PROGRESS;
  }

  private boolean succeeds(KeptService service) {
    return tasks.of(service).stream()
        .filter(t -> t.rollout().equals(primary(service).id()))
        .anyMatch(health::isHealthy);
  }

  /** Forgets the failures so far once a task of the deployment runs and is healthy. */
  void forgive(KeptService service) {
    var primary = primary(service);
    if (primary.failedTasks() > 0
        && primary.rolloutState() == DeploymentRolloutState.IN_PROGRESS
        && succeeds(service)) {
      replace(service, primary.toBuilder().failedTasks(0).build());
    }
  }

  /** Half the desired count, between 3 and 200: ECS guide, "Deployment circuit breaker". */
  private static int threshold(KeptService service) {
    int half = Math.ceilDiv(service.service().desiredCount(), 2);
    return Math.clamp(half, LEAST_FAILURES, MOST_FAILURES);
  }

  private void breakCircuit(KeptService service, Deployment failed, boolean rollBack) {
    replace(
        service,
        failed.toBuilder()
            .rolloutState(DeploymentRolloutState.FAILED)
            .rolloutStateReason("ECS deployment circuit breaker: tasks failed to start.")
            .updatedAt(timeline.now())
            .build());
    services.report(
        service.key(),
        Optional.empty(),
        "(deployment " + failed.id() + ") deployment failed: tasks failed to start.");
    lastCompleted(service)
        .filter(good -> rollBack)
        .ifPresent(
            good -> {
              services.report(
                  service.key(),
                  Optional.empty(),
                  "rolling back to (deployment " + good.id() + ").");
              begin(
                  services.find(service.key()).orElseThrow(),
                  good.taskDefinition(),
                  good.networkConfiguration(),
                  good.platformVersion());
            });
  }

  private static Optional<Deployment> lastCompleted(KeptService service) {
    return List.copyOf(service.service().deployments()).stream()
        .filter(d -> d.rolloutState() == DeploymentRolloutState.COMPLETED)
        .findFirst();
  }
}
