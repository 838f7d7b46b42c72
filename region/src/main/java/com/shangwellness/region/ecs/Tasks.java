package com.shangwellness.region.ecs;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The tasks of one region, those that stopped lately included. */
final class Tasks {

  private final Table<KeptTask> tasks;

  Tasks(Place place, Store store) {
    this.tasks = store.table(place.region() + "/ecs.tasks", KeptTask.class);
  }

  Optional<KeptTask> find(String reference) {
    return tasks.get(KeptTask.id(reference));
  }

  KeptTask put(KeptTask task) {
    return tasks.put(task.id(), task);
  }

  void remove(String id) {
    tasks.remove(id);
  }

  List<KeptTask> all() {
    return tasks.values();
  }

  Stream<KeptTask> of(KeptService service) {
    return tasks.stream().filter(task -> task.service().equals(service.key()));
  }

  /** The tasks of one deployment or task set that are not stopped. */
  List<KeptTask> of(KeptService service, KeptService.Rollout rollout) {
    return of(service)
        .filter(task -> task.rollout().equals(rollout.id()))
        .filter(task -> task.state() != TaskState.STOPPED)
        .toList();
  }
}
