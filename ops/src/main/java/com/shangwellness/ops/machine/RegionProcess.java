package com.shangwellness.ops.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.Place;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Starts and stops the region, which is a process in a session of its own. */
public final class RegionProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAIN = "com.shangwellness.region.RegionMain";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(25);
  // The user's own AWS variables, proxies and Java options stay out of the region.
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "USER");

  // What --clean is called with where no record says more: it ends processes and asks for neither.
  private static final Place ANY_PLACE = new Place("000000000000", "us-east-1");
  // A JVM that was asked to end (SIGTERM) and has run its hooks ends so; a shell may end with 0.
  private static final Set<Integer> ENDED_IN_ORDER = Set.of(0, 128 + 15);

  private final Home home;
  private final List<String> java;
  // Kept from its first moment on, so that no interruption makes an orphan of it.
  private final AtomicReference<Process> started = new AtomicReference<>();

  /**
   * The region whose state is in {@code home}.
   *
   * @param project where its program lies
   */
  public RegionProcess(Home home, Project project) {
    this(home, project.java("region", MAIN));
  }

  RegionProcess(Home home, List<String> java) {
    this.home = home;
    this.java = List.copyOf(java);
  }

  /** The region that runs, if one does. */
  public Optional<RegionRecord> running() {
    return RegionRecord.read(home.record()).filter(record -> record.process().isPresent());
  }

  /**
   * Starts the region and waits until it serves.
   *
   * @throws Failure if it ends before that; the message is the region's own last line, and nothing
   *     that it had started is left running
   */
  public RegionRecord start(Place place, Ports ports, double pace) {
    home.prepare();
    var from = home.log().toFile().length();
    var process = spawn(place, ports, pace);
    started.set(process);
    var record =
        new RegionRecord(
            process.pid(), RegionRecord.startOf(process.toHandle()), ports, place, pace);
    try {
      record.write(home.record()); // before it serves: a crash of ours must not make an orphan
      awaitReady(process, from);
      return record;
    } catch (RuntimeException e) {
      abandon(process, record, e);
      throw e;
    }
  }

  private void abandon(Process process, RegionRecord record, RuntimeException cause) {
    process.destroyForcibly();
    try {
      process.onExit().join();
      endWhatWasLeft(record.place());
      delete(record);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether this object has started a region that runs. */
  public boolean isOurs() {
    var process = started.get();
    return process != null && process.isAlive();
  }

  /**
   * Waits until a region that runs already answers: whoever started it may have been killed before
   * it did.
   *
   * @throws Failure if it ends, or does not answer in time
   */
  public RegionRecord awaitAnswering(RegionRecord record) {
    var deadline = System.nanoTime() + START.toNanos();
    while (Ports.isFree(record.ports().api())) {
      var process = record.process();
      if (process.isEmpty()) {
        throw Failure.failed("the region has just ended; see " + home.log());
      }
      if (System.nanoTime() > deadline) {
        throw Failure.failed(
            "the region runs, but does not serve after "
                + START.toSeconds()
                + " s; see "
                + home.log()
                + ", or: ./shang down");
      }
      pause(process.get());
    }
    return record;
  }

  /**
   * Waits until the region that this object started ends.
   *
   * @return whether it ended because it was asked to, as {@code shang down} does
   */
  public boolean awaitEnd() {
    var process = Optional.ofNullable(started.get());
    return process.map(p -> ENDED_IN_ORDER.contains(p.onExit().join().exitValue())).orElse(true);
  }

  private Process spawn(Place place, Ports ports, double pace) {
    var command = new ArrayList<String>();
    command.add("setsid"); // the terminal's Ctrl-C must not reach it: we stop it in order
    command.addAll(java);
    command.addAll(List.of("--data", home.region().toAbsolutePath().toString()));
    command.addAll(List.of("--account", place.account(), "--region", place.region()));
    command.addAll(List.of("--pace", number(pace)));
    ports
        .byOption()
        .forEach((option, port) -> command.addAll(List.of(option, String.valueOf(port))));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(home.log().toFile()));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.environment().keySet().retainAll(INHERITED);
    try {
      return builder.start();
    } catch (IOException e) {
      throw Failure.failed("the region cannot be started: " + e.getMessage());
    }
  }

  private void awaitReady(Process process, long from) {
    var deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      var alive = process.isAlive(); // asked first: what it wrote before it ended is then read
      var lines = linesFrom(from);
      if (lines.stream().anyMatch(RegionProcess::saysReady)) {
        return;
      }
      if (!alive) {
        throw Failure.failed(lastWords(lines));
      }
      pause(process.toHandle());
    }
    throw Failure.failed(
        "the region does not serve after " + START.toSeconds() + " s; see " + home.log());
  }

  private static void pause(ProcessHandle process) {
    try {
      process.onExit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // it runs on, and is looked at again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while the region was starting");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private String lastWords(List<String> lines) {
    return lines.reversed().stream()
        .filter(line -> !line.isBlank() && !line.startsWith("\t") && !line.startsWith("{"))
        .findFirst()
        .orElse("the region ended without a word; see " + home.log());
  }

  private static boolean saysReady(String line) {
    if (!line.startsWith("{")) {
      return false;
    }
    try {
      return JSON.readTree(line).path("ready").asBoolean(false);
    } catch (JsonProcessingException e) {
      return false; // a line that is still being written
    }
  }

  private List<String> linesFrom(long position) {
    try (var file = new RandomAccessFile(home.log().toFile(), "r")) {
      file.seek(position);
      var bytes = new byte[(int) Math.min(file.length() - position, 1 << 20)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(home.log() + " cannot be read", e);
    }
  }

  /**
   * Asks the region to stop and waits for it: its tasks and databases stop first. What a region
   * that was killed left running is ended, also where no record tells of one.
   *
   * @return whether one was running
   * @throws Failure if it does not stop within {@code patience}
   */
  public boolean stop(Duration patience) {
    var record = RegionRecord.read(home.record());
    var process = record.flatMap(RegionRecord::process).or(this::unrecorded);
    process.ifPresentOrElse(
        running -> stop(running, patience),
        () -> endWhatWasLeft(record.map(RegionRecord::place).orElse(ANY_PLACE)));
    record.ifPresent(this::delete);
    return process.isPresent();
  }

  private Optional<ProcessHandle> unrecorded() {
    return Optional.ofNullable(started.get()).filter(Process::isAlive).map(Process::toHandle);
  }

  private void endWhatWasLeft(Place place) {
    if (!Files.isDirectory(home.region())) {
      return;
    }
    home.prepare();
    var command = new ArrayList<>(java);
    command.addAll(List.of("--data", home.region().toAbsolutePath().toString(), "--clean"));
    command.addAll(List.of("--account", place.account(), "--region", place.region()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(home.log().toFile()));
    builder.environment().keySet().retainAll(INHERITED);
    try {
      if (!builder.start().waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw Failure.failed("what the killed region left running does not end; see " + home.log());
      }
    } catch (IOException e) {
      throw Failure.failed(
          "what the killed region left running cannot be ended: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while ending what the killed region left running");
    }
  }

  private void stop(ProcessHandle process, Duration patience) {
    process.destroy();
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Failure.failed(
          "the region (process "
              + process.pid()
              + ") has not stopped after "
              + patience.toSeconds()
              + " s; see "
              + home.log()
              + ", or end it with: kill -9 "
              + process.pid());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted; the region is still stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  // Another command may have started the next region meanwhile: its record is not ours to delete.
  private void delete(RegionRecord record) {
    try {
      if (RegionRecord.read(home.record()).filter(record::equals).isPresent()) {
        Files.deleteIfExists(home.record());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(home.record() + " cannot be deleted", e);
    }
  }

  private static String number(double pace) {
    return pace == Math.rint(pace) ? String.valueOf((long) pace) : String.valueOf(pace);
  }
}
