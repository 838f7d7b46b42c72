package com.shangwellness.region.ecs;

import static java.util.Comparator.comparing;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The tasks of one region, those that stopped lately included. */
final class Tasks {

  // A service whose application exits at once leaves hundreds behind in an hour.
  private static final int MAX_STOPPED = 100;

  private final Table<KeptTask> tasks;
  private final StateChanges changes;
  private final Map<String, List<KeptTask>> unstopped = new HashMap<>();
  private long listed = -1;

  Tasks(Place place, Store store, StateChanges changes) {
    this.changes = changes;
    this.tasks = store.table(place.region() + "/ecs.tasks", KeptTask.class);
  }

  Optional<KeptTask> find(String reference) {
    return tasks.get(KeptTask.id(reference));
  }

  /** Does something with a task if it is there and in this state. */
  void inState(String id, TaskState state, Consumer<KeptTask> action) {
    tasks.get(id).filter(task -> task.state() == state).ifPresent(action);
  }

  KeptTask put(KeptTask task) {
    changes.task(tasks.get(task.id()), task);
    return tasks.put(task.id(), task);
  }

  void remove(String id) {
    tasks.remove(id);
  }

  List<KeptTask> all() {
    return tasks.values();
  }

  /** The tasks of a service that are not stopped. */
  List<KeptTask> of(KeptService service) {
    // A look at a service asks many times between two changes.
    if (listed != tasks.revision()) {
      unstopped.clear();
      for (var task : tasks.values()) {
        if (task.state() != TaskState.STOPPED) {
          unstopped.computeIfAbsent(task.service(), s -> new ArrayList<>()).add(task);
        }
      }
      listed = tasks.revision();
    }
    return List.copyOf(unstopped.getOrDefault(service.key(), List.of()));
  }

  /** Forgets all but the newest hundred of a service's stopped tasks. */
  void forgetOldest(String service) {
    tasks.stream()
        .filter(task -> task.service().equals(service))
        .filter(task -> task.state() == TaskState.STOPPED)
        .sorted(comparing((KeptTask task) -> task.task().stoppedAt()).reversed())
        .skip(MAX_STOPPED)
        .map(KeptTask::id)
        .toList()
        .forEach(tasks::remove);
  }

  /** The tasks of one deployment or task set that are not stopped. */
  List<KeptTask> of(KeptService service, KeptService.Rollout rollout) {
    return of(service).stream().filter(task -> task.rollout().equals(rollout.id())).toList();
  }
}
