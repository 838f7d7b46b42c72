package com.shangwellness.ops.monitoring;

import com.shangwellness.ops.monitoring.AlarmState.Change;
import com.shangwellness.ops.production.Production;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * Reads production's alarms: those that its stacks hold, in every region, and those that
 * Application Auto Scaling has made for its service.
 */
public final class AlarmReader {
  private static final int MOST_NAMES = 100;
  private static final int CHANGES = 10;

  private final List<Production> places;
  private final int changes;

  /** The alarms of the stacks at {@code places}, without their history. */
  public AlarmReader(List<Production> places) {
    this(places, 0);
  }

  private AlarmReader(List<Production> places, int changes) {
    this.places = List.copyOf(places);
    this.changes = changes;
  }

  /** The same with each alarm's last ten changes. */
  public AlarmReader withHistory() {
    return new AlarmReader(places, CHANGES);
  }

  /** The alarms: those that ring first, those that are well last. */
  public List<AlarmState> look() {
    var alarms = new ArrayList<AlarmState>();
    for (var place : places) {
      var names = place.physicalIds("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm");
      for (int i = 0; i < names.size(); i += MOST_NAMES) {
        var some = names.subList(i, Math.min(names.size(), i + MOST_NAMES));
        read(place, "watch", DescribeAlarmsRequest.builder().alarmNames(some), alarms);
      }
      place
          .service()
          .map(s -> "TargetTracking-service/" + s.cluster() + "/" + s.service() + "-")
          .ifPresent(
              prefix ->
                  read(
                      place,
                      "scaling",
                      DescribeAlarmsRequest.builder().alarmNamePrefix(prefix),
                      alarms));
    }
    alarms.sort(Comparator.comparingInt(AlarmReader::urgency).thenComparing(AlarmState::name));
    return alarms;
  }

  private static int urgency(AlarmState alarm) {
    int state = List.of("ALARM", "INSUFFICIENT_DATA", "OK").indexOf(alarm.state());
    return alarm.purpose().equals("watch") ? state : state + 3;
  }

  private void read(
      Production place,
      String purpose,
      DescribeAlarmsRequest.Builder request,
      List<AlarmState> alarms) {
    var cloudWatch = place.clients().cloudWatch();
    var pages =
        cloudWatch.describeAlarmsPaginator(
            request.alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM).build());
    for (var page : pages) {
      page.metricAlarms().forEach(a -> alarms.add(state(cloudWatch, place, purpose, a)));
      page.compositeAlarms().forEach(a -> alarms.add(state(cloudWatch, place, purpose, a)));
    }
  }

  private AlarmState state(
      CloudWatchClient cloudWatch, Production place, String purpose, MetricAlarm alarm) {
    return new AlarmState(
        alarm.alarmName(),
        purpose,
        place.clients().region(),
        alarm.stateValueAsString(),
        time(alarm.stateUpdatedTimestamp()),
        text(alarm.stateReason()),
        text(alarm.alarmDescription()),
        !Boolean.FALSE.equals(alarm.actionsEnabled()),
        history(cloudWatch, alarm.alarmName(), AlarmType.METRIC_ALARM));
  }

  private AlarmState state(
      CloudWatchClient cloudWatch, Production place, String purpose, CompositeAlarm alarm) {
    return new AlarmState(
        alarm.alarmName(),
        purpose,
        place.clients().region(),
        alarm.stateValueAsString(),
        time(alarm.stateUpdatedTimestamp()),
        text(alarm.stateReason()),
        text(alarm.alarmDescription()),
        !Boolean.FALSE.equals(alarm.actionsEnabled()),
        history(cloudWatch, alarm.alarmName(), AlarmType.COMPOSITE_ALARM));
  }

  private List<Change> history(CloudWatchClient cloudWatch, String name, AlarmType type) {
    if (changes == 0) {
      return List.of();
    }
    return cloudWatch
        .describeAlarmHistory(
            r ->
                r.alarmName(name)
                    .alarmTypes(type)
                    .historyItemType(HistoryItemType.STATE_UPDATE)
                    .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                    .maxRecords(changes))
        .alarmHistoryItems()
        .stream()
        .map(AlarmReader::change)
        .toList();
  }

  private static Change change(AlarmHistoryItem item) {
    return new Change(time(item.timestamp()), text(item.historySummary()));
  }

  private static String time(Instant time) {
    return time == null ? "" : time.toString();
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
