package com.shangwellness.region.shells;

import com.shangwellness.region.processes.ProcessRecord;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as processes of this machine (Linux), each in a session of its own, with the
 * build's environment and nothing of the user's but the way to programs.
 *
 * <p>What a container is not here: isolated. A build sees this machine's files and processes. A
 * process that leaves both its session and its environment behind is not found when a build ends.
 */
public final class ProcessShell implements BuildShell, AutoCloseable {

  private static final Logger LOG = System.getLogger(ProcessShell.class.getName());
  private static final Duration TAIL = Duration.ofMillis(100);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Timeline timeline;
  private final BuildHost host;
  private final Map<String, BuildProcesses> builds = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("shells").daemon().unstarted(work));

  /**
   * A shell for the builds that have their folders directly in {@code folder}. What an earlier run
   * with this folder left running is killed before this returns.
   */
  public ProcessShell(Timeline timeline, BuildHost host, Path folder) {
    this.timeline = timeline;
    this.host = host;
    try {
      killOrphans(Files.createDirectories(folder).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of builds " + folder + " cannot be used", e);
    }
    var unused =
        clock.scheduleWithFixedDelay(
            this::tail, TAIL.toMillis(), TAIL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void killOrphans(Path folder) throws IOException {
    try (var homes = Files.list(folder)) {
      for (var home : homes.toList()) {
        ProcessRecord.kill(BuildProcesses.record(home));
      }
    }
    new Sessions(folder).killOrphans();
  }

  @Override
  public void run(ShellCommand command, ShellEvents events) {
    var build =
        builds.computeIfAbsent(
            command.build(), id -> new BuildProcesses(id, command.home(), timeline, host));
    threads.execute(
        () -> {
          try {
            build.run(command, events);
          } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, command.build() + ": interrupted because the region stops", e);
          }
        });
  }

  @Override
  public void end(String build, Runnable ended) {
    threads.execute(
        () -> {
          try {
            Optional.ofNullable(builds.remove(build)).ifPresent(BuildProcesses::end);
          } finally {
            timeline.post("shells: nothing of " + build + " runs", ended);
          }
        });
  }

  @Override
  public void after(Duration delay, String what, Runnable action) {
    if (!clock.isShutdown()) {
      var unused =
          clock.schedule(
              () -> timeline.post(what, action), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tail() {
    builds.values().forEach(BuildProcesses::tail);
  }

  /** Kills what runs, and returns when nothing does. */
  @Override
  public void close() {
    clock.shutdownNow();
    for (var build : List.copyOf(builds.values())) {
      build.end();
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
