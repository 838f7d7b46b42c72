package com.shangwellness.region.traffic;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Requests that came by one door and went to one target. For one thread only. */
final class Requests {

  private static final int STATUSES = 1000;

  /** Two significant digits: a percentile is right to one percent. */
  private static final int DIGITS = 2;

  private static final long LONGEST_MICROS = 3_600_000_000L;

  private final long[] byTarget = new long[STATUSES];
  private final long[] here = new long[STATUSES];
  private final Histogram micros = new Histogram(LONGEST_MICROS, DIGITS);
  private long count;

  void answered(int status, long nanos) {
    byTarget[Math.min(status, STATUSES - 1)]++;
    micros.recordValue(Math.clamp(nanos / 1000, 1, LONGEST_MICROS));
    count++;
  }

  void answeredHere(int status) {
    here[Math.min(status, STATUSES - 1)]++;
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Adds what was counted to {@code answers}, and begins anew. */
  void take(TrafficMeter.Door door, TrafficMeter.Wire wire, List<Carried.Answers> answers) {
    add(door, wire, true, taken(byTarget), times(), answers);
    add(door, wire, false, taken(here), new TreeMap<>(), answers);
    micros.reset();
    count = 0;
  }

  private static void add(
      TrafficMeter.Door door,
      TrafficMeter.Wire wire,
      boolean byTarget,
      SortedMap<Integer, Long> statuses,
      SortedMap<Long, Long> micros,
      List<Carried.Answers> answers) {
    if (!statuses.isEmpty()) {
      answers.add(
          new Carried.Answers(
              door.frontend(),
              door.host(),
              wire.pool(),
              wire.target(),
              byTarget,
              statuses,
              micros));
    }
  }

  private static SortedMap<Integer, Long> taken(long[] counts) {
    var statuses = new TreeMap<Integer, Long>();
    for (int status = 0; status < STATUSES; status++) {
      if (counts[status] > 0) {
        statuses.put(status, counts[status]);
        counts[status] = 0;
      }
    }
    return statuses;
  }

  private SortedMap<Long, Long> times() {
    var times = new TreeMap<Long, Long>();
    for (var value : micros.recordedValues()) {
      times.merge(
          micros.medianEquivalentValue(value.getValueIteratedTo()),
          value.getCountAtValueIteratedTo(),
          Long::sum);
    }
    return times;
  }
}
