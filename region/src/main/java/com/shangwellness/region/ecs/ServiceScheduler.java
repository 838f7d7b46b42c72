package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.ecs.KeptService.Rollout;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /**
   * What changes about a steady service tells so, and wakes: its tasks and their health. This is
   * for what does not, as a target that somebody else deregisters.
   */
  private static final Duration LOOK_AT_STEADY = Duration.ofMinutes(1);

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
  private final SteadyState steady;
  private final Set<String> awake = new HashSet<>();
  private final Map<String, NextLook> next = new HashMap<>();
  private Optional<TaskLifecycle> lifecycle = Optional.empty();

  ServiceScheduler(
      Timeline timeline,
      Services services,
      Tasks tasks,
      TaskPlacement placement,
      TaskOrders orders,
      TaskHealth health,
      HealthReplacement replacement,
      RollingUpdate rolling,
      SteadyState steady) {
    this.timeline = timeline;
    this.services = services;
    this.tasks = tasks;
    this.placement = placement;
    this.orders = orders;
    this.health = health;
    this.replacement = replacement;
    this.rolling = rolling;
    this.steady = steady;
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
    if (awake.add(key)) {
      timeline.post(
          "ecs: look at " + key,
          () -> {
            awake.remove(key);
            look(key);
          });
    }
  }

  private record NextLook(Instant when, Timer timer) {}

  private void wakeAt(String key, Instant when) {
    var armed = Optional.ofNullable(next.get(key));
    if (armed.filter(look -> !look.when().isAfter(when)).isPresent()) {
      return;
    }
    armed.ifPresent(look -> look.timer().cancel());
    var timer =
        timeline.at(
            when,
            "ecs: look again at " + key,
            () -> {
              next.remove(key);
              look(key);
            });
    next.put(key, new NextLook(when, timer));
  }

  /** Nothing of the service changes by itself any more. */
  private void forget(String key) {
    Optional.ofNullable(next.remove(key)).ifPresent(look -> look.timer().cancel());
  }

  private void look(String key) {
    var found = services.find(key).filter(s -> !s.service().status().equals("INACTIVE"));
    if (found.isEmpty()) {
      forget(key);
      return;
    }
    // A look that fails is undone, and must not be the last one.
    wakeAt(key, timeline.now().plus(LOOK_AT_STEADY));
    replacement.look(found.get(), lifecycle());
    for (var rollout : now(key).rollouts()) {
      balance(now(key), rollout);
    }
    retire(now(key));
    settle(key);
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
    int now = (int) tasks.of(service).stream().filter(KeptTask::wanted).count();
    return Math.max(0, rolling.most(service) - now);
  }

  /** Of an old deployment, only as many go as the healthy ones can spare. */
  private int surplus(KeptService service, Rollout rollout, List<KeptTask> wanted, int desired) {
    int surplus = wanted.size() - desired;
    if (rollout.primary() || !service.rolling() || !service.active()) {
      return surplus;
    }
    int healthy = (int) tasks.of(service).stream().filter(health::isHealthy).count();
    int idle = (int) wanted.stream().filter(task -> !health.isHealthy(task)).count();
    return Math.min(surplus, idle + Math.max(0, healthy - rolling.least(service)));
  }

  private void start(KeptService service, Rollout rollout, int count) {
    if (count <= 0) {
      return;
    }
    if (!service.backoff(rollout.id()).allows(timeline.now()) || rollout.failed()) {
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
      failed(service.key(), rollout.id());
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
    boolean empty = tasks.of(service).isEmpty();
    if (!service.active() && empty) {
      services.put(
          service.with(s -> s.status("INACTIVE").deployments(List.of()).taskSets(List.of())));
      return;
    }
    if (service.rolling()) {
      rolling.forgive(service);
      rolling.retire(services.find(service.key()).orElseThrow());
    } else {
      retireTaskSets(service);
    }
  }

  private void retireTaskSets(KeptService service) {
    var left =
        service.service().taskSets().stream()
            .filter(
                set ->
                    !TaskSetRules.isDraining(set)
                        || !tasks.of(service, service.rollout(set)).isEmpty())
            .toList();
    if (left.size() < service.service().taskSets().size()) {
      services.put(service.with(s -> s.taskSets(left)));
    }
  }

  private void settle(String key) {
    steady.settle(key);
    var service = now(key);
    if (service.service().status().equals("INACTIVE") || steady.isQuiet(service)) {
      forget(key);
    } else if (!service.steady()) {
      wakeAt(key, timeline.now().plus(LOOK));
    }
  }

  // ---- what becomes of tasks

  @Override
  public void running(KeptTask task) {
    services
        .find(task.service())
        .ifPresent(
            service -> {
              if (service.backoff(task.rollout()).failures() > 0) {
                services.put(service.withBackoff(task.rollout(), RestartBackoff.NONE));
              }
              task.loadBalancers()
                  .forEach(
                      balancer ->
                          services.report(
                              service.key(),
                              service.rollout(task.rollout()),
                              "registered 1 targets in (target-group "
                                  + balancer.targetGroupArn()
                                  + ")"));
              wake(service.key());
            });
  }

  @Override
  public void ending(KeptTask task) {
    // Not at once: of one that stops quickly it is known only then when the next may start.
    if (!task.service().isEmpty()) {
      wakeAt(task.service(), timeline.now().plus(LOOK));
    }
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
                              service.rollout(task.rollout()),
                              "deregistered 1 targets in (target-group "
                                  + balancer.targetGroupArn()
                                  + ")"));
              services.report(
                  service.key(),
                  service.rollout(task.rollout()),
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
        failed(task.service(), task.rollout());
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
        .ifPresent(
            service ->
                services.put(
                    service.withBackoff(
                        task.rollout(), service.backoff(task.rollout()).notBefore(next))));
  }

  private void failed(String key, String rollout) {
    services
        .find(key)
        .ifPresent(
            service -> {
              var backoff = service.backoff(rollout).failed(timeline.now());
              services.put(service.withBackoff(rollout, backoff));
              if (backoff.isImpaired()) {
                services.report(
                    key,
                    service.rollout(rollout),
                    "is unable to consistently start tasks successfully.");
              }
            });
  }
}
