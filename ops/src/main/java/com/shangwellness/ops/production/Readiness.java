package com.shangwellness.ops.production;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Waits until production serves. */
public final class Readiness {
  private static final String STEP = "tasks";

  private final Observer observer;
  private final Waiting waiting;
  private final Progress progress;

  /** Readiness as {@code observer} sees it. */
  public Readiness(Observer observer, Waiting waiting, Progress progress) {
    this.observer = observer;
    this.waiting = waiting;
    this.progress = progress;
  }

  /**
   * Looks until as many tasks as are wanted are healthy behind the load balancer, in two zones.
   *
   * @throws Failure after {@code patience}, with what is missing and what the service says
   */
  public Snapshot await(Duration patience) {
    progress.begins(STEP);
    var deadline = System.nanoTime() + patience.toNanos();
    var told = new HashMap<String, String>();
    while (true) {
      var snapshot = observer.look();
      tell(snapshot, told);
      if (snapshot.isServing()) {
        progress.ends(
            STEP, snapshot.healthyTasks() + " healthy in " + zones(snapshot.healthyZones()));
        return snapshot;
      }
      if (System.nanoTime() > deadline) {
        progress.fails(STEP, snapshot.healthyTasks() + " healthy");
        throw Failure.failed(complaint(snapshot, patience));
      }
      waiting.pause();
    }
  }

  private void tell(Snapshot snapshot, Map<String, String> told) {
    var desired = snapshot.services().isEmpty() ? 0 : snapshot.services().getFirst().desired();
    for (var task : snapshot.tasks()) {
      var state = task.status() + ", " + task.health();
      if (!state.equals(told.put(task.id(), state))) {
        progress.on(
            new Happening.Moved(
                STEP,
                snapshot.healthyTasks(),
                desired,
                task.zone() + " " + task.address(),
                state,
                task.reason()));
      }
    }
  }

  private String complaint(Snapshot snapshot, Duration patience) {
    var text =
        new StringBuilder(
            "after " + patience.toSeconds() + " s the site is not served as it should be:");
    for (var task : snapshot.tasks()) {
      text.append("\n  task ").append(task.id()).append(" in ").append(task.zone());
      text.append(": ").append(task.status()).append(", ").append(task.health());
      if (!task.reason().isEmpty()) {
        text.append(" (").append(task.reason()).append(")");
      }
    }
    observer.serviceEvents(3).forEach(event -> text.append("\n  ").append(event));
    return text.append("\nSee: shang logs, shang doctor").toString();
  }

  private static String zones(int count) {
    return count == 1 ? "1 zone" : count + " zones";
  }
}
