package com.shangwellness.ops.command;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.machine.RegionProcess;
import java.time.Duration;

/**
 * Stops the region when this command ends before its time: by Ctrl-C, by the terminal's closing, or
 * by a failure. A region that ran before the command was called is left alone.
 */
final class Interrupt {
  private final RegionProcess region;
  private final Duration patience;
  private boolean armed;
  private volatile Runnable before = () -> {};

  private Interrupt(RegionProcess region, Duration patience, boolean ranBefore) {
    this.region = region;
    this.patience = patience;
    this.armed = !ranBefore;
  }

  static Interrupt stopping(RegionProcess region, Duration patience, boolean ranBefore) {
    var interrupt = new Interrupt(region, patience, ranBefore);
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::atExit, "stop"));
    return interrupt;
  }

  // Waits for a stop that is under way: the JVM ends when its hooks have ended.
  private synchronized void atExit() {
    if (armed && region.running().isPresent()) {
      before.run();
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
    before = action;
  }

  /** The command has done its work; the region goes on. */
  synchronized void forget() {
    armed = false;
  }

  /** Stops the region now. */
  synchronized void now() {
    if (armed) {
      armed = false;
      region.stop(patience);
    }
  }
}
