package com.shangwellness.region.database;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.processes.Folders;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Real MariaDB servers, one process per database: MySQL-compatible as far as the application's SQL
 * goes (docs/decisions). Each database's commands are carried out one after the other, on a thread
 * of its own.
 */
public final class MariaDbServers implements DatabaseEngine {

  private final Timeline timeline;
  private final Sessions sessions;
  private final CertificateAuthority authority;
  private final MariaDbBinaries binaries;
  private final Path folder;
  private final Map<String, MariaDbServer> servers = new ConcurrentHashMap<>();
  private final Map<String, ExecutorService> threads = new ConcurrentHashMap<>();

  /** One question at a time: on a machine with too much to do, clients would pile up. */
  private final ExecutorService measuring =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("what databases use").factory());

  /** Servers whose data are kept below {@code folder}. */
  public MariaDbServers(
      Timeline timeline,
      Sessions sessions,
      CertificateAuthority authority,
      MariaDbBinaries binaries,
      Path folder) {
    this.timeline = timeline;
    this.sessions = sessions;
    this.authority = authority;
    this.binaries = binaries;
    this.folder = folder;
  }

  @Override
  public void start(DatabaseSpec spec, DatabaseEvents events) {
    carryOut(
        spec.id(),
        () -> {
          var running = servers.get(spec.id());
          if (running != null && running.runsAs(spec)) {
            tell(spec.id(), "accepts connections already", events::available);
            return;
          }
          stopRunning(spec.id());
          try {
            var server = MariaDbServer.start(spec, home(spec.id()), binaries, sessions, authority);
            servers.put(spec.id(), server);
            server.onExit(reason -> ended(spec, server, events, reason));
            tell(spec.id(), "accepts connections", events::available);
          } catch (IOException | IllegalStateException e) {
            tell(spec.id(), "did not start", () -> events.failed(e.getMessage()));
          }
        });
  }

  private void ended(
      DatabaseSpec spec, MariaDbServer server, DatabaseEvents events, String reason) {
    if (servers.remove(spec.id(), server)) {
      tell(spec.id(), "ended by itself", () -> events.failed(reason));
    }
  }

  @Override
  public void changePassword(String id, String user, String password, DatabaseEvents events) {
    carryOut(
        id,
        () -> {
          var server = servers.get(id);
          if (server == null) {
            tell(id, "has no new password", () -> events.failed(id + " does not run"));
            return;
          }
          try {
            server.changePassword(user, password);
            tell(id, "has a new password", events::available);
          } catch (IllegalStateException e) {
            tell(id, "has no new password", () -> events.failed(e.getMessage()));
          }
        });
  }

  @Override
  public void stop(String id, DatabaseEvents events) {
    carryOut(
        id,
        () -> {
          stopRunning(id);
          tell(id, "has stopped", events::stopped);
        });
  }

  // Forgotten first, so that its end is not taken for a failure.
  private void stopRunning(String id) {
    var server = servers.remove(id);
    if (server != null) {
      server.stop();
    }
  }

  @Override
  public void delete(String id, SnapshotChoice snapshot, DatabaseEvents events) {
    carryOut(
        id,
        () -> {
          try {
            if (Files.exists(home(id))) {
              remove(id, snapshot);
            }
            tell(id, "has no data any more", events::deleted);
          } catch (IOException e) {
            tell(id, "still has its data", () -> events.failed(String.valueOf(e)));
          }
        });
  }

  private void remove(String id, SnapshotChoice snapshot) throws IOException {
    switch (snapshot) {
      case SnapshotChoice.None none -> Folders.delete(home(id));
      case SnapshotChoice.Final kept -> {
        var snapshots = Files.createDirectories(folder.resolve("snapshots"));
        Files.move(home(id), snapshots.resolve(kept.name()));
      }
    }
  }

  @Override
  public void usage(Consumer<Map<String, DatabaseUsage>> answer) {
    measuring.execute(
        () -> {
          var usage = usage();
          timeline.post("database: what servers use", () -> answer.accept(usage));
        });
  }

  private Map<String, DatabaseUsage> usage() {
    var running = Map.copyOf(servers);
    var sessions =
        Sessions.usage(
            running.values().stream().map(MariaDbServer::pid).collect(Collectors.toSet()));
    var usage = new HashMap<String, DatabaseUsage>();
    running.forEach(
        (id, server) -> {
          var used = sessions.get(server.pid());
          if (used != null) { // it has not ended meanwhile
            usage.put(
                id,
                new DatabaseUsage(
                    new Usage(used.processor(), server.age(), used.memory()),
                    server.connections()));
          }
        });
    return usage;
  }

  @Override
  public void after(Duration delay, String what, Runnable action) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> timeline.post(what, action));
  }

  @Override
  public void close() {
    measuring.shutdownNow();
    // By the threads and not by the servers: one that is just being started is stopped after that.
    threads.keySet().forEach(id -> carryOut(id, () -> stopRunning(id)));
    threads.values().forEach(ExecutorService::close);
  }

  @Override
  public Path log(String id) {
    return home(id).resolve("server.log");
  }

  private Path home(String id) {
    return folder.resolve(id);
  }

  private void carryOut(String id, Runnable command) {
    var thread =
        threads.computeIfAbsent(
            id,
            k ->
                Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("database " + k).factory()));
    thread.execute(command);
  }

  private void tell(String id, String what, Runnable event) {
    timeline.post("database " + id + " " + what, event);
  }
}
