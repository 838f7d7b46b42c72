package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.LimitExceededException;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilterMatchRecord;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;

/** Metric filters: events that match become values of a metric, at the time of the event. */
final class MetricFilters {

  /** "100 per log group": CloudWatch Logs quotas. */
  private static final int MOST_IN_A_GROUP = 100;

  /** "Up to 3 dimensions": API reference, MetricTransformation. */
  private static final int MOST_DIMENSIONS = 3;

  private final Table<MetricFilter> filters;
  private final DefaultValues defaults;
  private final Timeline timeline;

  // Read from the filters; nothing that must survive.
  private final Map<String, FilterPattern> patterns = new HashMap<>();

  MetricFilters(Table<MetricFilter> filters, DefaultValues defaults, Timeline timeline) {
    this.filters = filters;
    this.defaults = defaults;
    this.timeline = timeline;
  }

  void put(PutMetricFilterRequest request) {
    var pattern = FilterPattern.parse(request.filterPattern());
    request.metricTransformations().forEach(t -> check(t, pattern));
    refuseUnsupported(request);
    var key = key(request.logGroupName(), request.filterName());
    if (!filters.contains(key) && count(request.logGroupName()) >= MOST_IN_A_GROUP) {
      throw AwsErrors.of(LimitExceededException.builder(), "Resource limit exceeded.");
    }
    filters.put(
        key,
        MetricFilter.builder()
            .filterName(request.filterName())
            .filterPattern(Optional.ofNullable(request.filterPattern()).orElse(""))
            .logGroupName(request.logGroupName())
            .metricTransformations(request.metricTransformations())
            .creationTime(
                filters
                    .get(key)
                    .map(MetricFilter::creationTime)
                    .orElse(timeline.now().toEpochMilli()))
            .build());
  }

  private static void refuseUnsupported(PutMetricFilterRequest request) {
    if (Boolean.TRUE.equals(request.applyOnTransformedLogs())
        || request.fieldSelectionCriteria() != null
        || !request.emitSystemFieldDimensions().isEmpty()) {
      throw Groups.invalid(
          "This region transforms no logs: applyOnTransformedLogs, fieldSelectionCriteria and"
              + " emitSystemFieldDimensions are not supported.");
    }
  }

  private static void check(MetricTransformation transformation, FilterPattern pattern) {
    var dimensions = transformation.dimensions();
    if (!dimensions.isEmpty() && transformation.defaultValue() != null) {
      throw Groups.invalid(
          "Invalid metric transformation: dimensions and default value are mutually exclusive"
              + " properties.");
    }
    if (dimensions.size() > MOST_DIMENSIONS) {
      throw Groups.invalid("Invalid metric transformation: at most 3 dimensions are allowed.");
    }
    for (var selector : dimensions.values()) {
      if (!pattern.knows(selector)) {
        throw Groups.invalid("Invalid metric transformation: dimension value " + selector);
      }
    }
    var value = transformation.metricValue();
    if (!value.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?") && !pattern.knows(value)) {
      throw Groups.invalid("Invalid metric transformation: metric value " + value);
    }
  }

  /** How many a group has. */
  int count(String group) {
    return filters.withPrefix(group + ":").size();
  }

  void delete(String group, String name) {
    if (!filters.contains(key(group, name))) {
      throw AwsErrors.of(
          ResourceNotFoundException.builder(), "The specified metric filter does not exist.");
    }
    filters.remove(key(group, name));
    defaults.forget(key(group, name));
  }

  void deleteAll(String group) {
    filters.withPrefix(group + ":").forEach(filter -> delete(group, filter.filterName()));
  }

  List<MetricFilter> find(DescribeMetricFiltersRequest request) {
    if ((request.metricName() == null) != (request.metricNamespace() == null)) {
      throw Groups.invalid(
          "If you include the metricName parameter, you must also include metricNamespace, and the"
              + " other way about.");
    }
    var prefix = Optional.ofNullable(request.filterNamePrefix()).orElse("");
    return filters.stream()
        .filter(
            f -> request.logGroupName() == null || f.logGroupName().equals(request.logGroupName()))
        .filter(f -> f.filterName().startsWith(prefix))
        .filter(
            f ->
                request.metricName() == null
                    || f.metricTransformations().stream()
                        .anyMatch(
                            t ->
                                t.metricName().equals(request.metricName())
                                    && t.metricNamespace().equals(request.metricNamespace())))
        .toList();
  }

  static List<MetricFilterMatchRecord> test(TestMetricFilterRequest request) {
    var pattern = FilterPattern.parse(request.filterPattern());
    var matches = new ArrayList<MetricFilterMatchRecord>();
    var messages = request.logEventMessages();
    for (int i = 0; i < messages.size(); i++) {
      var line = new LogLine(messages.get(i));
      if (pattern.matches(line)) {
        matches.add(
            MetricFilterMatchRecord.builder()
                .eventNumber((long) i + 1)
                .eventMessage(messages.get(i))
                .extractedValues(pattern.extracted(line))
                .build());
      }
    }
    return matches;
  }

  /** Adds what the filters of {@code group} make of an event. */
  void measure(String group, LogLine line, Instant time, MetricBatch batch) {
    for (var filter : filters.withPrefix(group + ":")) {
      var pattern = patterns.computeIfAbsent(filter.filterPattern(), FilterPattern::parse);
      boolean matches = pattern.matches(line);
      if (matches) {
        filter.metricTransformations().forEach(t -> measure(t, pattern, line, time, batch));
      }
      defaults.noted(filter, matches);
    }
  }

  private static void measure(
      MetricTransformation transformation,
      FilterPattern pattern,
      LogLine line,
      Instant time,
      MetricBatch batch) {
    var value = transformation.metricValue();
    var number = number(value.startsWith("$") ? pattern.value(line, value) : Optional.of(value));
    var dimensions = new TreeMap<String, String>();
    transformation
        .dimensions()
        .forEach((name, from) -> pattern.value(line, from).ifPresent(v -> dimensions.put(name, v)));
    // Without the value, or without one of its dimensions, an event is published as nothing.
    if (number.isPresent() && dimensions.size() == transformation.dimensions().size()) {
      batch.add(series(transformation, dimensions, time), number.get());
    }
  }

  static MetricBatch.Series series(
      MetricTransformation transformation, SortedMap<String, String> dimensions, Instant time) {
    return new MetricBatch.Series(
        transformation.metricNamespace(),
        transformation.metricName(),
        dimensions,
        Optional.ofNullable(transformation.unitAsString()).orElse("None"),
        60,
        time);
  }

  private static Optional<Double> number(Optional<String> text) {
    try {
      return text.map(Double::valueOf).filter(MetricBatch::takes);
    } catch (NumberFormatException e) {
      // The field holds no number in this event.
      return Optional.empty();
    }
  }

  private static String key(String group, String name) {
    return group + ":" + name;
  }
}
