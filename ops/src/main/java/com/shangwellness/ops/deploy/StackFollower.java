package com.shangwellness.ops.deploy;

import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Follows what CloudFormation does to one stack, event by event, to its end. */
final class StackFollower {
  private final Stacks stacks;
  private final Waiting waiting;
  private final Progress progress;
  private final Consumer<StackEvent> also;

  StackFollower(Stacks stacks, Waiting waiting, Progress progress) {
    this(stacks, waiting, progress, event -> {});
  }

  /**
   * The same.
   *
   * @param also hears of each event of a resource, too
   */
  StackFollower(Stacks stacks, Waiting waiting, Progress progress, Consumer<StackEvent> also) {
    this.stacks = stacks;
    this.waiting = waiting;
    this.progress = progress;
    this.also = also;
  }

  /**
   * How it ended.
   *
   * @param status the stack's last status
   * @param failures what failed and why, first cause first
   */
  record End(String status, List<String> failures) {
    boolean isGood() {
      return StackStatuses.isGood(status);
    }
  }

  /**
   * Follows the events after {@code event} until the stack rests.
   *
   * @param name what the screen calls it
   * @param stackId by which a stack can be asked for even when it is deleted
   * @param event the last event before the work began, or the empty text
   * @param total how many resources will change
   */
  End follow(String name, String stackId, String event, int total) {
    Set<String> done = new HashSet<>();
    List<String> failures = new ArrayList<>();
    var last = event;
    while (true) {
      for (var next : stacks.eventsAfter(stackId, last)) {
        last = next.eventId();
        var status = next.resourceStatusAsString();
        noteFailure(next, failures);
        if (isOfStackItself(next)) {
          if (isFinal(status)) {
            return new End(status, failures);
          }
          continue;
        }
        if (status.endsWith("_COMPLETE")) {
          done.add(next.logicalResourceId());
        }
        progress.on(
            new Happening.Moved(
                name, done.size(), total, next.logicalResourceId(), status, detail(next)));
        also.accept(next);
      }
      waiting.pause();
    }
  }

  private static boolean isOfStackItself(StackEvent event) {
    return Objects.equals(event.physicalResourceId(), event.stackId());
  }

  private static boolean isFinal(String status) {
    return status.endsWith("_COMPLETE") || status.endsWith("_FAILED");
  }

  private static void noteFailure(StackEvent event, List<String> failures) {
    var reason = Objects.requireNonNullElse(event.resourceStatusReason(), "");
    // "Cancelled" follows from another failure, which is listed itself.
    if (event.resourceStatusAsString().endsWith("_FAILED")
        && !isOfStackItself(event)
        && !reason.contains("cancelled")) {
      failures.add(
          event.logicalResourceId() + " (" + event.resourceType() + "): " + reason.strip());
    }
  }

  private static String detail(StackEvent event) {
    var reason = Objects.requireNonNullElse(event.resourceStatusReason(), "").strip();
    return reason.isEmpty() ? event.resourceType() : event.resourceType() + ": " + reason;
  }
}
