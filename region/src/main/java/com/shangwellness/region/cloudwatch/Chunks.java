package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.store.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The periods of metrics, by metric and hour. What is written to is kept in parts of five minutes,
 * so that a value more costs little; once a metric has come to another hour, the one before is one
 * chunk.
 */
final class Chunks {

  private static final long HOUR = 3600;
  private static final int PART = 300;
  private static final long LEADING = 1_000_000_000;
  private static final char HOUR_MARK = '\u0003';
  private static final char PART_MARK = '\u0004';

  /** A chunk that is in use, as it was last read or written. */
  private record Read(Chunk chunk, NavigableMap<Integer, Aggregate> periods) {}

  private final Table<Chunk> table;
  private final Map<String, Read> read = new HashMap<>();

  Chunks(Table<Chunk> table) {
    this.table = table;
  }

  /** Adds what was measured in the period that begins at {@code second}. */
  void add(MetricId id, long second, Aggregate measured) {
    var key = partKey(id, second);
    if (!table.contains(key)) {
      // Another hour may have begun. To the part before, most metrics add nothing any more: it is
      // read again where somebody needs it.
      unite(hourKey(id, second - HOUR));
      read.remove(partKey(id, second - PART));
    }
    var periods = open(key);
    periods.merge((int) (second % HOUR), measured, Aggregate::plus);
    var chunk = Chunk.of(periods);
    table.put(key, chunk);
    read.put(key, new Read(chunk, periods));
  }

  private NavigableMap<Integer, Aggregate> open(String key) {
    var chunk = table.get(key);
    if (chunk.isEmpty()) {
      return new TreeMap<>();
    }
    var known = read.get(key);
    // After an action that was undone, it is another one.
    if (known == null || !known.chunk().equals(chunk.get())) {
      known = new Read(chunk.get(), chunk.get().periods());
      read.put(key, known);
    }
    return known.periods();
  }

  /**
   * The periods of a metric that have data.
   *
   * @param from the beginning of the first period, in seconds
   * @param to the end of the last one
   * @param period its length in seconds; periods are counted from {@code from}
   * @return by the second at which they begin
   */
  NavigableMap<Long, Aggregate> read(MetricId id, long from, long to, int period) {
    var periods = new TreeMap<Long, Aggregate>();
    for (long hour = Math.floorDiv(from, HOUR) * HOUR; hour < to; hour += HOUR) {
      var key = hourKey(id, hour);
      int first = (int) Math.max(0, from - hour);
      int end = (int) Math.min(HOUR, to - hour);
      long offset = hour - from;
      BiConsumer<Integer, Aggregate> add =
          (second, value) ->
              periods.merge(from + (offset + second) / period * period, value, Aggregate::plus);
      open(key).subMap(first, end).forEach(add);
      for (var part : parts(key)) {
        open(part).subMap(first, end).forEach(add);
      }
    }
    return periods;
  }

  /** Whether anything is known of a metric from {@code since} to {@code until}. */
  boolean hasAny(MetricId id, Instant since, Instant until) {
    for (long at = until.getEpochSecond(); at / HOUR >= since.getEpochSecond() / HOUR; at -= HOUR) {
      var key = hourKey(id, at);
      if (table.contains(key) || !parts(key).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Forgets what a metric had in the hour in which {@code second} lies. */
  void forget(MetricId id, long second) {
    var hour = hourKey(id, second);
    parts(hour).forEach(table::remove);
    table.remove(hour);
  }

  /**
   * Has what a metric had in the hour in which {@code second} lies lose resolution.
   *
   * @param seconds the least length of a period from now on
   */
  void coarsen(MetricId id, long second, int seconds) {
    var hour = hourKey(id, second);
    unite(hour);
    table
        .get(hour)
        .ifPresent(
            chunk -> {
              var coarser = chunk.coarser(seconds);
              if (!coarser.equals(chunk)) {
                table.put(hour, coarser);
              }
            });
  }

  /** Lets go of what is in memory only to be read faster. */
  void letGo() {
    read.clear();
  }

  /** Makes one chunk of an hour. */
  private void unite(String hour) {
    var parts = parts(hour);
    if (parts.isEmpty()) {
      return;
    }
    var periods = table.get(hour).map(Chunk::periods).orElseGet(TreeMap::new);
    for (var part : parts) {
      table
          .get(part)
          .orElseThrow()
          .periods()
          .forEach((second, value) -> periods.merge(second, value, Aggregate::plus));
      table.remove(part);
      read.remove(part);
    }
    table.put(hour, Chunk.of(periods));
  }

  // Hours of one metric stand together, in their order.
  private static String hourKey(MetricId id, long second) {
    return id.key() + HOUR_MARK + Long.toString(LEADING + second / HOUR).substring(1);
  }

  /** Whatever parts an hour is in: those of an older version were longer. */
  private List<String> parts(String hour) {
    return table.keys(hour + PART_MARK);
  }

  private static String partKey(MetricId id, long second) {
    return hourKey(id, second) + PART_MARK + second % HOUR / PART;
  }
}
