package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * What was measured, by metric and hour. Data lose resolution as they age (CloudWatch user guide,
 * "Metrics retention"): periods below a minute after 3 hours, of a minute after 15 days, of five
 * minutes after 63 days; after 455 days they are gone.
 */
final class Metrics implements MetricSink {

  private static final long HOUR = 3600;
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final Duration LISTED = Duration.ofDays(14);

  /** What ages are kept at which resolution, the oldest first. */
  private enum Age {
    GONE(Duration.ofDays(455), 0),
    HOURS(Duration.ofDays(63), 3600),
    FIVE_MINUTES(Duration.ofDays(15), 300),
    MINUTES(Duration.ofHours(3), 60);

    private final Duration from;
    private final int seconds;

    Age(Duration from, int seconds) {
      this.from = from;
      this.seconds = seconds;
    }
  }

  /** A metric that was heard of, and the unit that it came in last. */
  record Known(MetricId id, StandardUnit unit) {}

  /** An hour that is in use, as it was last read or written. */
  private record Read(Chunk chunk, NavigableMap<Integer, Aggregate> periods) {}

  private final Table<Known> known;
  private final Table<Chunk> chunks;
  private final Timeline timeline;
  private final Map<String, Read> read = new HashMap<>();

  Metrics(Table<Known> known, Table<Chunk> chunks, Timeline timeline) {
    this.known = known;
    this.chunks = chunks;
    this.timeline = timeline;
    sweepLater();
  }

  @Override
  public void record(String namespace, List<MetricDatum> data) {
    data.forEach(datum -> record(namespace, datum));
  }

  private void record(String namespace, MetricDatum datum) {
    var id = MetricId.of(namespace, datum.metricName(), datum.dimensions());
    var measured = Aggregate.of(datum);
    if (measured.count() == 0) {
      return;
    }
    var unit = Optional.ofNullable(datum.unit()).orElse(StandardUnit.NONE);
    var entry = new Known(id, unit);
    if (!known.get(id.key()).equals(Optional.of(entry))) {
      known.put(id.key(), entry);
    }
    var at = Optional.ofNullable(datum.timestamp()).orElse(timeline.now()).getEpochSecond();
    int resolution = Integer.valueOf(1).equals(datum.storageResolution()) ? 1 : 60;
    int second = (int) (at % HOUR) / resolution * resolution;
    add(key(id, at), second, measured);
  }

  private void add(String key, int second, Aggregate measured) {
    var periods = periods(key);
    periods.merge(second, measured, Aggregate::plus);
    var chunk = Chunk.of(periods);
    chunks.put(key, chunk);
    read.put(key, new Read(chunk, periods));
  }

  private NavigableMap<Integer, Aggregate> periods(String key) {
    var chunk = chunks.get(key);
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

  // Hours of one metric stand together, in their order.
  private static String key(MetricId id, long second) {
    return key(id.key(), second);
  }

  private static String key(String metric, long second) {
    var hour = String.valueOf(second / HOUR);
    return metric + '\u0003' + "0".repeat(Math.max(0, 9 - hour.length())) + hour;
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
    var metric = id.key();
    for (long hour = Math.floorDiv(from, HOUR) * HOUR; hour < to; hour += HOUR) {
      long begin = hour;
      int first = (int) Math.max(0, from - begin);
      int end = (int) Math.min(HOUR, to - begin);
      periods(key(metric, hour))
          .subMap(first, end)
          .forEach(
              (second, value) -> {
                var start = from + (begin + second - from) / period * period;
                periods.merge(start, value, Aggregate::plus);
              });
    }
    return periods;
  }

  /** The unit that a metric came in last. */
  Optional<StandardUnit> unit(MetricId id) {
    return known.get(id.key()).map(Known::unit);
  }

  /** Whether a metric comes in the unit that is asked for, if one is. */
  boolean comesIn(MetricId id, StandardUnit unit) {
    return unit == null || unit(id).filter(unit::equals).isPresent();
  }

  /** The metrics of which anything was heard that lately, but within two weeks, in their order. */
  Stream<MetricId> listed(Duration within) {
    var since = timeline.now().minus(within.compareTo(LISTED) < 0 ? within : LISTED);
    return known.stream().map(Known::id).filter(id -> heardSince(id, since));
  }

  private boolean heardSince(MetricId id, Instant since) {
    for (long at = timeline.now().plus(SWEEP.multipliedBy(2)).getEpochSecond();
        at / HOUR >= since.getEpochSecond() / HOUR;
        at -= HOUR) {
      if (chunks.contains(key(id, at))) {
        return true;
      }
    }
    return false;
  }

  private void sweepLater() {
    timeline.after(SWEEP, "cloudwatch: old data lose resolution", this::sweep);
  }

  private void sweep() {
    read.clear();
    for (var key : chunks.keys()) {
      var hour = Long.parseLong(key.substring(key.length() - 9));
      var age = Duration.between(Instant.ofEpochSecond((hour + 1) * HOUR), timeline.now());
      Stream.of(Age.values())
          // Once, when it comes of that age: region time has no gaps.
          .filter(
              step ->
                  age.compareTo(step.from) > 0
                      && age.compareTo(step.from.plus(SWEEP.multipliedBy(2))) <= 0)
          .findFirst()
          .ifPresent(step -> age(key, step));
    }
    sweepLater();
  }

  private void age(String key, Age step) {
    if (step == Age.GONE) {
      chunks.remove(key);
      return;
    }
    var chunk = chunks.get(key).orElseThrow();
    var coarser = chunk.coarser(step.seconds);
    if (!coarser.equals(chunk)) {
      chunks.put(key, coarser);
    }
  }
}
