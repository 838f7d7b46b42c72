package com.shangwellness.region.stepfunctions;

import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** What has happened in executions, event by event. */
final class History {

  /** Quotas, "Maximum execution history size". */
  static final int MOST = 25_000;

  private final Table<HistoryEvent> events;
  private final Timeline timeline;

  History(Table<HistoryEvent> events, Timeline timeline) {
    this.events = events;
    this.timeline = timeline;
  }

  /**
   * Adds an event.
   *
   * @param execution the execution's ARN
   * @param details what is to be told besides its type
   */
  void add(String execution, HistoryEventType type, Consumer<HistoryEvent.Builder> details) {
    long before = size(execution);
    var event =
        HistoryEvent.builder()
            .id(before + 1)
            .previousEventId(before)
            .type(type)
            .timestamp(timeline.now());
    details.accept(event);
    events.put(prefix(execution) + "%05d".formatted(before + 1), event.build());
  }

  /** How many events an execution has. */
  long size(String execution) {
    return events.last(prefix(execution)).map(HistoryEvent::id).orElse(0L);
  }

  /** The events of an execution, in their order. */
  List<HistoryEvent> of(String execution) {
    return events.withPrefix(prefix(execution));
  }

  void remove(String execution) {
    events.keys(prefix(execution)).forEach(events::remove);
  }

  private static String prefix(String execution) {
    return execution + "/";
  }
}
