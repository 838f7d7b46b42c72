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
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Keeps what runs and what is desired together: starts, stops and replaces the tasks of services,
 * and reports it in AWS's words. One look at a service ({@link #look}) does what can be done now;
 * whatever may change the picture asks for another.
 */
final class ServiceScheduler implements TaskLifecycle.TaskListener {

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MAX_AT_ONCE = 10;

  /** From the start of a task that exited by itself to that of the next one, at least. */
  private static final Duration PROVISIONING = Duration.ofSeconds(20);

  private final Timeline timeline;
  private final Services services;
  private final Tasks tasks;
  private final TaskPlacement placement;
  private final TaskOrders orders;
  private final TaskHealth health;
  private final HealthReplacement replacement;
  private final RollingUpdate rolling;
  private final Set<String> awaited = new HashSet<>();
  private Optional<TaskLifecycle> lifecycle = Optional.empty();

  ServiceScheduler(
      Timeline timeline,
      Services services,
      Tasks tasks,
      TaskPlacement placement,
      TaskOrders orders,
      TaskHealth health,
      HealthReplacement replacement,
      RollingUpdate rolling) {
    this.timeline = timeline;
    this.services = services;
    this.tasks = tasks;
    this.placement = placement;
    this.orders = orders;
    this.health = health;
    this.replacement = replacement;
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
    replacement.look(found.get(), lifecycle());
    for (var rollout : now(key).rollouts()) {
      balance(now(key), rollout);
    }
    retire(now(key));
    settle(now(key));
  }

  private KeptService now(String key) {
    return services.find(key).orElseThrow();
  }

  // ---- numbers

  private void balance(KeptService service, Rollout rollout) {
    var wanted = wanted(service, rollout);
    int desired = service.active() ? rollout.desired() : 0;
    if (wanted.size() < desired) {
      start(service, rollout, Math.min(desired - wanted.size(), room(service)));
    } else if (wanted.size() > desired) {
      stop(service, rollout, wanted, surplus(service, rollout, wanted, desired));
    }
  }

  // Those that are ending count neither as running nor for the zone that they are in.
  private List<KeptTask> wanted(KeptService service, Rollout rollout) {
    return tasks.of(service, rollout).stream().filter(KeptTask::wanted).toList();
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
    int healthy = (int) tasks.of(service).filter(health::isHealthy).count();
    int idle = (int) wanted.stream().filter(task -> !health.isHealthy(task)).count();
    return Math.min(surplus, idle + Math.max(0, healthy - rolling.least(service)));
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
        var task = placement.place(orders.of(service, rollout), wanted(service, rollout));
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

  /** Those go first that serve nobody yet. */
  private void stop(KeptService service, Rollout rollout, List<KeptTask> wanted, int count) {
    var first =
        wanted.stream()
            .sorted((one, other) -> Boolean.compare(health.isHealthy(one), health.isHealthy(other)))
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
      rolling.forgive(service);
      rolling.retire(services.find(service.key()).orElseThrow());
    }
  }

  private void settle(KeptService service) {
    var wanted = tasks.of(service).filter(KeptTask::wanted).toList();
    boolean steady =
        service.rollouts().stream()
                .allMatch(
                    rollout ->
                        tasks.of(service, rollout).stream().filter(health::isHealthy).count()
                            == rollout.desired())
            && wanted.stream().allMatch(health::isHealthy)
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
              if (service.failures() > 0) {
                services.put(service.withFailures(0, Instant.EPOCH));
              }
              task.loadBalancers()
                  .forEach(
                      balancer ->
                          services.report(
                              service.key(),
                              service.rollout(task),
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
                              service.rollout(task),
                              "deregistered 1 targets in (target-group "
                                  + balancer.targetGroupArn()
                                  + ")"));
              services.report(
                  service.key(),
                  service.rollout(task),
                  "has begun draining connections on 1 tasks.");
              wake(service.key());
            });
  }

  @Override
  public void stopped(KeptTask task) {
    if (task.service().isEmpty()) {
      return;
    }
    if (endedByItself(task)) {
      if (task.everRan()) {
        pause(task);
      } else {
        rolling.taskFailed(task.service(), task);
        failed(task.service());
      }
    }
    wake(task.service());
  }

  @Override
  public void healthChanged(KeptTask task) {
    if (!task.service().isEmpty()) {
      wake(task.service());
    }
  }

  /** Not because somebody wished it to. */
  private static boolean endedByItself(KeptTask task) {
    return task.task().stopCode() == TaskStopCode.TASK_FAILED_TO_START
        || task.task().stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
  }

  // ECS does not throttle tasks that reached RUNNING, but Fargate takes its time to provision the
  // next one: an application that exits at once is started that often and no more.
  private void pause(KeptTask task) {
    var next = task.task().createdAt().plus(PROVISIONING);
    services
        .find(task.service())
        .filter(service -> next.isAfter(service.nextStart()))
        .ifPresent(service -> services.put(service.withFailures(service.failures(), next)));
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
