package com.shangwellness.region.eventbridge;

import java.util.List;

/**
 * The default event bus, as services of the region see it: {@code PutEvents} for sources that begin
 * with {@code aws.}, which callers may not use.
 */
@FunctionalInterface
public interface EventSink {

  /** Nobody listens. */
  EventSink NONE = (source, detailType, resources, detail) -> {};

  /**
   * Something happened, now. Targets of the rules that match it hear of it after the transaction.
   *
   * @param source such as {@code aws.ecs}
   * @param detailType such as {@code ECS Task State Change}
   * @param resources the ARNs of what it happened to
   * @param detail a JSON object, as that service documents it
   */
  void emit(String source, String detailType, List<String> resources, String detail);
}
