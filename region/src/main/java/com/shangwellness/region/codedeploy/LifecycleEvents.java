package com.shangwellness.region.codedeploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.codedeploy.model.LifecycleErrorCode;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;

/** The steps of a deployment as its target shows them. */
final class LifecycleEvents {

  static final String BEFORE_INSTALL = "BeforeInstall";
  static final String INSTALL = "Install";
  static final String AFTER_INSTALL = "AfterInstall";
  static final String ALLOW_TEST_TRAFFIC = "AllowTestTraffic";
  static final String AFTER_ALLOW_TEST_TRAFFIC = "AfterAllowTestTraffic";
  static final String BEFORE_ALLOW_TRAFFIC = "BeforeAllowTraffic";
  static final String ALLOW_TRAFFIC = "AllowTraffic";
  static final String AFTER_ALLOW_TRAFFIC = "AfterAllowTraffic";

  /** Those at which functions may judge, in their order. */
  static final List<String> HOOKS =
      List.of(
          BEFORE_INSTALL,
          AFTER_INSTALL,
          AFTER_ALLOW_TEST_TRAFFIC,
          BEFORE_ALLOW_TRAFFIC,
          AFTER_ALLOW_TRAFFIC);

  private static final List<String> ALL =
      List.of(
          BEFORE_INSTALL,
          INSTALL,
          AFTER_INSTALL,
          ALLOW_TEST_TRAFFIC,
          AFTER_ALLOW_TEST_TRAFFIC,
          BEFORE_ALLOW_TRAFFIC,
          ALLOW_TRAFFIC,
          AFTER_ALLOW_TRAFFIC);

  private LifecycleEvents() {}

  /** All that a release has to pass; the test traffic's only where there is such traffic. */
  static List<LifecycleEvent> of(boolean testTraffic, AppSpec spec) {
    return ALL.stream()
        .filter(name -> testTraffic || !name.equals(ALLOW_TEST_TRAFFIC))
        .filter(
            name ->
                testTraffic
                    || !name.equals(AFTER_ALLOW_TEST_TRAFFIC)
                    || spec.hook(name).isPresent())
        .map(LifecycleEvents::pending)
        .toList();
  }

  /** The one of a rollback: traffic goes back. */
  static List<LifecycleEvent> ofRollback() {
    return List.of(pending(ALLOW_TRAFFIC));
  }

  private static LifecycleEvent pending(String name) {
    return LifecycleEvent.builder()
        .lifecycleEventName(name)
        .status(LifecycleEventStatus.PENDING)
        .build();
  }

  static List<LifecycleEvent> begun(List<LifecycleEvent> events, String name, Instant now) {
    return changed(
        events,
        event ->
            event.lifecycleEventName().equals(name)
                && event.status() == LifecycleEventStatus.PENDING,
        event -> event.status(LifecycleEventStatus.IN_PROGRESS).startTime(now));
  }

  static List<LifecycleEvent> succeeded(List<LifecycleEvent> events, String name, Instant now) {
    return changed(
        events,
        event -> event.lifecycleEventName().equals(name),
        event ->
            event
                .status(LifecycleEventStatus.SUCCEEDED)
                .endTime(now)
                .diagnostics(d -> d.errorCode(LifecycleErrorCode.SUCCESS)));
  }

  /** The one that is under way has failed, and those that wait never come. */
  static List<LifecycleEvent> failed(List<LifecycleEvent> events, String why, Instant now) {
    var ended =
        changed(
            events,
            event -> event.status() == LifecycleEventStatus.IN_PROGRESS,
            event ->
                event
                    .status(LifecycleEventStatus.FAILED)
                    .endTime(now)
                    .diagnostics(d -> d.errorCode(LifecycleErrorCode.UNKNOWN_ERROR).message(why)));
    return changed(
        ended,
        event -> event.status() == LifecycleEventStatus.PENDING,
        event -> event.status(LifecycleEventStatus.SKIPPED));
  }

  private static List<LifecycleEvent> changed(
      List<LifecycleEvent> events,
      Predicate<LifecycleEvent> which,
      UnaryOperator<LifecycleEvent.Builder> how) {
    var changed = new ArrayList<LifecycleEvent>();
    for (var event : events) {
      changed.add(which.test(event) ? how.apply(event.toBuilder()).build() : event);
    }
    return changed;
  }
}
