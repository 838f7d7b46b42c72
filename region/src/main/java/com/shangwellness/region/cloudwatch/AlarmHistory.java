package com.shangwellness.region.cloudwatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;

/** What became of alarms, for thirty days (CloudWatch user guide, "Alarm history"). */
final class AlarmHistory {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration SWEEP = Duration.ofDays(1);

  private final Table<AlarmHistoryItem> items;
  private final Timeline timeline;

  AlarmHistory(Table<AlarmHistoryItem> items, Timeline timeline) {
    this.items = items;
    this.timeline = timeline;
    sweepLater();
  }

  // At midnight of region time, however often the region is restarted in between.
  private void sweepLater() {
    var next = timeline.now().truncatedTo(ChronoUnit.DAYS).plus(SWEEP);
    timeline.at(next, "cloudwatch: old alarm history is deleted", this::sweep);
  }

  private void sweep() {
    var oldest = timeline.now().minus(KEPT);
    for (var key : items.keys()) {
      if (items.get(key).orElseThrow().timestamp().isBefore(oldest)) {
        items.remove(key);
      }
    }
    sweepLater();
  }

  void configured(AlarmView alarm, String done) {
    add(
        alarm,
        HistoryItemType.CONFIGURATION_UPDATE,
        "Alarm \"" + alarm.name() + "\" " + done,
        JSON.createObjectNode()
            .put("version", "1.0")
            .put("type", done.equals("created") ? "Create" : "Update"));
  }

  void changed(StateChange change, AlarmView before) {
    var data = JSON.createObjectNode().put("version", "1.0");
    state(data.putObject("oldState"), before);
    state(data.putObject("newState"), change.alarm());
    add(
        change.alarm(),
        HistoryItemType.STATE_UPDATE,
        "Alarm updated from " + change.before() + " to " + change.alarm().state(),
        data);
  }

  private static void state(ObjectNode node, AlarmView alarm) {
    node.put("stateValue", alarm.state().toString()).put("stateReason", alarm.reason());
    alarm.reasonData().ifPresent(data -> node.set("stateReasonData", AlarmMessage.parsed(data)));
  }

  void acted(StateChange change, String arn, String error) {
    var data =
        JSON.createObjectNode()
            .put("version", "1.0")
            .put("actionState", error.isEmpty() ? "Succeeded" : "Failed")
            .put("notificationResource", arn);
    if (!error.isEmpty()) {
      data.put("error", error);
    }
    add(
        change.alarm(),
        HistoryItemType.ACTION,
        error.isEmpty()
            ? "Successfully executed action " + arn
            : "Failed to execute action " + arn + ". Received error: \"" + error + "\"",
        data);
  }

  void suppressed(AlarmView alarm, String summary) {
    add(alarm, HistoryItemType.ACTION, summary, JSON.createObjectNode().put("version", "1.0"));
  }

  private void add(AlarmView alarm, HistoryItemType type, String summary, ObjectNode data) {
    var item =
        AlarmHistoryItem.builder()
            .alarmName(alarm.name())
            .alarmType(
                alarm.metric().isPresent() ? AlarmType.METRIC_ALARM : AlarmType.COMPOSITE_ALARM)
            .timestamp(timeline.now())
            .historyItemType(type)
            .historySummary(summary)
            .historyData(data.toString())
            .build();
    // Items of one instant stay in the order in which they came.
    var prefix = String.format("%015d", timeline.now().toEpochMilli());
    items.put(prefix + String.format("-%05d", items.withPrefix(prefix).size()), item);
  }

  /** All items, the oldest first. */
  List<AlarmHistoryItem> all() {
    return items.values();
  }
}
