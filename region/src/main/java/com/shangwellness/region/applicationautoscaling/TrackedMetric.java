package com.shangwellness.region.applicationautoscaling;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.applicationautoscaling.model.CustomizedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingMetricDataQuery;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/** The metric of a target tracking policy, as CloudWatch is to be asked for it. */
sealed interface TrackedMetric {

  /** Seconds between its data points, as AWS's alarms have it. */
  int PERIOD = 60;

  /** Fills an alarm with it. */
  PutMetricAlarmRequest.Builder in(PutMetricAlarmRequest.Builder alarm);

  /** A metric by its name. */
  record Named(
      String namespace,
      String name,
      List<Dimension> dimensions,
      String statistic,
      Optional<String> unit)
      implements TrackedMetric {

    @Override
    public PutMetricAlarmRequest.Builder in(PutMetricAlarmRequest.Builder alarm) {
      unit.ifPresent(alarm::unit);
      return alarm
          .namespace(namespace)
          .metricName(name)
          .dimensions(dimensions)
          .statistic(statistic)
          .period(PERIOD);
    }
  }

  /** A metric that is computed of others. */
  record Computed(List<MetricDataQuery> queries) implements TrackedMetric {

    @Override
    public PutMetricAlarmRequest.Builder in(PutMetricAlarmRequest.Builder alarm) {
      return alarm.metrics(queries);
    }
  }

  /** {@code app/site/0a1b/targetgroup/blue/2c3d}. */
  Pattern LABEL = Pattern.compile("(app/[^/]+/[^/]+)/(targetgroup/[^/]+/[^/]+)");

  /**
   * The metric of a policy.
   *
   * @throws RuntimeException AWS's refusal when none is named, or two are, or one that ECS services
   *     do not have
   */
  static TrackedMetric of(
      ServiceId service, TargetTrackingScalingPolicyConfiguration configuration) {
    var predefined = configuration.predefinedMetricSpecification();
    var customized = configuration.customizedMetricSpecification();
    if ((predefined == null) == (customized == null)) {
      throw Refusals.invalid(
          "Exactly one of a predefined and a customized metric specification must be specified");
    }
    return predefined != null ? predefined(service, predefined) : customized(customized);
  }

  private static TrackedMetric predefined(
      ServiceId service, PredefinedMetricSpecification specification) {
    return switch (specification.predefinedMetricType()) {
      case ECS_SERVICE_AVERAGE_CPU_UTILIZATION -> ofService(service, "CPUUtilization");
      case ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION -> ofService(service, "MemoryUtilization");
      case ALB_REQUEST_COUNT_PER_TARGET -> perTarget(specification.resourceLabel());
      case null -> throw Refusals.invalid("A predefined metric type must be specified");
      default ->
          throw Refusals.invalid(
              "The metric type "
                  + specification.predefinedMetricTypeAsString()
                  + " is not supported for the service namespace ecs");
    };
  }

  private static TrackedMetric ofService(ServiceId service, String name) {
    return new Named(
        "AWS/ECS",
        name,
        dimensions(Map.of("ClusterName", service.cluster(), "ServiceName", service.service())),
        "Average",
        Optional.empty());
  }

  private static TrackedMetric perTarget(String label) {
    var parts = LABEL.matcher(label == null ? "" : label);
    if (!parts.matches()) {
      throw Refusals.invalid(
          "A resource label of the form app/<load balancer>/<id>/targetgroup/<target group>/<id>"
              + " must be specified for the metric type ALBRequestCountPerTarget");
    }
    return new Named(
        "AWS/ApplicationELB",
        "RequestCountPerTarget",
        dimensions(Map.of("LoadBalancer", parts.group(1), "TargetGroup", parts.group(2))),
        "Sum",
        Optional.empty());
  }

  private static List<Dimension> dimensions(Map<String, String> values) {
    return values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> Dimension.builder().name(e.getKey()).value(e.getValue()).build())
        .toList();
  }

  private static TrackedMetric customized(CustomizedMetricSpecification specification) {
    boolean computed = specification.hasMetrics() && !specification.metrics().isEmpty();
    if (computed == (specification.metricName() != null)) {
      throw Refusals.invalid(
          "A customized metric specification has either a metric name or metrics");
    }
    if (computed) {
      return new Computed(specification.metrics().stream().map(TrackedMetric::query).toList());
    }
    if (specification.namespace() == null || specification.statistic() == null) {
      throw Refusals.invalid(
          "A customized metric specification must have a namespace and a statistic");
    }
    return new Named(
        specification.namespace(),
        specification.metricName(),
        specification.dimensions().stream()
            .map(d -> Dimension.builder().name(d.name()).value(d.value()).build())
            .toList(),
        specification.statisticAsString(),
        Optional.ofNullable(specification.unit()));
  }

  private static MetricDataQuery query(TargetTrackingMetricDataQuery query) {
    var asked =
        MetricDataQuery.builder()
            .id(query.id())
            .label(query.label())
            .expression(query.expression())
            .returnData(query.returnData());
    if (query.metricStat() == null) {
      return asked.build();
    }
    var stat = query.metricStat();
    var dimensions =
        stat.metric().dimensions().stream()
            .map(d -> Dimension.builder().name(d.name()).value(d.value()).build())
            .toList();
    return asked
        .metricStat(
            s ->
                s.stat(stat.stat())
                    .unit(stat.unit())
                    .period(PERIOD)
                    .metric(
                        m ->
                            m.namespace(stat.metric().namespace())
                                .metricName(stat.metric().metricName())
                                .dimensions(dimensions)))
        .build();
  }
}
