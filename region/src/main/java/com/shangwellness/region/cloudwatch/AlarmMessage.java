package com.shangwellness.region.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.place.Place;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** What an alarm tells others of its change: the mail, and the event. */
public final class AlarmMessage {

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
  private static final int SUBJECT = 100;

  /** The regions that people are told by their names. */
  private static final Map<String, String> REGIONS =
      Map.of(
          "ap-south-1", "Asia Pacific (Mumbai)",
          "ap-southeast-1", "Asia Pacific (Singapore)",
          "us-east-1", "US East (N. Virginia)");

  private AlarmMessage() {}

  /** The subject of the mail; at most 100 characters, as SNS allows. */
  public static String subject(StateChange change, Place place) {
    var subject =
        change.alarm().state()
            + ": \""
            + change.alarm().name()
            + "\" in "
            + REGIONS.getOrDefault(place.region(), place.region());
    return subject.length() <= SUBJECT ? subject : subject.substring(0, SUBJECT);
  }

  /** The message that SNS delivers: the JSON that AWS's own alarms send. */
  public static String message(StateChange change, Place place) {
    var alarm = change.alarm();
    var message =
        JSON.createObjectNode()
            .put("AlarmName", alarm.name())
            .put("AlarmDescription", alarm.description().orElse(null))
            .put("AWSAccountId", place.account())
            .put("NewStateValue", alarm.state().toString())
            .put("NewStateReason", alarm.reason())
            .put("StateChangeTime", TIME.format(change.at()))
            .put("Region", REGIONS.getOrDefault(place.region(), place.region()))
            .put("AlarmArn", alarm.arn())
            .put("OldStateValue", change.before().toString());
    alarm.metric().ifPresent(metric -> trigger(message.putObject("Trigger"), metric));
    alarm.composite().ifPresent(composite -> message.put("AlarmRule", composite.alarmRule()));
    return message.toString();
  }

  private static void trigger(ObjectNode trigger, MetricAlarm alarm) {
    if (alarm.metricName() != null) {
      trigger.put("MetricName", alarm.metricName()).put("Namespace", alarm.namespace());
      trigger.put("StatisticType", alarm.statistic() == null ? "ExtendedStatistic" : "Statistic");
      trigger.put(
          "Statistic",
          Optional.ofNullable(alarm.statisticAsString())
              .map(name -> name.toUpperCase(Locale.ROOT))
              .orElse(alarm.extendedStatistic()));
      trigger.put("Unit", alarm.unitAsString());
      var dimensions = trigger.putArray("Dimensions");
      alarm
          .dimensions()
          .forEach(d -> dimensions.addObject().put("value", d.value()).put("name", d.name()));
      trigger.put("Period", alarm.period());
    } else {
      var metrics = trigger.putArray("Metrics");
      alarm
          .metrics()
          .forEach(
              query ->
                  metrics
                      .addObject()
                      .put("Id", query.id())
                      .put("Expression", query.expression())
                      .put("Label", query.label())
                      .put("ReturnData", query.returnData()));
    }
    trigger
        .put("EvaluationPeriods", alarm.evaluationPeriods())
        .put("DatapointsToAlarm", alarm.datapointsToAlarm())
        .put("ComparisonOperator", alarm.comparisonOperatorAsString())
        .put("Threshold", alarm.threshold())
        .put("TreatMissingData", Optional.ofNullable(alarm.treatMissingData()).orElse(""))
        .put(
            "EvaluateLowSampleCountPercentile",
            Optional.ofNullable(alarm.evaluateLowSampleCountPercentile()).orElse(""));
  }

  /**
   * The detail of the event "CloudWatch Alarm State Change" (CloudWatch user guide, "Alarm events
   * and EventBridge").
   */
  static String event(StateChange change, AlarmView before) {
    var alarm = change.alarm();
    var detail = JSON.createObjectNode().put("alarmName", alarm.name());
    state(detail.putObject("state"), alarm, TIME.format(change.at()));
    state(detail.putObject("previousState"), before, "");
    var configuration = detail.putObject("configuration");
    alarm.description().ifPresent(text -> configuration.put("description", text));
    alarm.composite().ifPresent(c -> configuration.put("alarmRule", c.alarmRule()));
    return detail.toString();
  }

  private static void state(ObjectNode node, AlarmView alarm, String time) {
    node.put("value", alarm.state().toString()).put("reason", alarm.reason());
    alarm.reasonData().ifPresent(data -> node.put("reasonData", data));
    alarm
        .composite()
        .filter(composite -> composite.actionsSuppressedBy() != null)
        .ifPresent(
            composite ->
                node.put("actionsSuppressedBy", composite.actionsSuppressedByAsString())
                    .put("actionsSuppressedReason", composite.actionsSuppressedReason()));
    if (!time.isEmpty()) {
      node.put("timestamp", time);
    }
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an alarm's own reason data are no JSON: " + json, e);
    }
  }
}
