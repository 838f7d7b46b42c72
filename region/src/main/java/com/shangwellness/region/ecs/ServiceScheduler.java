package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.ecs.KeptService.Rollout;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Keeps what runs and what is desired together: starts, stops and replaces the tasks of services,
 * and reports it in AWS's words. One look at a service ({@link #look}) does what can be done now;
 * whatever may change the picture asks for another.
 */
final class ServiceScheduler implements TaskLifecycle.TaskListener {

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MAX_AT_ONCE = 10;

  private final Timeline timeline;
  private final Services services;
  private final Tasks tasks;
  private final TaskDefinitions definitions;
  private final TaskPlacement placement;
  private final TaskTargets targets;
  private final RollingUpdate rolling;
  private final Set<String> awaited = new HashSet<>();
  private Optional<TaskLifecycle> lifecycle = Optional.empty();

  ServiceScheduler(
      Timeline timeline,
      Services services,
      Tasks tasks,
      TaskDefinitions definitions,
      TaskPlacement placement,
      TaskTargets targets,
      RollingUpdate rolling) {
    this.timeline = timeline;
    this.services = services;
    this.tasks = tasks;
    this.definitions = definitions;
    this.placement = placement;
    this.targets = targets;
    this.rolling = rolling;
  }

  /** Closes the circle: the scheduler moves tasks, and hears of their moves. */
  void use(TaskLifecycle moves) {
    lifecycle = Optional.of(moves);
  }

  private TaskLifecycle lifecycle() {
    return lifecycle.orElseThrow();
  }

  /** Looks after every service; called when the region starts. */
  void resume() {
    services.all().stream()
        .filter(s -> !s.service().status().equals("INACTIVE"))
        .forEach(s -> wake(s.key()));
  }

  /** Has the service looked at soon, once. */
  void wake(String key) {
    if (awaited.add("now " + key)) {
      timeline.post(
          "ecs: look at " + key,
          () -> {
            awaited.remove("now " + key);
            look(key);
          });
    }
  }

  private void wakeAt(String key, Instant when) {
    if (awaited.add("later " + key)) {
      var unused =
          timeline.at(
              when,
              "ecs: look again at " + key,
              () -> {
                awaited.remove("later " + key);
                look(key);
              });
    }
  }

  private void look(String key) {
    var found = services.find(key).filter(s -> !s.service().status().equals("INACTIVE"));
    if (found.isEmpty()) {
      return;
    }
    replaceUnhealthy(found.get());
    for (var rollout : found.get().rollouts()) {
      balance(services.find(key).orElseThrow(), rollout);
    }
    retire(services.find(key).orElseThrow());
    settle(services.find(key).orElseThrow());
  }

  // ---- unhealthy tasks

  private void replaceUnhealthy(KeptService service) {
    for (var task : tasks.of(service).filter(KeptTask::runs).toList()) {
      var verdict =
          inGrace(service, task)
              ? Optional.<TaskTargets.Unhealthy>empty()
              : targets.unhealthy(task);
      verdict.ifPresent(unhealthy -> replace(service, task, unhealthy));
    }
  }

  private boolean inGrace(KeptService service, KeptTask task) {
    var grace = service.service().healthCheckGracePeriodSeconds();
    return grace != null && timeline.now().isBefore(task.task().startedAt().plusSeconds(grace));
  }

  private void replace(KeptService service, KeptTask task, TaskTargets.Unhealthy verdict) {
    var group = verdict.balancer().targetGroupArn();
    services.report(
        service.key(),
        rollout(service, task),
        "(task %s) (port %d) is unhealthy in (target-group %s) due to (reason %s)"
            .formatted(task.id(), verdict.balancer().containerPort(), group, verdict.reason()));
    lifecycle()
        .stop(
            task.id(),
            TaskStopCode.SERVICE_SCHEDULER_INITIATED,
            "Task failed ELB health checks in (target-group " + group + ")");
  }

  private static Optional<Rollout> rollout(KeptService service, KeptTask task) {
    return service.rollouts().stream().filter(r -> r.id().equals(task.rollout())).findFirst();
  }

  // ---- numbers

  private void balance(KeptService service, Rollout rollout) {
    var wanted = tasks.of(service, rollout).stream().filter(KeptTask::wanted).toList();
    int desired = service.active() ? rollout.desired() : 0;
    if (wanted.size() < desired) {
      start(service, rollout, Math.min(desired - wanted.size(), room(service)));
    } else if (wanted.size() > desired) {
      stop(service, rollout, wanted, surplus(service, rollout, wanted, desired));
    }
  }

  /** How many more tasks may be there at once. */
  private int room(KeptService service) {
    if (!service.rolling()) {
      return Integer.MAX_VALUE;
    }
    int now = (int) tasks.of(service).filter(KeptTask::wanted).count();
    return Math.max(0, rolling.most(service) - now);
  }

  /** Of an old deployment, only as many go as the healthy ones can spare. */
  private int surplus(KeptService service, Rollout rollout, List<KeptTask> wanted, int desired) {
    int surplus = wanted.size() - desired;
    if (rollout.primary() || !service.rolling() || !service.active()) {
      return surplus;
    }
    int healthy = (int) tasks.of(service).filter(this::healthy).count();
    int idle = (int) wanted.stream().filter(task -> !healthy(task)).count();
    return Math.min(surplus, idle + Math.max(0, healthy - rolling.least(service)));
  }

  private boolean healthy(KeptTask task) {
    return task.runs()
        && task.task().healthStatus() != HealthStatus.UNHEALTHY
        && targets.isHealthy(task);
  }

  private void start(KeptService service, Rollout rollout, int count) {
    if (count <= 0) {
      return;
    }
    if (timeline.now().isBefore(service.nextStart()) || rollout.failed()) {
      return; // Looked at again soon, as every service is that is not steady.
    }
    var started = new ArrayList<String>();
    try {
      for (int i = 0; i < Math.min(count, MAX_AT_ONCE); i++) {
        var task = placement.place(order(service, rollout), tasks.of(service, rollout));
        lifecycle().begin(task);
        started.add(task.id());
      }
      if (count > MAX_AT_ONCE) {
        wake(service.key());
      }
    } catch (AwsServiceException e) {
      services.report(
          service.key(),
          Optional.of(rollout),
          "was unable to place a task. Reason: " + AwsErrors.message(e) + ".");
      failed(service.key());
    }
    if (!started.isEmpty()) {
      report(service, rollout, "has started " + started.size() + " tasks:", started);
    }
  }

  private TaskPlacement.Order order(KeptService service, Rollout rollout) {
    var model = service.service();
    var definition = definitions.get(rollout.taskDefinition());
    return new TaskPlacement.Order(
        model.clusterArn(),
        definition,
        service.key(),
        rollout.id(),
        rollout.id(),
        "service:" + model.serviceName(),
        rollout.subnets(),
        rollout.securityGroups(),
        rollout.loadBalancers(),
        tags(service, rollout),
        null,
        model.platformVersion());
  }

  private List<Tag> tags(KeptService service, Rollout rollout) {
    var tags = new ArrayList<Tag>();
    if (service.service().propagateTags() == PropagateTags.SERVICE) {
      tags.addAll(service.service().tags());
    } else if (service.service().propagateTags() == PropagateTags.TASK_DEFINITION) {
      definitions.find(rollout.taskDefinition()).ifPresent(kept -> tags.addAll(kept.tags()));
    }
    if (Boolean.TRUE.equals(service.service().enableECSManagedTags())) {
      tags.add(tag("aws:ecs:clusterName", Clusters.name(service.service().clusterArn())));
      tags.add(tag("aws:ecs:serviceName", service.service().serviceName()));
    }
    return tags;
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** Those go first that serve nobody yet. */
  private void stop(KeptService service, Rollout rollout, List<KeptTask> wanted, int count) {
    var first =
        wanted.stream()
            .sorted((one, other) -> Boolean.compare(healthy(one), healthy(other)))
            .limit(count)
            .toList();
    var reason = "Scaling activity initiated by (deployment " + rollout.id() + ")";
    first.forEach(
        task -> lifecycle().stop(task.id(), TaskStopCode.SERVICE_SCHEDULER_INITIATED, reason));
    if (!first.isEmpty()) {
      report(
          service,
          rollout,
          "has stopped " + first.size() + " running tasks:",
          first.stream().map(KeptTask::id).toList());
    }
  }

  private void report(KeptService service, Rollout rollout, String what, List<String> ids) {
    services.report(
        service.key(),
        Optional.of(rollout),
        what + ids.stream().map(id -> " (task " + id + ")").collect(Collectors.joining()) + ".");
  }

  // ---- ends

  /** Removes deployments that nothing is left of, and a deleted service once its tasks are gone. */
  private void retire(KeptService service) {
    boolean empty = tasks.of(service).allMatch(task -> task.state() == TaskState.STOPPED);
    if (!service.active() && empty) {
      services.put(
          service.with(s -> s.status("INACTIVE").deployments(List.of()).taskSets(List.of())));
      return;
    }
    if (service.rolling()) {
      rolling.retire(service);
    }
  }

  private void settle(KeptService service) {
    var wanted = tasks.of(service).filter(KeptTask::wanted).toList();
    boolean steady =
        service.rollouts().stream()
                .allMatch(
                    rollout ->
                        tasks.of(service, rollout).stream().filter(this::healthy).count()
                            == rollout.desired())
            && wanted.stream().allMatch(this::healthy)
            && service.rollouts().size() <= 1;
    if (steady && !service.steady() && service.active()) {
      services.put(service.steady(true).withFailures(0, Instant.EPOCH));
      if (service.rolling()) {
        rolling.completed(service.key());
      }
      services.report(service.key(), Optional.empty(), "has reached a steady state.");
    } else if (!steady && service.steady()) {
      services.put(service.steady(false));
    }
    boolean watched = !service.service().status().equals("INACTIVE");
    if (watched && !(steady && wanted.isEmpty())) {
      wakeAt(service.key(), timeline.now().plus(LOOK));
    }
  }

  // ---- what becomes of tasks

  @Override
  public void running(KeptTask task) {
    services
        .find(task.service())
        .ifPresent(
            service -> {
              services.put(service.withFailures(0, Instant.EPOCH));
              task.loadBalancers()
                  .forEach(
                      balancer ->
                          services.report(
                              service.key(),
                              rollout(service, task),
                              "registered 1 targets in (target-group "
                                  + balancer.targetGroupArn()
                                  + ")"));
              wake(service.key());
            });
  }

  @Override
  public void draining(KeptTask task) {
    services
        .find(task.service())
        .ifPresent(
            service -> {
              task.loadBalancers()
                  .forEach(
                      balancer ->
                          services.report(
                              service.key(),
                              rollout(service, task),
                              "deregistered 1 targets in (target-group "
                                  + balancer.targetGroupArn()
                                  + ")"));
              services.report(
                  service.key(),
                  rollout(service, task),
                  "has begun draining connections on 1 tasks.");
              wake(service.key());
            });
  }

  @Override
  public void stopped(KeptTask task) {
    if (task.service().isEmpty()) {
      return;
    }
    if (task.task().stopCode() == TaskStopCode.TASK_FAILED_TO_START) {
      services
          .find(task.service())
          .filter(KeptService::rolling)
          .ifPresent(service -> rolling.taskFailed(service, task));
      failed(task.service());
    }
    wake(task.service());
  }

  private void failed(String key) {
    services
        .find(key)
        .ifPresent(
            service -> {
              int failures = service.failures() + 1;
              var next = timeline.now().plus(RestartBackoff.after(failures));
              services.put(service.withFailures(failures, next));
              if (RestartBackoff.isImpaired(failures)) {
                services.report(
                    key, Optional.empty(), "is unable to consistently start tasks successfully.");
              }
            });
  }
}
