package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Runs containers as processes of this machine (Linux): the image unpacked, its entry point run in
 * a session of its own, with the container's environment and nothing of the user's.
 *
 * <p>What a container is not here: isolated. It sees this machine's files and processes, its limit
 * of CPU is a hint to a JVM, and the image's user and a read-only root are not enforced. Its limit
 * of memory is: the resident memory of all its processes is looked at each second of the machine's
 * time, so a container may have used more for that long before it is killed.
 */
public final class ProcessTasks implements TaskRuntime, AutoCloseable {

  private static final Logger LOG = System.getLogger(ProcessTasks.class.getName());
  private static final Duration TAIL = Duration.ofMillis(250);
  private static final Duration MEMORY_LOOK = Duration.ofSeconds(1);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

  private final Timeline timeline;
  private final Surroundings around;
  private final ImageFolders images;
  private final Orphans orphans;
  private final Path homes;
  private final Map<ContainerId, RunningContainer> containers = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("tasks").daemon().unstarted(work));

  /**
   * A runtime that keeps unpacked images and the folders of its containers under {@code folder}.
   * What an earlier run with this folder left running is killed before this returns.
   */
  public ProcessTasks(Timeline timeline, ImageSource source, Surroundings around, Path folder) {
    this.timeline = timeline;
    this.around = around;
    try {
      this.homes = Files.createDirectories(folder.resolve("tasks")).toRealPath();
      this.images =
          new ImageFolders(Files.createDirectories(folder.resolve("images")).toRealPath(), source);
      this.orphans = new Orphans(homes);
      orphans.kill();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of tasks " + folder + " cannot be used", e);
    }
    var unused =
        clock.scheduleWithFixedDelay(
            this::tail, TAIL.toMillis(), TAIL.toMillis(), TimeUnit.MILLISECONDS);
    lookAtMemory();
  }

  @Override
  public void start(ContainerSpec spec, ContainerEvents events) {
    var id = spec.id();
    var home = homes.resolve(id.task()).resolve(id.container());
    var container = new RunningContainer(spec, events, timeline, around, orphans, home);
    if (containers.putIfAbsent(id, container) == null) {
      threads.execute(() -> live(id, container));
    }
  }

  private void live(ContainerId id, RunningContainer container) {
    try {
      container.live(images);
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, id + ": interrupted because the region stops", e);
      container.kill();
    } finally {
      containers.remove(id);
    }
  }

  @Override
  public void stop(ContainerId container, Duration grace) {
    var running = containers.get(container);
    if (running != null) {
      // Not on the timeline: a container that is just being spawned holds this up for a moment.
      clock.execute(() -> running.stop(grace, clock));
    }
  }

  @Override
  public void run(
      ContainerId container, List<String> command, Duration timeout, IntConsumer answer) {
    var running = containers.get(container);
    threads.execute(
        () -> {
          int exitCode = running == null ? COMMAND_FAILED : run(running, command, timeout);
          timeline.post(
              "tasks: a command in " + container + " exited with " + exitCode,
              () -> answer.accept(exitCode));
        });
  }

  @Override
  public void usage(Consumer<Map<ContainerId, Usage>> answer) {
    threads.execute(
        () -> {
          var usage = usage();
          timeline.post("tasks: what containers have used", () -> answer.accept(usage));
        });
  }

  private Map<ContainerId, Usage> usage() {
    var leaders = new HashMap<ContainerId, Long>();
    containers.forEach((id, container) -> container.pid().ifPresent(pid -> leaders.put(id, pid)));
    var sessions = Sessions.usage(Set.copyOf(leaders.values()));
    var usage = new HashMap<ContainerId, Usage>();
    leaders.forEach(
        (id, pid) -> {
          var used = sessions.get(pid);
          var container = containers.get(id);
          if (used != null && container != null) {
            usage.put(id, new Usage(used.processor(), container.age(), used.memory()));
          }
        });
    return usage;
  }

  private void lookAtMemory() {
    var unused =
        clock.schedule(
            () -> {
              if (!threads.isShutdown()) {
                threads.execute(this::limitMemory);
              }
            },
            MEMORY_LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void limitMemory() {
    try {
      usage()
          .forEach(
              (id, used) -> {
                var container = containers.get(id);
                if (container != null && !container.mayUse(used.memory())) {
                  LOG.log(Level.INFO, id + ": killed, it uses " + used.memory() + " bytes");
                  container.endOutOfMemory();
                }
              });
    } finally {
      if (!clock.isShutdown()) {
        lookAtMemory();
      }
    }
  }

  private static int run(RunningContainer container, List<String> command, Duration timeout) {
    try {
      return container.run(command, timeout);
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "interrupted because the region stops", e);
      return COMMAND_FAILED;
    }
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
    containers.values().forEach(RunningContainer::tail);
  }

  /**
   * Stops all containers, kills those that do not within ten seconds, and returns when none is
   * left.
   */
  @Override
  public void close() {
    containers.values().forEach(container -> container.stop(CLOSE_GRACE, clock));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_GRACE.toSeconds() + 2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      containers.values().forEach(RunningContainer::kill);
      Thread.currentThread().interrupt();
    }
    clock.shutdownNow();
    try {
      orphans.kill();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of tasks " + homes + " cannot be read", e);
    }
  }
}
