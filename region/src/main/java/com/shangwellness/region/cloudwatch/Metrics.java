package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * What was measured, by metric and hour. Data lose resolution as they age (CloudWatch user guide,
 * "Metrics retention"): periods below a minute after 3 hours, of a minute after 15 days, of five
 * minutes after 63 days; after 455 days they are gone.
 */
final class Metrics implements MetricSink {

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

  private static final List<Age> STEPS = List.of(Age.values());

  private final Table<Known> known;
  private final Chunks chunks;
  private final Timeline timeline;

  Metrics(Table<Known> known, Table<Chunk> chunks, Timeline timeline) {
    this.known = known;
    this.chunks = new Chunks(chunks);
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
    int resolution = Integer.valueOf(1).equals(datum.storageResolution()) ? 1 : 60;
    long at = Optional.ofNullable(datum.timestamp()).orElse(timeline.now()).getEpochSecond();
    chunks.add(id, at / resolution * resolution, measured);
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
    return chunks.read(id, from, to, period);
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
    return chunks.hasAny(id, since, timeline.now().plus(SWEEP.multipliedBy(2)));
  }

  // At full hours of region time, however often the region is restarted in between.
  private void sweepLater() {
    var next = timeline.now().truncatedTo(ChronoUnit.HOURS).plus(SWEEP);
    timeline.at(next, "cloudwatch: old data lose resolution", this::sweep);
  }

  private void sweep() {
    chunks.letGo();
    for (var metric : known.values()) {
      STEPS.forEach(step -> age(metric.id(), step));
    }
    sweepLater();
  }

  // Each hour once, when it comes of that age: region time has no gaps. And once more, in case that
  // a sweep was late.
  private void age(MetricId id, Age step) {
    var end = timeline.now().truncatedTo(ChronoUnit.HOURS).minus(step.from).minus(SWEEP);
    for (int sweeps = 0; sweeps < 2; sweeps++) {
      long hour = end.minus(SWEEP.multipliedBy(sweeps + 1L)).getEpochSecond();
      if (step.seconds == 0) {
        chunks.forget(id, hour);
      } else {
        chunks.coarsen(id, hour, step.seconds);
      }
    }
  }
}
