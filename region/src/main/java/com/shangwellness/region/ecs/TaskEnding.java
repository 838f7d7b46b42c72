package com.shangwellness.region.ecs;

import com.shangwellness.region.ecs.TaskLifecycle.TaskListener;
import com.shangwellness.region.ecs.TaskLifecycle.TaskParts;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Leads a task that is to stop from DEACTIVATING to STOPPED: its load balancers let its requests
 * end, its containers are asked to stop and in the end killed, its address is given back.
 */
final class TaskEnding {

  // Of the machine's time: what is waited for is a real process.
  private static final Duration STOP_AGAIN = Duration.ofMinutes(1);
  private static final int STOP_TRIES = 60;

  private static final Duration DRAIN_LOOK = Duration.ofSeconds(5);

  /** "Stopped tasks only appear in the returned results for at least one hour." */
  private static final Duration MEMORY = Duration.ofHours(1);

  private static final String STOPPED = "STOPPED";

  private final Timeline timeline;
  private final Store store;
  private final Tasks tasks;
  private final TaskDefinitions definitions;
  private final TaskParts parts;
  private final TaskRuntime runtime;
  private final TaskListener listener;

  TaskEnding(
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
  }

  /** Begins with a task whose desired status is STOPPED. */
  void begin(KeptTask task) {
    listener.ending(task);
    boolean registered = task.state() == TaskState.RUNNING && !task.loadBalancers().isEmpty();
    if (registered) {
      parts.targets().deregister(task);
      listener.draining(task);
      tasks.put(task.in(TaskState.DEACTIVATING, TaskLifecycle.NONE));
      drain(task.id());
    } else {
      halt(task);
    }
  }

  private void drain(String id) {
    tasks.inState(
        id,
        TaskState.DEACTIVATING,
        task -> {
          boolean ended = task.allContainers(STOPPED) || !parts.targets().isDraining(task);
          if (ended) {
            halt(task);
          } else {
            var unused = timeline.after(DRAIN_LOOK, "ecs: task " + id + " drains", () -> drain(id));
          }
        });
  }

  private void halt(KeptTask task) {
    tasks.put(task.in(TaskState.STOPPING, TaskLifecycle.NONE));
    haltContainers(task.id(), STOP_TRIES);
    releaseWhenDown(task.id());
  }

  private void haltContainers(String id, int tries) {
    for (var container : tasks.find(id).orElseThrow().task().containers()) {
      haltContainer(tasks.find(id).orElseThrow(), container.name());
    }
    store.afterCommit(
        () ->
            runtime.after(
                STOP_AGAIN, "ecs: task " + id + " stops", () -> haltAgain(id, tries - 1)));
  }

  private void haltAgain(String id, int tries) {
    tasks.inState(
        id,
        TaskState.STOPPING,
        task -> {
          if (tries > 0) {
            haltContainers(id, tries);
          } else {
            // The runtime has not answered for an hour: the task counts as lost.
            tasks.put(task.with(t -> t.containers(allStopped(task))));
            releaseWhenDown(id);
          }
        });
  }

  private static List<Container> allStopped(KeptTask task) {
    return task.task().containers().stream()
        .map(container -> container.toBuilder().lastStatus(STOPPED).build())
        .toList();
  }

  /** Asks one container to stop; without effect on one that has. */
  void haltContainer(KeptTask task, String name) {
    var container = task.container(name);
    if (container.lastStatus().equals(STOPPED)) {
      return;
    }
    if (container.runtimeId() == null) {
      tasks.put(task.withContainer(name, c -> c.lastStatus(STOPPED)));
      return;
    }
    var grace = Containers.stopTimeout(definitions.of(task, name));
    var id = new ContainerId(task.id(), name);
    store.afterCommit(() -> runtime.stop(id, grace));
  }

  /** Goes on once the last container has stopped. */
  void releaseWhenDown(String id) {
    tasks.inState(
        id,
        TaskState.STOPPING,
        task -> {
          if (task.allContainers(STOPPED)) {
            tasks.put(
                task.in(TaskState.DEPROVISIONING, TaskLifecycle.NONE)
                    .with(t -> t.executionStoppedAt(timeline.now())));
            timeline.post("ecs: task " + id + " is DEPROVISIONING", () -> release(id));
          }
        });
  }

  private void release(String id) {
    tasks.inState(id, TaskState.DEPROVISIONING, this::end);
  }

  private void end(KeptTask task) {
    parts.network().detach(task);
    var forgotten = timeline.now().plus(MEMORY);
    var ended =
        tasks.put(
            task.in(TaskState.STOPPED, forgotten)
                .with(
                    t ->
                        t.stoppedAt(timeline.now())
                            .attachments(
                                task.task().attachments().stream()
                                    .map(a -> a.toBuilder().status("DELETED").build())
                                    .toList())));
    forgetAt(ended);
    if (!ended.service().isEmpty()) {
      tasks.forgetOldest(ended.service());
    }
    listener.stopped(ended);
  }

  private void forgetAt(KeptTask task) {
    var unused =
        timeline.at(
            task.deadline(),
            "ecs: task " + task.id() + " is forgotten",
            () -> tasks.inState(task.id(), TaskState.STOPPED, t -> tasks.remove(t.id())));
  }

  /** Gives up every task that is not over; after a start of the region nothing runs any more. */
  void recover() {
    for (var task : tasks.all()) {
      if (task.state() == TaskState.STOPPED) {
        forgetAt(task);
      } else {
        lose(task);
      }
    }
  }

  private void lose(KeptTask task) {
    parts.targets().deregister(task);
    var stopped =
        task.with(
            t -> {
              if (task.wanted()) {
                t.desiredStatus(STOPPED)
                    .stoppingAt(timeline.now())
                    .stopCode(TaskStopCode.TERMINATION_NOTICE)
                    .stoppedReason("Task stopped because the host that it ran on was stopped.");
              }
              return t.containers(allStopped(task));
            });
    end(stopped);
  }
}
