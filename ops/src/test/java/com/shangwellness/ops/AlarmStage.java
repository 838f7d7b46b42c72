package com.shangwellness.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** CloudWatch of a region on virtual time, with some alarms and what they told. */
final class AlarmStage {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  // Alarms are evaluated ten seconds after a minute: then all of it is known.
  private static final Duration INTO_THE_MINUTE = Duration.ofSeconds(20);

  private final List<TemplateAlarm> alarms;
  private final List<String> told = new ArrayList<>();
  private final VirtualTimeline timeline;
  private final CloudWatch cloudWatch;

  AlarmStage(List<TemplateAlarm> alarms) {
    this.alarms = alarms;
    var store = Store.inMemory();
    this.timeline = new VirtualTimeline(BEGIN, store);
    this.cloudWatch =
        new CloudWatch(
            new Place("123456789012", "ap-south-1"),
            timeline,
            store,
            (source, type, resources, detail) -> {},
            (arn, change) ->
                told.add(arn + ": " + change.alarm().name() + " is " + change.alarm().state()));
    alarms.forEach(alarm -> ask(() -> cloudWatch.putMetricAlarm(alarm.request())));
    timeline.passes(INTO_THE_MINUTE);
  }

  private <T> T ask(Supplier<T> question) {
    return timeline.call("ask", question).join();
  }

  /** There is this composite alarm, too, over alarms that a template knows by their logical ids. */
  void composite(JsonNode properties) {
    var rule = properties.path("AlarmRule").asText();
    for (var alarm : alarms) {
      rule = rule.replace(alarm.arn() + "\"", alarm.name() + "\"");
    }
    var named = rule;
    ask(
        () ->
            cloudWatch.putCompositeAlarm(
                r ->
                    r.alarmName(properties.path("AlarmName").asText())
                        .alarmRule(named)
                        .alarmActions(texts(properties.path("AlarmActions")))
                        .okActions(texts(properties.path("OKActions")))));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** So many periods of {@code alarm} pass, in which these have cause to ring and no others. */
  void lasts(int periods, TemplateAlarm alarm, Set<String> ringing) {
    for (int i = 0; i < periods; i++) {
      alarms.forEach(one -> measure(one, ringing.contains(one.name())));
      timeline.passes(Duration.ofSeconds(alarm.period()));
    }
  }

  private void measure(TemplateAlarm alarm, boolean rings) {
    var values = rings ? alarm.ringing() : alarm.well();
    for (var metric : alarm.metrics()) {
      var value = values.get(alarm.isComputed() ? metric.metricName() : "");
      if (value != null) {
        var datum =
            MetricDatum.builder()
                .metricName(metric.metricName())
                .dimensions(metric.dimensions())
                .timestamp(timeline.now().minus(INTO_THE_MINUTE))
                .value(value)
                .build();
        timeline.post("measure", () -> cloudWatch.record(metric.namespace(), List.of(datum)));
      }
    }
  }

  String state(String name) {
    var found =
        ask(
            () ->
                cloudWatch.describeAlarms(
                    r ->
                        r.alarmNames(name)
                            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)));
    return found.metricAlarms().isEmpty()
        ? found.compositeAlarms().getFirst().stateValueAsString()
        : found.metricAlarms().getFirst().stateValueAsString();
  }

  /** What was told to whom, such as {@code arn:…:alerts: site-down is ALARM}. */
  List<String> told() {
    return told;
  }
}
