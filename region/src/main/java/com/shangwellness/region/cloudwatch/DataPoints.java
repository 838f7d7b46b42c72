package com.shangwellness.region.cloudwatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The data points that an alarm is evaluated on, and what CloudWatch says of them.
 *
 * @param points by the second at which their period begins
 * @param span the periods that were looked at
 */
record DataPoints(MetricAlarm alarm, NavigableMap<Long, Double> points, Timespan span) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LONG =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  /** For each period, the oldest first, whether it breaches; empty where there are no data. */
  List<Optional<Boolean>> breaching() {
    var all = new ArrayList<Optional<Boolean>>();
    for (long at = span.from(); at < span.to(); at += span.period()) {
      all.add(Optional.ofNullable(points.get(at)).map(this::breaches));
    }
    return all;
  }

  private boolean breaches(double value) {
    return breaches(alarm.comparisonOperator(), value, alarm.threshold());
  }

  /** Whether {@code value} is on the wrong side of {@code threshold}. */
  static boolean breaches(ComparisonOperator operator, double value, double threshold) {
    return switch (operator) {
      case GREATER_THAN_THRESHOLD -> value > threshold;
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
      case LESS_THAN_THRESHOLD -> value < threshold;
      case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
      default -> throw new IllegalStateException("an alarm compares by " + operator);
    };
  }

  /** Why the alarm goes to {@code state}, in CloudWatch's words. */
  String reason(StateValue state) {
    if (state == StateValue.INSUFFICIENT_DATA) {
      return "Insufficient Data: " + missing() + " unknown.";
    }
    var recent = recent();
    if (recent.isEmpty()) {
      return "Threshold Crossed: no datapoints were received for "
          + periods(alarm.evaluationPeriods())
          + " and "
          + periods(alarm.evaluationPeriods())
          + " missing datapoint"
          + (alarm.evaluationPeriods() == 1 ? " was" : "s were")
          + " treated as ["
          + (state == StateValue.ALARM ? "Breaching" : "NonBreaching")
          + "].";
    }
    return outOf(state, recent)
        + "Threshold Crossed: "
        + counted(recent)
        + " "
        + values(recent)
        + (recent.size() == 1 ? " was " : " were ")
        + (state == StateValue.ALARM ? "" : "not ")
        + words()
        + " the threshold ("
        + alarm.threshold()
        + ")"
        + least(state)
        + ".";
  }

  private String outOf(StateValue state, List<Long> recent) {
    return state == StateValue.ALARM && alarm.evaluationPeriods() > 1
        ? breachingOf(recent)
            + " out of the last "
            + alarm.evaluationPeriods()
            + " datapoints breached. "
        : "";
  }

  private long breachingOf(List<Long> recent) {
    return recent.stream().filter(at -> breaches(points.get(at))).count();
  }

  private String least(StateValue state) {
    return state == StateValue.ALARM
        ? " (minimum " + datapoints(toAlarm()) + " for OK -> ALARM transition)"
        : "";
  }

  private int toAlarm() {
    return Optional.ofNullable(alarm.datapointsToAlarm()).orElse(alarm.evaluationPeriods());
  }

  private String missing() {
    int count = alarm.evaluationPeriods() - recent().size();
    return datapoints(count) + (count == 1 ? " was" : " were");
  }

  private static String counted(List<Long> recent) {
    return datapoints(recent.size());
  }

  private static String datapoints(int count) {
    return count + (count == 1 ? " datapoint" : " datapoints");
  }

  private static String periods(int count) {
    return count + (count == 1 ? " period" : " periods");
  }

  private String words() {
    return switch (alarm.comparisonOperator()) {
      case GREATER_THAN_THRESHOLD -> "greater than";
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> "greater than or equal to";
      case LESS_THAN_THRESHOLD -> "less than";
      default -> "less than or equal to";
    };
  }

  // The newest data points that count, the newest first.
  private List<Long> recent() {
    return points.descendingKeySet().stream().limit(alarm.evaluationPeriods()).toList();
  }

  private String values(List<Long> recent) {
    return recent.stream()
        .map(
            at ->
                BigDecimal.valueOf(points.get(at)).stripTrailingZeros().toPlainString()
                    + decimal(points.get(at))
                    + " ("
                    + SHORT.format(Instant.ofEpochSecond(at))
                    + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  // CloudWatch writes 5.0, not 5.
  private static String decimal(double value) {
    return value == Math.rint(value) ? ".0" : "";
  }

  /** The same for programs. */
  String reasonData(Instant now) {
    var recent = recent();
    var data = JSON.createObjectNode();
    data.put("version", "1.0").put("queryDate", LONG.format(now));
    if (!recent.isEmpty()) {
      data.put("startDate", LONG.format(Instant.ofEpochSecond(recent.getLast())));
    }
    data.put("unit", alarm.unitAsString());
    data.put(
        "statistic",
        Optional.ofNullable(alarm.statisticAsString()).orElse(alarm.extendedStatistic()));
    data.put("period", span.period());
    var values = data.putArray("recentDatapoints");
    recent.reversed().forEach(at -> values.add(points.get(at)));
    data.put("threshold", alarm.threshold());
    var evaluated = data.putArray("evaluatedDatapoints");
    recent.forEach(
        at ->
            evaluated
                .addObject()
                .put("timestamp", LONG.format(Instant.ofEpochSecond(at)))
                .put("value", points.get(at)));
    data.properties().removeIf(field -> field.getValue().isNull());
    return data.toString();
  }
}
