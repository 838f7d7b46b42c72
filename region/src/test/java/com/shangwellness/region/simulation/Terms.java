package com.shangwellness.region.simulation;

import com.shangwellness.region.simulation.Machines.Trouble;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What is settled when a history begins.
 *
 * @param shift how releases move traffic
 * @param terminationWait how many minutes blue stays after a release
 * @param readyWait how many minutes a release waits for somebody to say that it may shift; 0 when
 *     it does not wait
 * @param trouble how the answers of the outside go wrong
 * @param crashes how many times the region is killed
 * @param troubled how long things go wrong
 */
record Terms(
    Shift shift,
    int terminationWait,
    int readyWait,
    Trouble trouble,
    int crashes,
    Duration troubled) {

  /** Production's, and nothing goes wrong. */
  static Terms production() {
    return new Terms(Shift.CANARY, 15, 0, Trouble.NONE, 0, Duration.ZERO);
  }

  static Terms draw(RandomGenerator random) {
    var shifts = Shift.all();
    var trouble =
        random.nextInt(3) == 0
            ? new Trouble(random.nextDouble(0.15), Duration.ofMillis(random.nextLong(8_000)))
            : Trouble.NONE;
    return new Terms(
        shifts[random.nextInt(shifts.length)],
        new int[] {0, 1, 2, 15}[random.nextInt(4)],
        random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0,
        trouble,
        new int[] {0, 0, 1, 2}[random.nextInt(4)],
        Duration.ofMinutes(4 + random.nextInt(8)));
  }
}
