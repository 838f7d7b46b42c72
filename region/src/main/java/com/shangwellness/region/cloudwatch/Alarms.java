package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.LimitExceededException;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** Alarms as they are configured, and the state each one is in. */
final class Alarms {

  /** "5,000 alarms per Region per account": CloudWatch quotas. */
  private static final int MOST = 5000;

  /** The tags of one resource. */
  record Tags(Map<String, String> tags) {}

  private final Table<MetricAlarm> metricAlarms;
  private final Table<CompositeAlarm> compositeAlarms;
  private final Table<Tags> tags;
  private final AlarmHistory history;
  private final Place place;
  private final Timeline timeline;

  Alarms(
      Table<MetricAlarm> metricAlarms,
      Table<CompositeAlarm> compositeAlarms,
      Table<Tags> tags,
      AlarmHistory history,
      Place place,
      Timeline timeline) {
    this.metricAlarms = metricAlarms;
    this.compositeAlarms = compositeAlarms;
    this.tags = tags;
    this.history = history;
    this.place = place;
    this.timeline = timeline;
  }

  /** Makes an alarm, or configures it anew; one that was there keeps its state. */
  void put(PutMetricAlarmRequest request) {
    AlarmCheck.check(request);
    if (compositeAlarms.contains(request.alarmName())) {
      throw taken(request.alarmName(), "composite");
    }
    var before = metricAlarms.get(request.alarmName());
    if (before.isEmpty() && metricAlarms.size() >= MOST) {
      throw AwsErrors.of(
          LimitExceededException.builder(),
          "The maximum limit of " + MOST + " alarms has been reached.");
    }
    var now = timeline.now();
    var alarm =
        before
            .map(MetricAlarm::toBuilder)
            .orElseGet(
                () ->
                    MetricAlarm.builder()
                        .stateValue(StateValue.INSUFFICIENT_DATA)
                        .stateReason("Unchecked: Initial alarm creation")
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(now))
            .alarmName(request.alarmName())
            .alarmArn(arn(request.alarmName()))
            .alarmDescription(request.alarmDescription())
            .alarmConfigurationUpdatedTimestamp(now)
            .actionsEnabled(!Boolean.FALSE.equals(request.actionsEnabled()))
            .okActions(request.okActions())
            .alarmActions(request.alarmActions())
            .insufficientDataActions(request.insufficientDataActions())
            .metricName(request.metricName())
            .namespace(request.namespace())
            .statistic(request.statistic())
            .extendedStatistic(request.extendedStatistic())
            .dimensions(request.dimensions())
            .period(request.period())
            .unit(request.unit())
            .evaluationPeriods(request.evaluationPeriods())
            .datapointsToAlarm(request.datapointsToAlarm())
            .threshold(request.threshold())
            .comparisonOperator(request.comparisonOperator())
            .treatMissingData(request.treatMissingData())
            .evaluateLowSampleCountPercentile(request.evaluateLowSampleCountPercentile())
            .metrics(request.hasMetrics() ? request.metrics() : null)
            .build();
    metricAlarms.put(alarm.alarmName(), alarm);
    configured(AlarmView.of(alarm), before.isPresent(), request.tags());
  }

  /** Makes a composite alarm, or configures it anew. */
  void put(PutCompositeAlarmRequest request) {
    var rule = AlarmCheck.check(request);
    if (metricAlarms.contains(request.alarmName())) {
      throw taken(request.alarmName(), "metric");
    }
    rule.alarms()
        .filter(name -> find(name).isEmpty())
        .findFirst()
        .ifPresent(
            name -> {
              throw AlarmCheck.wrong(
                  "Could not save the composite alarm as alarms ["
                      + name
                      + "] in the alarm rule do not exist");
            });
    if (asksAbout(rule, request.alarmName())) {
      throw AlarmCheck.wrong(
          "Could not save the composite alarm as its rule would ask about "
              + request.alarmName()
              + " itself");
    }
    var before = compositeAlarms.get(request.alarmName());
    var now = timeline.now();
    var alarm =
        before
            .map(CompositeAlarm::toBuilder)
            .orElseGet(
                () ->
                    CompositeAlarm.builder()
                        .stateValue(StateValue.INSUFFICIENT_DATA)
                        .stateReason("Unchecked: Initial alarm creation")
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(now))
            .alarmName(request.alarmName())
            .alarmArn(arn(request.alarmName()))
            .alarmDescription(request.alarmDescription())
            .alarmConfigurationUpdatedTimestamp(now)
            .alarmRule(request.alarmRule())
            .actionsEnabled(!Boolean.FALSE.equals(request.actionsEnabled()))
            .okActions(request.okActions())
            .alarmActions(request.alarmActions())
            .insufficientDataActions(request.insufficientDataActions())
            .actionsSuppressor(request.actionsSuppressor())
            .actionsSuppressorWaitPeriod(request.actionsSuppressorWaitPeriod())
            .actionsSuppressorExtensionPeriod(request.actionsSuppressorExtensionPeriod())
            .build();
    compositeAlarms.put(alarm.alarmName(), alarm);
    configured(AlarmView.of(alarm), before.isPresent(), request.tags());
  }

  // Also by way of other composite alarms: a circle would never come to rest.
  private boolean asksAbout(CompositeRule rule, String alarm) {
    var asked = new LinkedHashSet<String>();
    var open = new ArrayDeque<>(List.of(rule));
    while (!open.isEmpty()) {
      open.pop()
          .alarms()
          .map(Alarms::named)
          .filter(asked::add)
          .flatMap(name -> compositeAlarms.get(name).stream())
          .forEach(composite -> open.push(CompositeRuleParser.parse(composite.alarmRule())));
    }
    return asked.contains(alarm);
  }

  private static RuntimeException taken(String name, String kind) {
    return AlarmCheck.wrong("There is a " + kind + " alarm called " + name + " already.");
  }

  private void configured(AlarmView alarm, boolean before, List<Tag> given) {
    history.configured(alarm, before ? "updated" : "created");
    // Tags are of the creation only: API reference, PutMetricAlarm.
    if (!before && !given.isEmpty()) {
      tag(alarm.arn(), given);
    }
  }

  private String arn(String name) {
    return place.arn("cloudwatch", "alarm:" + name);
  }

  /** The name in a name or an ARN. */
  static String named(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? nameOrArn.split(":", 7)[6] : nameOrArn;
  }

  Optional<AlarmView> find(String nameOrArn) {
    var name = named(nameOrArn);
    return metricAlarms
        .get(name)
        .map(AlarmView::of)
        .or(() -> compositeAlarms.get(name).map(AlarmView::of));
  }

  AlarmView get(String nameOrArn) {
    return find(nameOrArn)
        .orElseThrow(() -> AwsErrors.of("ResourceNotFound", 404, "Unknown alarm " + nameOrArn));
  }

  List<MetricAlarm> metricAlarms() {
    return metricAlarms.values();
  }

  List<CompositeAlarm> compositeAlarms() {
    return compositeAlarms.values();
  }

  /** Those of these names that there are, in their order; all when there are no names. */
  List<MetricAlarm> metricAlarms(List<String> names) {
    return named(metricAlarms, names);
  }

  /** Those of these names that there are, in their order; all when there are no names. */
  List<CompositeAlarm> compositeAlarms(List<String> names) {
    return named(compositeAlarms, names);
  }

  private static <T> List<T> named(Table<T> alarms, List<String> names) {
    return names.isEmpty()
        ? alarms.values()
        : names.stream().distinct().sorted().flatMap(name -> alarms.get(name).stream()).toList();
  }

  /** Keeps what became of {@code alarm}. */
  void keep(MetricAlarm alarm) {
    metricAlarms.put(alarm.alarmName(), alarm);
  }

  /** Keeps what became of {@code alarm}. */
  void keep(CompositeAlarm alarm) {
    compositeAlarms.put(alarm.alarmName(), alarm);
  }

  /**
   * Deletes alarms; none of them if one cannot be, because a composite alarm that stays asks about
   * it.
   */
  void delete(List<String> names) {
    var composites = names.stream().filter(compositeAlarms::contains).toList();
    if (composites.size() > 1) {
      throw AlarmCheck.wrong("At most one composite alarm can be deleted at a time.");
    }
    for (var composite : compositeAlarms.values()) {
      if (!names.contains(composite.alarmName())) {
        refuseAsked(composite, names);
      }
    }
    for (var name : names) {
      find(name).ifPresent(alarm -> tags.remove(alarm.arn()));
      metricAlarms.remove(name);
      compositeAlarms.remove(name);
    }
  }

  private static void refuseAsked(CompositeAlarm composite, List<String> names) {
    CompositeRuleParser.parse(composite.alarmRule())
        .alarms()
        .map(Alarms::named)
        .filter(names::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw AlarmCheck.wrong(
                  "Cannot delete "
                      + name
                      + " as there are composite alarm(s) depending on it: ["
                      + composite.alarmName()
                      + "]");
            });
  }

  /** Switches the actions of alarms on or off; names that are not there are passed over. */
  void enableActions(List<String> names, boolean enabled) {
    for (var name : names) {
      metricAlarms
          .get(name)
          .ifPresent(alarm -> keep(alarm.toBuilder().actionsEnabled(enabled).build()));
      compositeAlarms
          .get(name)
          .ifPresent(alarm -> keep(alarm.toBuilder().actionsEnabled(enabled).build()));
    }
  }

  void tag(String arn, List<Tag> more) {
    requireArn(arn);
    var all = new TreeMap<>(tags.get(arn).map(Tags::tags).orElse(Map.of()));
    more.forEach(tag -> all.put(tag.key(), tag.value()));
    tags.put(arn, new Tags(all));
  }

  void untag(String arn, List<String> keys) {
    requireArn(arn);
    var all = new TreeMap<>(tags.get(arn).map(Tags::tags).orElse(Map.of()));
    keys.forEach(all::remove);
    tags.put(arn, new Tags(all));
  }

  List<Tag> tags(String arn) {
    requireArn(arn);
    return tags.get(arn).map(Tags::tags).orElse(Map.of()).entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private void requireArn(String arn) {
    if (find(arn).filter(alarm -> alarm.arn().equals(arn)).isEmpty()) {
      throw AwsErrors.of(ResourceNotFoundException.builder(), "Unknown resource " + arn);
    }
  }
}
