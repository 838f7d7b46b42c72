package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.ContainerEvents;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.ContainerSpec;
import com.shangwellness.region.tasks.Started;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Leads each task through its states, from PROVISIONING to RUNNING, and decides when it is to stop;
 * {@link TaskEnding} leads it from there to STOPPED. What the runtime tells may come late, twice or
 * never: an event moves a task on only from the state in which it is awaited, and no state waits
 * for one for ever.
 */
final class TaskLifecycle {

  // Of the machine's time. Pulling an image may be slow; a runtime that has not answered by then
  // never will.
  private static final Duration START_PATIENCE = Duration.ofMinutes(30);

  /** The deadline of a state that waits for nothing. */
  static final Instant NONE = Instant.parse("9999-12-31T00:00:00Z");

  /** ECS guide, "Resolve Amazon ECS stopped task errors". */
  private static final String OUT_OF_MEMORY =
      "OutOfMemoryError: Container killed due to memory usage";

  private static final String PENDING = "PENDING";
  private static final String RUNNING = "RUNNING";
  private static final String STOPPED = "STOPPED";

  private final Timeline timeline;
  private final Store store;
  private final Tasks tasks;
  private final TaskDefinitions definitions;
  private final TaskParts parts;
  private final TaskRuntime runtime;
  private final TaskListener listener;
  private final TaskEnding ending;
  private final ContainerHealth health;

  /** What happens before and after a task's containers run. */
  record TaskParts(
      TaskNetwork network,
      TaskImages images,
      TaskEnvironment environment,
      TaskLogs logs,
      TaskTargets targets) {}

  /** Hears of what becomes of tasks, inside the transaction in which it happens. */
  interface TaskListener {

    /** The task is registered with its load balancers and runs. */
    void running(KeptTask task);

    /** A container health check has changed its mind about the task. */
    void healthChanged(KeptTask task);

    /** The task is to stop: it is none of those any more that are wanted. */
    void ending(KeptTask task);

    /** The task is being stopped; its load balancers end its requests first. */
    void draining(KeptTask task);

    /** The task has stopped. */
    void stopped(KeptTask task);
  }

  TaskLifecycle(
      Timeline timeline,
      Store store,
      Tasks tasks,
      TaskDefinitions definitions,
      TaskParts parts,
      TaskRuntime runtime,
      TaskListener listener) {
    this.timeline = timeline;
    this.store = store;
    this.tasks = tasks;
    this.definitions = definitions;
    this.parts = parts;
    this.runtime = runtime;
    this.listener = listener;
    this.ending = new TaskEnding(timeline, store, tasks, definitions, parts, runtime, listener);
    this.health = new ContainerHealth(timeline, store, runtime, this::judged);
  }

  /** Sets a new task, which has its network interface, on its way. */
  void begin(KeptTask provisioning) {
    var task = tasks.put(provisioning);
    timeline.post("ecs: task " + task.id() + " is PENDING", () -> pull(task.id()));
  }

  // ---- up

  private void pull(String id) {
    tasks.inState(
        id,
        TaskState.PROVISIONING,
        task -> {
          if (!task.wanted()) {
            ending.begin(task);
            return;
          }
          tasks.put(task.in(TaskState.PENDING, NONE).with(t -> t.pullStartedAt(timeline.now())));
          store.afterCommit(
              () ->
                  runtime.after(
                      START_PATIENCE,
                      "ecs: task " + id + " should have started",
                      () -> tooLate(id)));
          startReady(id);
        });
  }

  private void tooLate(String id) {
    tasks.inState(
        id,
        TaskState.PENDING,
        task ->
            stop(
                id,
                TaskStopCode.TASK_FAILED_TO_START,
                "CannotStartContainerError: timed out while waiting for the containers to start"));
  }

  /** Starts every container whose dependencies are met. */
  private void startReady(String id) {
    var task = tasks.find(id).orElseThrow();
    var definition = definitions.of(task);
    for (var container : definition.containerDefinitions()) {
      var now = tasks.find(id).orElseThrow();
      var state = now.container(container.name());
      boolean waits = state.lastStatus().equals(PENDING) && state.runtimeId() == null;
      if (now.wanted() && waits && Dependencies.areMet(container, now)) {
        start(now, definition, container);
      }
    }
  }

  private void start(KeptTask task, TaskDefinition definition, ContainerDefinition container) {
    try {
      var digest = parts.images().digest(container.image());
      var spec = parts.environment().spec(task, definition, container, digest);
      parts.logs().open(container, task.id());
      tasks.put(
          task.withContainer(
              container.name(),
              c -> c.imageDigest(digest).runtimeId(task.id() + "-" + container.name())));
      command(spec);
    } catch (TaskFailure e) {
      tasks.put(task.withContainer(container.name(), c -> c.reason(e.getMessage())));
      stop(task.id(), TaskStopCode.TASK_FAILED_TO_START, e.getMessage());
    }
  }

  private void command(ContainerSpec spec) {
    store.afterCommit(() -> runtime.start(spec, new Events(spec.id())));
  }

  /** What the runtime tells about one container. */
  private final class Events implements ContainerEvents {
    private final ContainerId id;

    Events(ContainerId id) {
      this.id = id;
    }

    @Override
    public void started(Started how) {
      containerStarted(id, how);
    }

    @Override
    public void output(List<String> lines) {
      tasks
          .find(id.task())
          .ifPresent(
              task -> parts.logs().write(definitions.of(task, id.container()), id.task(), lines));
    }

    @Override
    public void exited(int exitCode) {
      containerStopped(
          id,
          c -> c.exitCode(exitCode),
          TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
          "Essential container in task exited");
    }

    @Override
    public void outOfMemory() {
      containerStopped(
          id,
          c -> c.exitCode(KILLED).reason(OUT_OF_MEMORY),
          TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
          OUT_OF_MEMORY);
    }

    @Override
    public void failed(String reason) {
      containerStopped(id, c -> c.reason(reason), TaskStopCode.TASK_FAILED_TO_START, reason);
    }
  }

  private void containerStarted(ContainerId id, Started how) {
    var found = tasks.find(id.task());
    if (found.isEmpty() || !found.get().container(id.container()).lastStatus().equals(PENDING)) {
      return;
    }
    var task =
        tasks.put(
            noted(found.get().withContainer(id.container(), c -> c.lastStatus(RUNNING)), how));
    if (!task.wanted()) {
      // It was told to stop before it had started, and may not have heard.
      ending.haltContainer(task, id.container());
      return;
    }
    health.watch(id, definitions.of(task, id.container()));
    startReady(id.task());
    activateWhenUp(id.task());
  }

  private static KeptTask noted(KeptTask task, Started how) {
    if (how.notes().isEmpty()) {
      return task;
    }
    var note =
        Attribute.builder().name("region.notes").value(String.join(" ", how.notes())).build();
    return task.task().attributes().contains(note)
        ? task
        : task.with(
            t ->
                t.attributes(
                    Stream.concat(task.task().attributes().stream(), Stream.of(note)).toList()));
  }

  private void activateWhenUp(String id) {
    tasks.inState(
        id,
        TaskState.PENDING,
        task -> {
          boolean up =
              task.wanted()
                  && task.task().containers().stream()
                      .noneMatch(c -> c.lastStatus().equals(PENDING));
          if (up) {
            tasks.put(
                task.in(TaskState.ACTIVATING, NONE).with(t -> t.pullStoppedAt(timeline.now())));
            timeline.post("ecs: task " + id + " is ACTIVATING", () -> activate(id));
          }
        });
  }

  private void activate(String id) {
    tasks.inState(
        id,
        TaskState.ACTIVATING,
        task -> {
          if (!task.wanted()) {
            return;
          }
          try {
            parts.targets().register(task);
          } catch (AwsServiceException e) {
            stop(
                id,
                TaskStopCode.TASK_FAILED_TO_START,
                "Task failed to register with its load balancer: " + AwsErrors.message(e));
            return;
          }
          listener.running(
              tasks.put(task.in(TaskState.RUNNING, NONE).with(t -> t.startedAt(timeline.now()))));
        });
  }

  private void judged(ContainerId id, HealthStatus verdict) {
    tasks
        .find(id.task())
        .filter(KeptTask::wanted)
        .filter(task -> task.container(id.container()).healthStatus() != verdict)
        .ifPresent(
            task -> {
              var judged = task.withContainer(id.container(), c -> c.healthStatus(verdict));
              var health = Dependencies.health(definitions.of(task), judged);
              listener.healthChanged(tasks.put(judged.with(t -> t.healthStatus(health))));
              startReady(id.task());
              activateWhenUp(id.task());
            });
  }

  // ---- down

  private void containerStopped(
      ContainerId id, UnaryOperator<Container.Builder> how, TaskStopCode code, String reason) {
    var found = tasks.find(id.task());
    if (found.isEmpty() || found.get().container(id.container()).lastStatus().equals(STOPPED)) {
      return;
    }
    health.forget(id);
    var task =
        tasks.put(found.get().withContainer(id.container(), c -> how.apply(c.lastStatus(STOPPED))));
    if (task.wanted()) {
      if (code == TaskStopCode.TASK_FAILED_TO_START
          || Containers.isEssential(definitions.of(task, id.container()))) {
        stop(id.task(), code, reason);
      } else {
        startReady(id.task());
        activateWhenUp(id.task());
      }
    }
    ending.releaseWhenDown(id.task());
  }

  /**
   * Stops a task; without effect on one that is being stopped already. Its load balancers let its
   * requests end before its containers are asked to stop.
   */
  void stop(String id, TaskStopCode code, String reason) {
    var found = tasks.find(id).filter(KeptTask::wanted);
    if (found.isEmpty()) {
      return;
    }
    var task =
        tasks.put(
            found
                .get()
                .with(
                    t ->
                        t.desiredStatus(STOPPED)
                            .stopCode(code)
                            .stoppedReason(reason)
                            .stoppingAt(timeline.now())));
    ending.begin(task);
  }

  /** After a start of the region: its processes are gone, so every task that had some is lost. */
  void recover() {
    ending.recover();
  }
}
