package com.shangwellness.region.database;

import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Databases that exist in memory alone and take as long as they are told, for tests and simulations
 * on virtual time.
 */
public final class SimulatedDatabases implements DatabaseEngine {

  /** How long everything takes but a start. */
  private static final Duration TAKES = Duration.ofMillis(200);

  private static final class Running {
    private final DatabaseEvents events;
    private final Timer starting;
    private DatabaseSpec spec;
    private boolean up;

    Running(DatabaseSpec spec, DatabaseEvents events, Timer starting) {
      this.spec = spec;
      this.events = events;
      this.starting = starting;
    }
  }

  private final Timeline timeline;
  private final Duration startTakes;
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, DatabaseUsage> loads = new HashMap<>();
  private final Set<String> snapshots = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private int starts;
  private int failingDeletions;

  /** Databases that are available {@code startTakes} after they are started. */
  public SimulatedDatabases(Timeline timeline, Duration startTakes) {
    this.timeline = timeline;
    this.startTakes = startTakes;
  }

  @Override
  public void start(DatabaseSpec spec, DatabaseEvents events) {
    var before = running.get(spec.id());
    if (before != null && before.up && before.spec.equals(spec)) {
      timeline.post("database " + spec.id() + " runs already", events::available);
      return;
    }
    if (before != null) {
      before.starting.cancel();
    }
    starts++;
    var starting =
        timeline.after(
            startTakes,
            "database " + spec.id() + " has started",
            () -> {
              if (refused.contains(spec.id())) {
                running.remove(spec.id());
                events.failed("it was told to fail");
              } else {
                running.get(spec.id()).up = true;
                events.available();
              }
            });
    running.put(spec.id(), new Running(spec, events, starting));
  }

  @Override
  public void changePassword(String id, String user, String password, DatabaseEvents events) {
    var server = running.get(id);
    if (server == null) {
      timeline.post(
          "database " + id + " has no new password", () -> events.failed(id + " does not run"));
      return;
    }
    server.spec = server.spec.withPassword(password);
    answer("database " + id + " has a new password", events::available);
  }

  private void answer(String what, Runnable event) {
    after(TAKES, what, event);
  }

  @Override
  public void after(Duration delay, String what, Runnable action) {
    var unused = timeline.after(delay, what, action);
  }

  @Override
  public void stop(String id, DatabaseEvents events) {
    var server = running.remove(id);
    if (server != null) {
      server.starting.cancel();
    }
    answer("database " + id + " has stopped", events::stopped);
  }

  @Override
  public void delete(String id, SnapshotChoice snapshot, DatabaseEvents events) {
    answer("database " + id + " has no data any more", () -> deleted(snapshot, events));
  }

  private void deleted(SnapshotChoice snapshot, DatabaseEvents events) {
    if (failingDeletions > 0) {
      failingDeletions--;
      events.failed("it was told to fail");
      return;
    }
    if (snapshot instanceof SnapshotChoice.Final kept) {
      snapshots.add(kept.name());
    }
    events.deleted();
  }

  /** Lets the next {@code times} deletions of data fail. */
  public void failsToDelete(int times) {
    failingDeletions = times;
  }

  /** From now on the server {@code id} uses so much whenever it is asked. */
  public void load(String id, DatabaseUsage usage) {
    loads.put(id, usage);
  }

  @Override
  public void usage(Consumer<Map<String, DatabaseUsage>> answer) {
    var usage = new HashMap<String, DatabaseUsage>();
    running.forEach(
        (id, server) -> {
          if (server.up) {
            usage.put(id, loads.getOrDefault(id, new DatabaseUsage(Usage.NONE, 0)));
          }
        });
    answer("database: what servers use", () -> answer.accept(usage));
  }

  /** How many servers were ever started. */
  public int starts() {
    return starts;
  }

  @Override
  public void close() {
    running.clear();
  }

  @Override
  public Path log(String id) {
    return Path.of("simulated", id + ".log");
  }

  /** Lets the server {@code id} end by itself, as after {@code kill -9}. */
  public void dies(String id) {
    var server = running.remove(id);
    if (server != null) {
      server.starting.cancel();
      timeline.post("database " + id + " has died", () -> server.events.failed("exited with 137"));
    }
  }

  /** Lets every start of {@code id} fail from now on. */
  public void refuses(String id) {
    refused.add(id);
  }

  /** The servers that run or are starting, by their ids. */
  public Map<String, DatabaseSpec> servers() {
    var specs = new HashMap<String, DatabaseSpec>();
    running.forEach((id, server) -> specs.put(id, server.spec));
    return specs;
  }

  /** The names of the snapshots that were kept. */
  public Set<String> snapshots() {
    return Set.copyOf(snapshots);
  }
}
