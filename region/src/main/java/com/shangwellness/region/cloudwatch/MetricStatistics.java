package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.time.Instant;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Several statistics of one metric, as GetMetricStatistics gives them. */
final class MetricStatistics {

  private static final int POINTS = 1440;

  private final Metrics metrics;

  MetricStatistics(Metrics metrics) {
    this.metrics = metrics;
  }

  GetMetricStatisticsResponse of(GetMetricStatisticsRequest request) {
    Queries.period(request.period());
    if (request.metricName() == null || request.namespace() == null) {
      throw AwsErrors.of(
          MissingRequiredParameterException.builder(),
          "The parameters Namespace and MetricName are required.");
    }
    if (request.statistics().isEmpty() && request.extendedStatistics().isEmpty()) {
      throw AwsErrors.of(
          MissingRequiredParameterException.builder(),
          "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
    }
    request.extendedStatistics().forEach(Statistic::named);
    Queries.times(request.startTime(), request.endTime());
    var span = Timespan.within(request.startTime(), request.endTime(), request.period());
    if ((span.to() - span.from()) / span.period() > POINTS) {
      throw AwsErrors.of(
          InvalidParameterCombinationException.builder(),
          "You have requested up to "
              + (span.to() - span.from()) / span.period()
              + " datapoints, which exceeds the limit of 1,440. You may reduce the datapoints"
              + " requested by increasing Period, or decreasing the time range.");
    }
    var id = MetricId.of(request.namespace(), request.metricName(), request.dimensions());
    var points =
        metrics.comesIn(id, request.unit())
            ? metrics.read(id, span.from(), span.to(), span.period())
            : new TreeMap<Long, Aggregate>();
    var unit = metrics.unit(id).orElse(StandardUnit.NONE);
    return GetMetricStatisticsResponse.builder()
        .label(request.metricName())
        .datapoints(
            points.entrySet().stream()
                .map(point -> point(point.getKey(), point.getValue(), unit, request))
                .toList())
        .build();
  }

  private static Datapoint point(
      long at, Aggregate period, StandardUnit unit, GetMetricStatisticsRequest request) {
    var point = Datapoint.builder().timestamp(Instant.ofEpochSecond(at)).unit(unit);
    for (var statistic : request.statistics()) {
      var value = Statistic.named(statistic.toString()).of(period).orElseThrow();
      switch (statistic) {
        case SAMPLE_COUNT -> point.sampleCount(value);
        case AVERAGE -> point.average(value);
        case SUM -> point.sum(value);
        case MINIMUM -> point.minimum(value);
        default -> point.maximum(value);
      }
    }
    var extended = new TreeMap<String, Double>();
    for (var name : request.extendedStatistics()) {
      Statistic.named(name).of(period).ifPresent(value -> extended.put(name, value));
    }
    return point.extendedStatistics(extended.isEmpty() ? null : extended).build();
  }
}
