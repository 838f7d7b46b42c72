package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Folders;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One container as a process of this machine: from the image to its exit. Its life is one call of
 * {@link #live}, on a thread of its own; the other methods may be called from any thread.
 */
final class RunningContainer {

  private static final Logger LOG = System.getLogger(RunningContainer.class.getName());
  private static final Path NULL = Path.of("/dev/null");

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
  private boolean stopping;

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
      var running = begin(images.unpacked(spec.imageDigest()));
      int exitCode = running.waitFor();
      // As when the first process of a container ends: all others go with it.
      Sessions.kill(running.pid());
      tailRest();
      say("exited with " + exitCode, () -> events.exited(exitCode));
    } catch (StartFailure e) {
      say("did not start", () -> events.failed(e.getMessage()));
    } catch (IOException e) {
      var failure = StartFailure.start(String.valueOf(e.getMessage()), e);
      say("did not start", () -> events.failed(failure.getMessage()));
    } finally {
      removeHome();
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
      orphans.record(home, started.toHandle());
      image = Optional.of(unpacked);
      process = Optional.of(started);
      int port = spec.port() > 0 ? around.servedPort().applyAsInt(spec.port()) : 0;
      say("started", () -> events.started(new Started(port, command.notes())));
      return started;
    }
  }

  private ProcessBuilder builder(CommandLine command) {
    // A session of its own: setsid replaces itself by the command, so the pid is the session's.
    var arguments = new ArrayList<String>(List.of("setsid"));
    arguments.addAll(command.arguments());
    var builder = new ProcessBuilder(arguments);
    // Nothing of the region's own environment, the user's credentials above all, may be inherited.
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.environment().putAll(orphans.marker(spec.id()));
    return builder.directory(command.folder().toFile()).redirectInput(NULL.toFile());
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

  /** Tells the lines that the process wrote since the last call. */
  synchronized void tail() {
    if (process.isEmpty()) {
      return;
    }
    try {
      tell(stdout.read(), stderr.read());
    } catch (IOException e) {
      LOG.log(Level.WARNING, spec.id() + ": its output cannot be read", e);
    }
  }

  private synchronized void tailRest() {
    try {
      tell(stdout.rest(), stderr.rest());
    } catch (IOException e) {
      LOG.log(Level.WARNING, spec.id() + ": the end of its output cannot be read", e);
    }
    process = Optional.empty();
  }

  private void tell(List<String> first, List<String> second) {
    if (!first.isEmpty() || !second.isEmpty()) {
      var lines = new ArrayList<>(first);
      lines.addAll(second);
      say("wrote " + lines.size() + " lines", () -> events.output(lines));
    }
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
