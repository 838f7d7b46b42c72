package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

/**
 * Default values of metric filters: reported for each minute in which events came and none matched
 * (CloudWatch Logs guide, "Configuring metric values for a metric filter").
 */
final class DefaultValues {

  /**
   * A minute in which events came.
   *
   * @param minute its beginning, region time
   * @param matched whether one of them matched
   */
  record Minute(MetricFilter filter, Instant minute, boolean matched) {}

  private final Table<Minute> minutes;
  private final Timeline timeline;
  private final MetricSink metrics;

  DefaultValues(Table<Minute> minutes, Timeline timeline, MetricSink metrics) {
    this.minutes = minutes;
    this.timeline = timeline;
    this.metrics = metrics;
    minutes.keys().forEach(key -> minutes.get(key).ifPresent(minute -> arm(key, minute)));
  }

  /** An event came that {@code filter} has looked at. */
  void noted(MetricFilter filter, boolean matched) {
    if (filter.metricTransformations().stream().allMatch(t -> t.defaultValue() == null)) {
      return;
    }
    var key = filter.logGroupName() + ":" + filter.filterName();
    var now = timeline.now().truncatedTo(ChronoUnit.MINUTES);
    var before = minutes.get(key).filter(minute -> minute.minute().equals(now));
    if (before.isEmpty()) {
      // The minute before has its own timer, which may be due at this very moment.
      minutes.get(key).ifPresent(this::report);
      var minute = minutes.put(key, new Minute(filter, now, matched));
      arm(key, minute);
    } else if (matched && !before.get().matched()) {
      minutes.put(key, new Minute(filter, now, true));
    }
  }

  void forget(String key) {
    minutes.remove(key);
  }

  private void arm(String key, Minute begun) {
    timeline.at(
        begun.minute().plus(1, ChronoUnit.MINUTES),
        "logs: a minute of the metric filter " + key + " ends",
        () ->
            minutes
                .get(key)
                .filter(minute -> minute.minute().equals(begun.minute()))
                .ifPresent(
                    minute -> {
                      minutes.remove(key);
                      report(minute);
                    }));
  }

  private void report(Minute minute) {
    if (minute.matched()) {
      return;
    }
    var batch = new MetricBatch();
    for (MetricTransformation t : minute.filter().metricTransformations()) {
      if (t.defaultValue() != null) {
        batch.add(MetricFilters.series(t, new TreeMap<>(), minute.minute()), t.defaultValue());
      }
    }
    batch.writeTo(metrics);
  }
}
