package com.shangwellness.ops.command;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.machine.RegionProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stops the region when this command ends before its time: by Ctrl-C, by the terminal's closing, or
 * by a failure. A region that another command started is left alone.
 */
final class Interrupt {
  private final RegionProcess region;
  private final Duration patience;
  private final List<Runnable> first = new CopyOnWriteArrayList<>();
  private boolean armed = true;

  private Interrupt(RegionProcess region, Duration patience) {
    this.region = region;
    this.patience = patience;
  }

  static Interrupt stopping(RegionProcess region, Duration patience) {
    var interrupt = new Interrupt(region, patience);
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::atExit, "stop"));
    return interrupt;
  }

  // Waits for a stop that is under way: the JVM ends when its hooks have ended.
  private synchronized void atExit() {
    if (!armed) {
      return;
    }
    first.forEach(Runnable::run);
    if (region.isOurs()) {
      System.err.println("\nStopping tasks and databases; data stays.");
      try {
        region.stop(patience);
        System.err.println("Stopped.");
      } catch (Failure e) {
        System.err.println("shang: " + e.getMessage());
      }
    }
  }

  /** What is done first, such as giving the screen back. */
  void first(Runnable action) {
    first.add(action);
  }

  /** The command has done its work; the region goes on. */
  synchronized void forget() {
    armed = false;
  }

  /** Stops the region because of {@code failure}, which stays the one that is told first. */
  synchronized void because(RuntimeException failure) {
    if (!armed) {
      return;
    }
    armed = false;
    try {
      first.forEach(Runnable::run);
      if (region.isOurs()) {
        region.stop(patience);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
