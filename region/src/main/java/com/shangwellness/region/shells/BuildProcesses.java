package com.shangwellness.region.shells;

import com.shangwellness.region.processes.OutputTail;
import com.shangwellness.region.processes.ProcessRecord;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What runs of one build. Its commands are calls of {@link #run}, on threads of their own; the
 * other methods may be called from any thread.
 */
final class BuildProcesses {

  private static final Logger LOG = System.getLogger(BuildProcesses.class.getName());
  private static final Path NULL = Path.of("/dev/null");
  private static final long ROTATED_AT = 4L << 20;
  private static final long DROPPED_AT = 64L << 20;

  /** How many batches of output may wait for the timeline. */
  private static final int MAX_UNHEARD = 8;

  /** Seconds of the machine after which nobody listens any more: the region is stopping. */
  private static final int HEARD_WITHIN = 5;

  private static final ShellEvents NOBODY =
      new ShellEvents() {
        @Override
        public void output(List<String> lines) {}

        @Override
        public void exited(ShellExit exit) {}

        @Override
        public void failed(String reason) {}
      };

  private final String id;
  private final Path folder;
  private final Path output;
  private final Timeline timeline;
  private final BuildHost host;
  private final Sessions sessions;
  private final OutputTail tail;
  private final Semaphore unheard = new Semaphore(MAX_UNHEARD);
  private final Semaphore turn = new Semaphore(1);
  private final Set<Long> leaders = new HashSet<>();
  private Optional<Process> running = Optional.empty();
  private ShellEvents events = NOBODY;
  private boolean ended;

  /**
   * @param home the build's folder
   */
  BuildProcesses(String id, Path home, Timeline timeline, BuildHost host) {
    this.id = id;
    this.folder = home.resolve("shell");
    this.output = folder.resolve("output");
    this.timeline = timeline;
    this.host = host;
    this.sessions = new Sessions(home);
    this.tail = new OutputTail(output, ROTATED_AT, DROPPED_AT);
  }

  /** The file that tells of a build's process, for who kills what a killed region left. */
  static Path record(Path home) {
    return home.resolve("shell").resolve("process");
  }

  /** Runs a command to its end, and tells what happened. */
  void run(ShellCommand command, ShellEvents listener) throws InterruptedException {
    turn.acquire();
    try {
      var begun = begun(command, listener);
      if (begun.isPresent()) {
        int code = begun.get().waitFor();
        tailRest();
        var exit = exit(code, command);
        say("exited with " + code, () -> listener.exited(exit));
        forget(begun.get().pid());
      }
    } finally {
      turn.release();
    }
  }

  private synchronized Optional<Process> begun(ShellCommand command, ShellEvents listener) {
    if (ended) {
      say("was not begun", () -> listener.exited(killed(command)));
      return Optional.empty();
    }
    try {
      var started = begin(command);
      events = listener;
      running = Optional.of(started);
      leaders.add(started.pid());
      return running;
    } catch (IOException | RuntimeException e) {
      // The latter where a variable has a name that no process can have.
      say("did not start", () -> listener.failed(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static ShellExit killed(ShellCommand command) {
    return new ShellExit(BuildShell.KILLED, command.environment(), command.folder());
  }

  private Process begin(ShellCommand command) throws IOException {
    Files.createDirectories(folder);
    host.furnish(command.home());
    Files.deleteIfExists(left("environment"));
    Files.deleteIfExists(left("folder"));
    if (!Files.isDirectory(command.folder())) {
      throw new IOException("the folder " + command.folder() + " is not there any more");
    }
    var environment = new LinkedHashMap<>(host.environment(command.environment()));
    environment.putAll(command.environment());
    var script = Files.writeString(folder.resolve("script.sh"), script(command.text()));
    var started =
        sessions
            .prepare(
                List.of(command.shell(), script.toString()), environment, command.folder(), output)
            .redirectInput(Redirect.from(NULL.toFile()))
            .start();
    try {
      ProcessRecord.write(folder.resolve("process"), started.toHandle());
    } catch (IOException | RuntimeException e) {
      // What is not recorded must not run: nobody would find it after a crash.
      Sessions.kill(started.pid());
      started.destroyForcibly();
      throw e;
    }
    return started;
  }

  // Whatever way the command ends, it leaves its environment and its folder to the next one.
  private String script(String text) throws IOException {
    return """
    REGION_LEFT=%s
    trap 'REGION_CODE=$?; %s -0 > "$REGION_LEFT/environment"; pwd > "$REGION_LEFT/folder"; exit $REGION_CODE' EXIT
    """
            .formatted(quoted(folder.toString()), env())
        + text
        + "\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  // The command may change the PATH, or empty it.
  private static String env() throws IOException {
    return Stream.of("/usr/bin/env", "/bin/env")
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(() -> new IOException("this machine has no /usr/bin/env"));
  }

  private Path left(String name) {
    return folder.resolve(name);
  }

  private ShellExit exit(int code, ShellCommand command) {
    try {
      if (Files.isRegularFile(left("environment")) && Files.isRegularFile(left("folder"))) {
        var where = Path.of(Files.readString(left("folder")).stripTrailing());
        return new ShellExit(code, environment(Files.readString(left("environment"))), where);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, id + ": what a command left cannot be read", e);
    }
    // It replaced its shell, or was killed: the next begins as this one did.
    return new ShellExit(code, command.environment(), command.folder());
  }

  private static Map<String, String> environment(String text) {
    var environment = new LinkedHashMap<String, String>();
    for (var entry : text.split("\0", -1)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    environment.keySet().removeAll(Set.of("_", Sessions.MARKER));
    return environment;
  }

  // A number is in use, and so is not given to another process, while one of its session lives.
  private synchronized void forget(long leader) {
    running = Optional.empty();
    events = NOBODY;
    if (Sessions.members(leader).isEmpty()) {
      leaders.remove(leader);
    }
  }

  /** Kills all of it, and returns when none is left and its command's end was told. */
  void end() {
    synchronized (this) {
      ended = true;
      leaders.forEach(Sessions::kill);
      running.ifPresent(Process::destroyForcibly);
    }
    turn.acquireUninterruptibly();
    try {
      // What left its session has the marker in its environment still.
      sessions.killOrphans();
    } finally {
      turn.release();
    }
  }

  /** Tells the lines that were written since the last call, as far as they are listened to. */
  synchronized void tail() {
    try {
      while (running.isPresent() && !tail.atEnd() && unheard.tryAcquire()) {
        tell(tail.read(), events);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, id + ": its output cannot be read", e);
    }
  }

  private void tailRest() throws InterruptedException {
    ShellEvents listener;
    synchronized (this) {
      running = Optional.empty(); // from here on, only this thread reads
      listener = events;
    }
    try {
      while (!tail.atEnd() && unheard.tryAcquire(HEARD_WITHIN, TimeUnit.SECONDS)) {
        tell(tail.read(), listener);
      }
      var last = tail.last();
      if (!last.isEmpty()) {
        say("wrote its last line", () -> listener.output(last));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, id + ": the end of its output cannot be read", e);
    }
  }

  private void tell(List<String> lines, ShellEvents listener) {
    say(
        "wrote " + lines.size() + " lines",
        () -> {
          unheard.release();
          if (!lines.isEmpty()) {
            listener.output(lines);
          }
        });
  }

  private void say(String what, Runnable event) {
    timeline.post("shells: a command of " + id + " " + what, event);
  }
}
