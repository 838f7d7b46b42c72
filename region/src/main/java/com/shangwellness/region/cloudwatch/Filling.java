package com.shangwellness.region.cloudwatch;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What FILL puts where a series has no point (CloudWatch user guide, "Using metric math"). */
sealed interface Filling {

  /** What belongs at {@code at}, between the points that there are; empty when nothing does. */
  Optional<Double> at(long at, NavigableMap<Long, Double> points);

  /** The most recent value before. */
  record Repeat() implements Filling {
    @Override
    public Optional<Double> at(long at, NavigableMap<Long, Double> points) {
      return Optional.ofNullable(points.lowerEntry(at)).map(before -> before.getValue());
    }
  }

  /** What lies on the straight line from the value before the gap to the one after it. */
  record Linear() implements Filling {
    @Override
    public Optional<Double> at(long at, NavigableMap<Long, Double> points) {
      var before = points.lowerEntry(at);
      var after = points.higherEntry(at);
      if (before == null || after == null) {
        return Optional.empty();
      }
      double part = (at - before.getKey()) / (double) (after.getKey() - before.getKey());
      return Optional.of(before.getValue() + part * (after.getValue() - before.getValue()));
    }
  }

  /** A number, or what another series has there. */
  record With(Value value) implements Filling {
    @Override
    public Optional<Double> at(long at, NavigableMap<Long, Double> points) {
      return MetricMath.at(value, at);
    }
  }

  /** {@code series} without gaps in {@code span}, as far as there is something to fill them. */
  default Value.Series fill(Value.Series series, Timespan span) {
    var points = new TreeMap<>(series.points());
    for (long at = span.from(); at < span.to(); at += span.period()) {
      if (!series.points().containsKey(at)) {
        var time = at;
        at(at, series.points()).ifPresent(number -> points.put(time, number));
      }
    }
    return new Value.Series(series.label(), points);
  }
}
