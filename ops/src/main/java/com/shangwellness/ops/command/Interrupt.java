package com.shangwellness.ops.command;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.machine.RegionProcess;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops the region when this command ends before its time: by Ctrl-C, by the terminal's closing, or
 * by a failure. A region that ran before the command was called is left alone.
 */
final class Interrupt {
  private final RegionProcess region;
  private final Duration patience;
  private final AtomicBoolean armed;

  private Interrupt(RegionProcess region, Duration patience, boolean ranBefore) {
    this.region = region;
    this.patience = patience;
    this.armed = new AtomicBoolean(!ranBefore);
  }

  static Interrupt stopping(RegionProcess region, Duration patience, boolean ranBefore) {
    var interrupt = new Interrupt(region, patience, ranBefore);
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::atExit, "stop"));
    return interrupt;
  }

  private void atExit() {
    if (armed.getAndSet(false) && region.running().isPresent()) {
      System.err.println("\nStopping tasks and databases; data stays.");
      try {
        region.stop(patience);
        System.err.println("Stopped.");
      } catch (Failure e) {
        System.err.println("shang: " + e.getMessage());
      }
    }
  }

  /** The command has done its work; the region goes on. */
  void forget() {
    armed.set(false);
  }

  /** Stops the region now. */
  void now() {
    if (armed.getAndSet(false)) {
      region.stop(patience);
    }
  }
}
