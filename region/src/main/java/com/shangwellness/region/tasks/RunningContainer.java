package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Folders;
import com.shangwellness.region.processes.OutputTail;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One container as a process of this machine: from the image to its exit. Its life is one call of
 * {@link #live}, on a thread of its own; the other methods may be called from any thread.
 */
final class RunningContainer {

  private static final Logger LOG = System.getLogger(RunningContainer.class.getName());
  private static final Path NULL = Path.of("/dev/null");

  /**
   * How many batches of output may wait for the timeline; beyond that, output stays in its file.
   */
  private static final int MAX_UNHEARD = 8;

  /** Seconds of the machine after which nobody listens any more: the region is stopping. */
  private static final int HEARD_WITHIN = 5;

  private final ContainerSpec spec;
  private final ContainerEvents events;
  private final Timeline timeline;
  private final Surroundings around;
  private final Orphans orphans;
  private final Path home;
  private final OutputTail stdout;
  private final OutputTail stderr;
  private Optional<Process> process = Optional.empty();
  private Optional<ImageFolders.Unpacked> image = Optional.empty();
  private final Semaphore unheard = new Semaphore(MAX_UNHEARD);
  private long startedAt;
  private boolean stopping;
  private boolean outOfMemory;

  RunningContainer(
      ContainerSpec spec,
      ContainerEvents events,
      Timeline timeline,
      Surroundings around,
      Orphans orphans,
      Path home) {
    this.spec = spec;
    this.events = events;
    this.timeline = timeline;
    this.around = around;
    this.orphans = orphans;
    this.home = home;
    this.stdout = new OutputTail(home.resolve("stdout.log"));
    this.stderr = new OutputTail(home.resolve("stderr.log"));
  }

  /** Unpacks the image, runs its process to the end, and tells what happened. */
  void live(ImageFolders images) throws InterruptedException {
    try {
      var begun = begun(images);
      if (begun.isPresent()) {
        end(begun.get());
      }
    } finally {
      removeHome();
    }
  }

  private Optional<Process> begun(ImageFolders images) throws InterruptedException {
    try {
      return Optional.of(begin(images.unpacked(spec.imageDigest())));
    } catch (StartFailure e) {
      say("did not start", () -> events.failed(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // The latter where the container asks for what no process can have: an environment variable
      // with "=" in its name, for example.
      var failure = StartFailure.start(String.valueOf(e.getMessage()), e);
      say("did not start", () -> events.failed(failure.getMessage()));
    }
    return Optional.empty();
  }

  private void end(Process running) throws InterruptedException {
    int exitCode = running.waitFor();
    // As when the first process of a container ends: all others go with it.
    Sessions.kill(running.pid());
    tailRest();
    if (isOutOfMemory()) {
      say("is out of memory", events::outOfMemory);
    } else {
      say("exited with " + exitCode, () -> events.exited(exitCode));
    }
  }

  private Process begin(ImageFolders.Unpacked unpacked) throws StartFailure, IOException {
    Files.createDirectories(home.resolve("tmp"));
    var command = CommandLine.of(spec, unpacked, around, home);
    synchronized (this) {
      if (stopping) {
        throw StartFailure.start("the task was stopped before it started");
      }
      var started =
          builder(command)
              .redirectOutput(Redirect.appendTo(home.resolve("stdout.log").toFile()))
              .redirectError(Redirect.appendTo(home.resolve("stderr.log").toFile()))
              .start();
      record(started);
      image = Optional.of(unpacked);
      process = Optional.of(started);
      startedAt = WallClock.ofMachine().nanoTime();
      int port = spec.port() > 0 ? around.servedPort().applyAsInt(spec.port()) : 0;
      say("started", () -> events.started(new Started(port, command.notes())));
      return started;
    }
  }

  // What is not recorded must not run: nobody would find it after a crash.
  private void record(Process started) throws IOException {
    try {
      orphans.record(home, started.toHandle());
    } catch (IOException | RuntimeException e) {
      Sessions.kill(started.pid());
      started.destroyForcibly();
      throw e;
    }
  }

  private ProcessBuilder builder(CommandLine command) {
    return new Sessions(home)
        .prepare(command.arguments(), command.environment(), command.folder())
        .redirectInput(NULL.toFile());
  }

  /** The first process; empty when it does not run. */
  synchronized Optional<Long> pid() {
    return process.filter(Process::isAlive).map(Process::pid);
  }

  /** Wall time since the process was started. */
  synchronized Duration age() {
    return Duration.ofNanos(WallClock.ofMachine().nanoTime() - startedAt);
  }

  /** Asks the process to stop and kills its session after {@code grace}. */
  synchronized void stop(Duration grace, ScheduledExecutorService clock) {
    stopping = true;
    process.ifPresent(
        running -> {
          running.destroy();
          var unused = clock.schedule(() -> kill(running), grace.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private static void kill(Process running) {
    if (running.isAlive()) {
      Sessions.kill(running.pid());
      running.destroyForcibly();
    }
  }

  /** Kills the process and all that it started, now. */
  synchronized void kill() {
    stopping = true;
    process.ifPresent(RunningContainer::kill);
  }

  private synchronized boolean isOutOfMemory() {
    return outOfMemory;
  }

  /** Whether the container may use this much resident memory, in bytes. */
  boolean mayUse(long memory) {
    return spec.memoryMiB() == 0 || memory <= (long) spec.memoryMiB() << 20;
  }

  /** Kills the process and all that it started, because they use more memory than they may. */
  synchronized void endOutOfMemory() {
    process
        .filter(Process::isAlive)
        .ifPresent(
            running -> {
              outOfMemory = true;
              kill(running);
            });
  }

  /** Runs a command beside the process; the exit code. */
  int run(List<String> command, Duration timeout) throws InterruptedException {
    Optional<ImageFolders.Unpacked> unpacked;
    synchronized (this) {
      unpacked = image;
    }
    if (unpacked.isEmpty()) {
      return TaskRuntime.COMMAND_FAILED;
    }
    try {
      var line = CommandLine.of(spec, unpacked.get(), around, home, command);
      var running =
          builder(line).redirectOutput(NULL.toFile()).redirectError(NULL.toFile()).start();
      if (running.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return running.exitValue();
      }
      Sessions.kill(running.pid());
      running.destroyForcibly();
    } catch (StartFailure | IOException e) {
      LOG.log(Level.DEBUG, spec.id() + ": the command " + command + " cannot be run", e);
    }
    return TaskRuntime.COMMAND_FAILED;
  }

  /** Tells the lines that the process wrote since the last call, as far as they are listened to. */
  synchronized void tail() {
    if (process.isPresent()) {
      tail(stdout);
      tail(stderr);
    }
  }

  private void tail(OutputTail output) {
    try {
      while (!output.atEnd() && unheard.tryAcquire()) {
        tell(output.read());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, spec.id() + ": its output cannot be read", e);
    }
  }

  private void tailRest() throws InterruptedException {
    synchronized (this) {
      process = Optional.empty(); // from here on, only this thread reads
    }
    for (var output : List.of(stdout, stderr)) {
      try {
        while (!output.atEnd() && unheard.tryAcquire(HEARD_WITHIN, TimeUnit.SECONDS)) {
          tell(output.read());
        }
        var last = output.last();
        if (!last.isEmpty()) {
          say("wrote its last line", () -> events.output(last));
        }
      } catch (IOException e) {
        LOG.log(Level.WARNING, spec.id() + ": the end of its output cannot be read", e);
      }
    }
  }

  private void tell(List<String> lines) {
    say(
        "wrote " + lines.size() + " lines",
        () -> {
          unheard.release();
          if (!lines.isEmpty()) {
            events.output(lines);
          }
        });
  }

  private void say(String what, Runnable event) {
    timeline.post("tasks: " + spec.id() + " " + what, event);
  }

  private void removeHome() {
    try {
      Folders.delete(home);
    } catch (IOException e) {
      LOG.log(Level.WARNING, spec.id() + ": its folder " + home + " cannot be removed", e);
    }
  }
}
