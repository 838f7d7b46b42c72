package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Scaling and its alarms on virtual time, over a service that is simply there. It begins fifteen
 * seconds past a minute, so that what is measured in a minute has been evaluated a minute later.
 */
final class TestScaling {

  static final String WEB = "service/prod/web";
  static final Place MUMBAI = new Place("123456789012", "ap-south-1");
  static final Instant START = Instant.parse("2026-01-01T00:00:15Z");

  final Store store;
  final VirtualTimeline timeline;
  final FakeEcs ecs;
  final List<String> events = new ArrayList<>();
  final CloudWatch cloudWatch;
  final ApplicationAutoScaling scaling;

  TestScaling() {
    this(Store.inMemory(), START, new FakeEcs());
  }

  TestScaling(Store store, Instant now, FakeEcs ecs) {
    this.store = store;
    this.ecs = ecs;
    this.timeline = new VirtualTimeline(now, store);
    this.cloudWatch =
        new CloudWatch(
            MUMBAI,
            timeline,
            store,
            EventSink.NONE,
            (arn, change) -> act(arn, change.alarm().name()));
    this.scaling =
        new ApplicationAutoScaling(
            MUMBAI,
            timeline,
            store,
            new Ids(new Random(1)),
            ecs,
            cloudWatch,
            (source, type, resources, detail) -> events.add(source + " " + type + " " + detail));
    timeline.settle();
  }

  private void act(String arn, String alarm) {
    scaling.act(arn, alarm);
  }

  <T> T ask(Supplier<T> question) {
    try {
      return timeline.call("ask", question).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  void passes(Duration duration) {
    timeline.passes(duration);
  }

  // ---- what is asked for

  /** May have so many tasks. */
  void between(int least, int most) {
    register(r -> r.minCapacity(least).maxCapacity(most));
  }

  void register(Consumer<RegisterScalableTargetRequest.Builder> more) {
    ask(
        () ->
            scaling.registerScalableTarget(
                r -> {
                  r.serviceNamespace(ServiceNamespace.ECS)
                      .resourceId(WEB)
                      .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT);
                  more.accept(r);
                }));
  }

  String policy(String name, Consumer<PutScalingPolicyRequest.Builder> more) {
    return ask(() ->
            scaling.putScalingPolicy(
                r -> {
                  r.policyName(name)
                      .serviceNamespace(ServiceNamespace.ECS)
                      .resourceId(WEB)
                      .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT);
                  more.accept(r);
                }))
        .policyARN();
  }

  /** Keeps a metric of the service at 70, with cooldowns of five minutes. */
  String tracks(String name, MetricType metric) {
    return tracks(name, metric, c -> {});
  }

  String tracks(
      String name,
      MetricType metric,
      Consumer<TargetTrackingScalingPolicyConfiguration.Builder> more) {
    return policy(
        name,
        r ->
            r.policyType(PolicyType.TARGET_TRACKING_SCALING)
                .targetTrackingScalingPolicyConfiguration(
                    c -> {
                      c.targetValue(70.0)
                          .predefinedMetricSpecification(m -> m.predefinedMetricType(metric));
                      more.accept(c);
                    }));
  }

  String tracksCpu() {
    return tracks("cpu", MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
  }

  /** A step policy and, on CPU above 70 for one minute, the alarm that asks for it. */
  String stepsOnCpu(AdjustmentType type, int cooldown, StepAdjustment... steps) {
    var arn =
        policy(
            "steps",
            r ->
                r.policyType(PolicyType.STEP_SCALING)
                    .stepScalingPolicyConfiguration(
                        c -> c.adjustmentType(type).cooldown(cooldown).stepAdjustments(steps)));
    alarmOnCpu("busy", "GreaterThanThreshold", 70, arn);
    return arn;
  }

  void alarmOnCpu(String name, String comparison, double threshold, String action) {
    ask(
        () ->
            cloudWatch.putMetricAlarm(
                r ->
                    r.alarmName(name)
                        .namespace("AWS/ECS")
                        .metricName("CPUUtilization")
                        .dimensions(service())
                        .statistic("Average")
                        .period(60)
                        .evaluationPeriods(1)
                        .threshold(threshold)
                        .comparisonOperator(comparison)
                        .alarmActions(action)));
  }

  static StepAdjustment step(Double from, Double to, int adjustment) {
    return StepAdjustment.builder()
        .metricIntervalLowerBound(from)
        .metricIntervalUpperBound(to)
        .scalingAdjustment(adjustment)
        .build();
  }

  // ---- what is measured

  static List<Dimension> service() {
    return dimensions(Map.of("ClusterName", "prod", "ServiceName", "web"));
  }

  static List<Dimension> dimensions(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> Dimension.builder().name(e.getKey()).value(e.getValue()).build())
        .toList();
  }

  void record(String namespace, String metric, List<Dimension> dimensions, double value) {
    var minute = timeline.now().truncatedTo(ChronoUnit.MINUTES);
    var datum =
        MetricDatum.builder()
            .metricName(metric)
            .dimensions(dimensions)
            .timestamp(minute)
            .value(value)
            .build();
    ask(
        () -> {
          cloudWatch.record(namespace, List.of(datum));
          return datum;
        });
  }

  /** So many minutes, each with this value. */
  void cpu(int minutes, double value) {
    busy(minutes, running -> value);
  }

  /** So many minutes in which CPU depends on how many tasks there are. */
  void busy(int minutes, IntToDoubleFunction cpu) {
    for (int minute = 0; minute < minutes; minute++) {
      record("AWS/ECS", "CPUUtilization", service(), cpu.applyAsDouble(ecs.desired));
      passes(Duration.ofMinutes(1));
    }
  }

  /** So many minutes with CPU and memory at these values. */
  void cpuAndMemory(int minutes, double cpu, double memory) {
    for (int minute = 0; minute < minutes; minute++) {
      record("AWS/ECS", "MemoryUtilization", service(), memory);
      cpu(1, cpu);
    }
  }

  // ---- what is there

  ScalableTarget target() {
    return ask(() -> scaling.describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS)))
        .scalableTargets()
        .getFirst();
  }

  List<MetricAlarm> alarms() {
    return ask(() -> cloudWatch.describeAlarms(r -> {})).metricAlarms();
  }

  /** The alarm of this side. */
  MetricAlarm alarm(String side) {
    return alarms().stream().filter(a -> a.alarmName().contains(side)).findFirst().orElseThrow();
  }

  /** What was done, the oldest first. */
  List<ScalingActivity> activities(boolean alsoNotScaled) {
    return ask(() ->
            scaling.describeScalingActivities(
                r ->
                    r.serviceNamespace(ServiceNamespace.ECS)
                        .includeNotScaledActivities(alsoNotScaled)))
        .scalingActivities()
        .reversed();
  }

  <T> List<T> activities(Function<ScalingActivity, T> what) {
    return activities(false).stream().map(what).toList();
  }

  /** Why alarms changed nothing, in order. */
  List<String> notScaled() {
    return activities(true).stream()
        .flatMap(activity -> activity.notScaledReasons().stream())
        .map(reason -> reason.code())
        .toList();
  }
}
