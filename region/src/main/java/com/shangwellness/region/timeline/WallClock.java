package com.shangwellness.region.timeline;

import java.time.Instant;

/**
 * The time of the machine, for ports whose work is outside: connect and idle time-outs,
 * certificates, what a process took. Control-plane code reads the {@link Timeline} alone.
 */
public interface WallClock {

  /** The machine's time of day. */
  Instant now();

  /** Nanoseconds since some fixed moment, for measuring what something took. */
  long nanoTime();

  /** The clock of this machine. */
  static WallClock ofMachine() {
    return new WallClock() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }
    };
  }
}
