package com.shangwellness.region.database;

import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Databases that exist in memory alone and take as long as they are told, for tests and simulations
 * on virtual time.
 */
public final class SimulatedDatabases implements DatabaseEngine {

  private record Running(DatabaseSpec spec, DatabaseEvents events, Timer starting) {}

  private final Timeline timeline;
  private final Duration startTakes;
  private final Map<String, Running> running = new HashMap<>();
  private final Set<String> snapshots = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();

  /** Databases that are available {@code startTakes} after they are started. */
  public SimulatedDatabases(Timeline timeline, Duration startTakes) {
    this.timeline = timeline;
    this.startTakes = startTakes;
  }

  @Override
  public void start(DatabaseSpec spec, DatabaseEvents events) {
    var before = running.remove(spec.id());
    if (before != null) {
      before.starting().cancel();
    }
    var starting =
        timeline.after(
            startTakes,
            "database " + spec.id() + " has started",
            () -> {
              if (refused.contains(spec.id())) {
                running.remove(spec.id());
                events.failed("it was told to fail");
              } else {
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
    var spec = server.spec();
    var changed =
        new DatabaseSpec(
            id,
            spec.address(),
            spec.port(),
            spec.names(),
            spec.database(),
            user,
            password,
            spec.requireTls());
    running.put(id, new Running(changed, server.events(), server.starting()));
    timeline.post("database " + id + " has a new password", events::available);
  }

  @Override
  public void stop(String id, DatabaseEvents events) {
    var server = running.remove(id);
    if (server != null) {
      server.starting().cancel();
    }
    timeline.post("database " + id + " has stopped", events::stopped);
  }

  @Override
  public void delete(String id, SnapshotChoice snapshot) {
    if (snapshot instanceof SnapshotChoice.Final kept) {
      snapshots.add(kept.name());
    }
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
      server.starting().cancel();
      timeline.post(
          "database " + id + " has died", () -> server.events().failed("exited with 137"));
    }
  }

  /** Lets every start of {@code id} fail from now on. */
  public void refuses(String id) {
    refused.add(id);
  }

  /** The servers that run or are starting, by their ids. */
  public Map<String, DatabaseSpec> servers() {
    var specs = new HashMap<String, DatabaseSpec>();
    running.forEach((id, server) -> specs.put(id, server.spec()));
    return specs;
  }

  /** The names of the snapshots that were kept. */
  public Set<String> snapshots() {
    return Set.copyOf(snapshots);
  }
}
