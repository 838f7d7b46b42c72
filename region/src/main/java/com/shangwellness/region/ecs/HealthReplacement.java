package com.shangwellness.region.ecs;

import com.shangwellness.region.timeline.Timeline;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Stops the tasks of a service that its load balancers or container health checks find unhealthy,
 * once their grace is over; the scheduler starts others in their place.
 */
final class HealthReplacement {

  /**
   * Why a task is replaced.
   *
   * @param event what the service reports
   * @param reason why the task stopped
   */
  private record Verdict(String event, String reason) {}

  private final Timeline timeline;
  private final Services services;
  private final Tasks tasks;
  private final TaskTargets targets;
  private final RollingUpdate rolling;

  HealthReplacement(
      Timeline timeline,
      Services services,
      Tasks tasks,
      TaskTargets targets,
      RollingUpdate rolling) {
    this.timeline = timeline;
    this.services = services;
    this.tasks = tasks;
    this.targets = targets;
    this.rolling = rolling;
  }

  /** Looks at the tasks of {@code service} and has {@code lifecycle} stop the unhealthy ones. */
  void look(KeptService service, TaskLifecycle lifecycle) {
    for (var task : tasks.of(service).stream().filter(KeptTask::wanted).toList()) {
      if (!inGrace(service, task)) {
        verdict(task).ifPresent(verdict -> replace(service, task, verdict, lifecycle));
      }
    }
  }

  // The grace begins when the task has started: ECS API, healthCheckGracePeriodSeconds.
  private boolean inGrace(KeptService service, KeptTask task) {
    var grace = service.service().healthCheckGracePeriodSeconds();
    return grace != null
        && task.everRan()
        && timeline.now().isBefore(task.task().startedAt().plusSeconds(grace));
  }

  private Optional<Verdict> verdict(KeptTask task) {
    if (task.task().healthStatus() == HealthStatus.UNHEALTHY) {
      return Optional.of(
          new Verdict(
              "(task " + task.id() + ") failed container health checks.",
              "Task failed container health checks"));
    }
    return task.runs()
        ? targets.unhealthy(task).map(unhealthy -> verdict(task, unhealthy))
        : Optional.empty();
  }

  private static Verdict verdict(KeptTask task, TaskTargets.Unhealthy unhealthy) {
    var group = unhealthy.balancer().targetGroupArn();
    return new Verdict(
        "(task %s) (port %d) is unhealthy in (target-group %s) due to (reason %s)"
            .formatted(task.id(), unhealthy.balancer().containerPort(), group, unhealthy.reason()),
        "Task failed ELB health checks in (target-group " + group + ")");
  }

  private void replace(
      KeptService service, KeptTask task, Verdict verdict, TaskLifecycle lifecycle) {
    services.report(service.key(), service.rollout(task.rollout()), verdict.event());
    lifecycle.stop(task.id(), TaskStopCode.SERVICE_SCHEDULER_INITIATED, verdict.reason());
    rolling.taskFailed(service.key(), task);
  }
}
