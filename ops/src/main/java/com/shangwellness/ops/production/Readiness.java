package com.shangwellness.ops.production;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.production.SiteProbe.Answer;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Waits until production serves. */
public final class Readiness {
  private static final String STEP = "tasks";

  private static final String HEALTH_CHECK = "healthcheck";
  private final Observer observer;
  private final SiteProbe probe;
  private final Waiting waiting;
  private final Progress progress;

  /**
   * Readiness as {@code observer} sees it.
   *
   * @param probe asks the site itself, so that nobody else's is taken for it
   */
  public Readiness(Observer observer, SiteProbe probe, Waiting waiting, Progress progress) {
    this.observer = observer;
    this.probe = probe;
    this.waiting = waiting;
    this.progress = progress;
  }

  /**
   * Looks until as many tasks as are wanted are healthy behind the load balancer, in two zones, and
   * the site's own health check answers at its address.
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
      var answer = snapshot.isServing() ? ask(snapshot) : Optional.<Answer>empty();
      if (answer.filter(Answer::isHealthyApplication).isPresent()) {
        progress.ends(
            STEP, snapshot.healthyTasks() + " healthy in " + zones(snapshot.healthyZones()));
        return snapshot;
      }
      if (System.nanoTime() > deadline) {
        progress.fails(STEP, snapshot.healthyTasks() + " healthy");
        throw Failure.failed(complaint(snapshot, answer, patience));
      }
      waiting.pause();
    }
  }

  private Optional<Answer> ask(Snapshot snapshot) {
    return snapshot.site().isEmpty()
        ? Optional.empty()
        : Optional.of(probe.ask(URI.create(snapshot.site()).resolve(HEALTH_CHECK)));
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

  private String complaint(Snapshot snapshot, Optional<Answer> answer, Duration patience) {
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
    answer.ifPresent(
        a ->
            text.append("\n  ")
                .append(snapshot.site() + HEALTH_CHECK)
                .append(
                    a.isGood() ? ": this is not Shangwellness's own answer" : ": " + a.words()));
    observer.serviceEvents(3).forEach(event -> text.append("\n  ").append(event));
    return text.append("\nSee: shang logs, shang doctor").toString();
  }

  private static String zones(int count) {
    return count == 1 ? "1 zone" : count + " zones";
  }
}
