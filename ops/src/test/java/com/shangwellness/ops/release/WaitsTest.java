package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.shangwellness.ops.release.ReleaseState.Wait;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

class WaitsTest {
  private static final Instant BEGAN = Instant.parse("2026-01-31T14:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // shift, status, event, its status, green's weight, seconds since: what it waits for
    "canary, InProgress, AllowTraffic, InProgress, 10, 60, shifts the other 90 %, 240",
    "canary, InProgress, AllowTraffic, InProgress, 10, 301, shifts the other 90 %, 0",
    "linear, InProgress, AllowTraffic, InProgress, 10, 20, shifts 10 % more, 40",
    "linear, InProgress, AllowTraffic, InProgress, 40, 200, shifts 10 % more, 40",
    "canary, InProgress, AfterAllowTraffic, Succeeded, 100, 60, removes the old tasks, 840",
    "canary, Ready, AfterAllowTestTraffic, Succeeded, 0, 60, begins to shift traffic, 540",
  })
  void a_wait_is_counted_down(
      String shift,
      String status,
      String event,
      String eventStatus,
      int green,
      long since,
      String what,
      long left) {
    var waits = waits(shift, status, Map.of(event, event(eventStatus)), since).current(green);

    assertThat(waits).extracting(Wait::what, Wait::left).containsExactly(tuple(what, left));
  }

  @ParameterizedTest
  @CsvSource({
    "atOnce, InProgress, AllowTraffic, InProgress",
    "canary, InProgress, Install, InProgress",
    "canary, InProgress, AllowTraffic, Succeeded",
    "canary, Succeeded, AfterAllowTraffic, Succeeded",
    "canary, Stopped, AllowTraffic, InProgress"
  })
  void otherwise_nothing_is_waited_for(
      String shift, String status, String event, String eventStatus) {
    assertThat(waits(shift, status, Map.of(event, event(eventStatus)), 10).current(10)).isEmpty();
  }

  @Test
  void whoever_is_asked_to_agree_is_told_what_happens_otherwise() {
    var info =
        info("Ready").toBuilder()
            .blueGreenDeploymentConfiguration(
                b ->
                    b.deploymentReadyOption(
                        r -> r.actionOnTimeout("STOP_DEPLOYMENT").waitTimeInMinutes(10)))
            .build();
    var events = Map.of("AfterAllowTestTraffic", event("Succeeded"));

    assertThat(new Waits(info, shift("canary"), events, BEGAN).current(0))
        .extracting(Wait::what)
        .containsExactly("waits for ./shang release promote; without it, stops");
  }

  private static Waits waits(
      String shift, String status, Map<String, LifecycleEvent> events, long since) {
    return new Waits(info(status), shift(shift), new HashMap<>(events), BEGAN.plusSeconds(since));
  }

  private static DeploymentInfo info(String status) {
    return DeploymentInfo.builder()
        .status(status)
        .blueGreenDeploymentConfiguration(
            b ->
                b.deploymentReadyOption(
                        r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT").waitTimeInMinutes(10))
                    .terminateBlueInstancesOnDeploymentSuccess(
                        t -> t.action("TERMINATE").terminationWaitTimeInMinutes(15)))
        .build();
  }

  private static LifecycleEvent event(String status) {
    return LifecycleEvent.builder().status(status).startTime(BEGAN).endTime(BEGAN).build();
  }

  private static TrafficRoutingConfig shift(String kind) {
    return switch (kind) {
      case "canary" ->
          TrafficRoutingConfig.builder()
              .type("TimeBasedCanary")
              .timeBasedCanary(c -> c.canaryPercentage(10).canaryInterval(5))
              .build();
      case "linear" ->
          TrafficRoutingConfig.builder()
              .type("TimeBasedLinear")
              .timeBasedLinear(l -> l.linearPercentage(10).linearInterval(1))
              .build();
      default -> TrafficRoutingConfig.builder().type("AllAtOnce").build();
    };
  }
}
