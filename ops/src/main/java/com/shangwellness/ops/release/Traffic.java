package com.shangwellness.ops.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** What CloudWatch has measured of the two target groups, minute by minute. */
final class Traffic {
  private static final int MINUTE = 60;

  private final CloudWatchClient cloudWatch;
  private final TargetGroups groups;

  Traffic(CloudWatchClient cloudWatch, TargetGroups groups) {
    this.cloudWatch = cloudWatch;
    this.groups = groups;
  }

  /** What is measured: a metric, how it is summed up, and what it is called here. */
  private enum Kind {
    REQUESTS("RequestCount", "Sum"),
    ERRORS("HTTPCode_Target_5XX_Count", "Sum"),
    MEDIAN("TargetResponseTime", "p50"),
    SLOWEST("TargetResponseTime", "p99");

    private final String metric;
    private final String statistic;

    Kind(String metric, String statistic) {
      this.metric = metric;
      this.statistic = statistic;
    }
  }

  /**
   * One minute of one group.
   *
   * @param requests how many
   * @param errors how many of them were answered with 500 or more
   * @param median seconds; not there if nothing was answered
   * @param slowest the p99, likewise
   */
  record Minute(double requests, double errors, Optional<Double> median, Optional<Double> slowest) {
    /**
     * The same by the names of {@link Measured}.
     *
     * @param all the requests to both groups in this minute
     */
    Map<String, Double> values(double all) {
      var values = new HashMap<String, Double>();
      values.put(Measured.REQUESTS, requests / MINUTE);
      values.put(Measured.ERRORS, errors);
      median.ifPresent(value -> values.put(Measured.MEDIAN, value));
      slowest.ifPresent(value -> values.put(Measured.SLOWEST, value));
      if (all > 0) {
        values.put(Measured.SHARE, requests * 100 / all);
      }
      return values;
    }
  }

  /** The minutes from {@code start} to {@code end} in which a group was asked, by its name. */
  Map<String, NavigableMap<Instant, Minute>> between(Instant start, Instant end) {
    var values = new HashMap<String, Map<Instant, Double>>();
    var queries = new ArrayList<MetricDataQuery>();
    var names = groups.names();
    for (int i = 0; i < names.size(); i++) {
      for (var kind : Kind.values()) {
        queries.add(query(id(i, kind), kind, names.get(i)));
      }
    }
    cloudWatch
        .getMetricDataPaginator(r -> r.startTime(start).endTime(end).metricDataQueries(queries))
        .stream()
        .flatMap(page -> page.metricDataResults().stream())
        .forEach(
            result -> {
              var series = values.computeIfAbsent(result.id(), key -> new HashMap<>());
              for (int i = 0; i < result.timestamps().size(); i++) {
                series.put(result.timestamps().get(i), result.values().get(i));
              }
            });
    var minutes = new HashMap<String, NavigableMap<Instant, Minute>>();
    for (int i = 0; i < names.size(); i++) {
      minutes.put(names.get(i), minutes(i, values));
    }
    return minutes;
  }

  private static String id(int group, Kind kind) {
    return "m" + group + "_" + kind.name().toLowerCase(Locale.ROOT);
  }

  private MetricDataQuery query(String id, Kind kind, String group) {
    var metric =
        Metric.builder()
            .namespace("AWS/ApplicationELB")
            .metricName(kind.metric)
            .dimensions(
                dimension("LoadBalancer", groups.loadBalancer()),
                dimension("TargetGroup", groups.dimension(group)))
            .build();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(s -> s.metric(metric).stat(kind.statistic).period(MINUTE))
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static NavigableMap<Instant, Minute> minutes(
      int group, Map<String, Map<Instant, Double>> values) {
    var minutes = new TreeMap<Instant, Minute>();
    series(values, group, Kind.REQUESTS)
        .forEach(
            (time, requests) ->
                minutes.put(
                    time,
                    new Minute(
                        requests,
                        series(values, group, Kind.ERRORS).getOrDefault(time, 0.0),
                        Optional.ofNullable(series(values, group, Kind.MEDIAN).get(time)),
                        Optional.ofNullable(series(values, group, Kind.SLOWEST).get(time)))));
    return minutes;
  }

  private static Map<Instant, Double> series(
      Map<String, Map<Instant, Double>> values, int group, Kind kind) {
    return values.getOrDefault(id(group, kind), Map.of());
  }

  /** What is shown of a group: the last whole minute that was measured, and the course of it. */
  record Sight(Map<String, Double> measured, List<Double> requests) {}

  /** What has been measured until {@code now}, of each group. */
  Map<String, Sight> until(Instant now, Duration length) {
    var end = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), MINUTE) * MINUTE);
    var start = end.minus(length);
    var minutes = between(start, end);
    var newest =
        minutes.values().stream()
            .filter(m -> !m.isEmpty())
            .map(NavigableMap::lastKey)
            .max(Instant::compareTo);
    double all =
        newest
            .map(time -> minutes.values().stream().mapToDouble(m -> requests(m, time)).sum())
            .orElse(0.0);
    var sights = new HashMap<String, Sight>();
    minutes.forEach(
        (name, of) ->
            sights.put(
                name,
                new Sight(
                    newest.map(time -> measured(of, time, all)).orElse(Map.of()),
                    course(of, start, end))));
    return sights;
  }

  private static double requests(NavigableMap<Instant, Minute> minutes, Instant time) {
    return minutes.containsKey(time) ? minutes.get(time).requests() : 0;
  }

  private static Map<String, Double> measured(
      NavigableMap<Instant, Minute> minutes, Instant time, double all) {
    return minutes
        .getOrDefault(time, new Minute(0, 0, Optional.empty(), Optional.empty()))
        .values(all);
  }

  private static List<Double> course(
      NavigableMap<Instant, Minute> minutes, Instant start, Instant end) {
    var course = new ArrayList<Double>();
    for (var time = start; time.isBefore(end); time = time.plusSeconds(MINUTE)) {
      course.add(requests(minutes, time));
    }
    return course;
  }
}
