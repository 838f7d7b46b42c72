package com.shangwellness.region.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedTimelineTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** A machine whose clock stands until it is moved. */
  private static final class HandClock implements WallClock {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant now() {
      return START.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    void passes(Duration duration) {
      nanos.addAndGet(duration.toNanos());
    }
  }

  private final HandClock clock = new HandClock();
  private PacedTimeline timeline = paced(1, Transactions.NONE);

  private PacedTimeline paced(double pace, Transactions transactions) {
    return new PacedTimeline(START, pace, clock, transactions, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    timeline.close();
  }

  @Test
  void region_time_passes_pace_times_as_fast_as_the_machines() {
    timeline = paced(20, Transactions.NONE).start();
    clock.passes(Duration.ofSeconds(15));
    assertThat(timeline.now()).isEqualTo(START.plus(Duration.ofMinutes(5)));
  }

  @Test
  void time_stands_still_until_it_is_started() {
    clock.passes(Duration.ofSeconds(8));
    assertThat(timeline.now()).isEqualTo(START);
    timeline.post("handed over by then", () -> {});
    timeline.start();
    // Who asks after the start comes after who was there before it.
    var asked = timeline.call("asked", timeline::now);
    assertThat(asked.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(START);
  }

  @Test
  void a_change_of_pace_keeps_the_time_that_has_passed() {
    timeline.start();
    clock.passes(Duration.ofSeconds(10));
    timeline.pace(2);
    clock.passes(Duration.ofSeconds(10));
    assertThat(timeline.now()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void the_fastest_pace_that_is_held_counts_and_then_the_timelines_own() {
    timeline = paced(2, Transactions.NONE).start();
    timeline.hold("one release", 20);
    timeline.hold("another", 10);
    assertThat(timeline.pace()).isEqualTo(20);
    timeline.release("one release");
    assertThat(timeline.pace()).isEqualTo(10);
    timeline.release("another");
    timeline.release("whoever");
    assertThat(timeline.pace()).isEqualTo(2);
  }

  @Test
  void a_held_pace_may_be_slower_than_the_timelines_own() {
    timeline = paced(20, Transactions.NONE).start();
    timeline.hold("a release", 1);
    assertThat(timeline.pace()).isEqualTo(1);
  }

  @Test
  void time_goes_on_from_where_it_is_when_a_pace_is_held_and_released() {
    timeline.start();
    clock.passes(Duration.ofSeconds(10));
    timeline.hold("a release", 20);
    assertThat(timeline.now()).isEqualTo(START.plusSeconds(10));
    clock.passes(Duration.ofSeconds(15));
    timeline.release("a release");
    assertThat(timeline.now()).isEqualTo(START.plusSeconds(310));
    clock.passes(Duration.ofSeconds(10));
    assertThat(timeline.now()).isEqualTo(START.plusSeconds(320));
  }

  @Test
  void time_neither_jumps_nor_runs_backwards_however_often_the_pace_changes() {
    timeline.start();
    var exact = 0.0;
    var random = new Random(7);
    var before = timeline.now();
    for (int i = 0; i < 10_000; i++) {
      double pace = timeline.pace();
      var step = Duration.ofNanos(random.nextLong(3_000_000));
      clock.passes(step);
      exact += step.toNanos() * pace;
      if (random.nextBoolean()) {
        timeline.hold("a release", 1 + random.nextInt(50));
      } else {
        timeline.release("a release");
      }
      assertThat(timeline.now()).isAfterOrEqualTo(before);
      before = timeline.now();
    }
    assertThat(Duration.between(START.plusNanos((long) exact), timeline.now()).abs())
        .isLessThan(Duration.ofMillis(2));
  }

  @Test
  void a_timer_that_waits_rings_sooner_when_a_pace_is_held() throws Exception {
    timeline =
        new PacedTimeline(
                START, 0.001, WallClock.ofMachine(), Transactions.NONE, Duration.ofSeconds(30))
            .start();
    var rang = new CompletableFuture<Instant>();
    timeline.after(Duration.ofSeconds(30), "rings", () -> rang.complete(timeline.now()));
    // At the timeline's own pace it would ring in eight hours.
    timeline.hold("a release", 1000);
    assertThat(rang.get(20, TimeUnit.SECONDS)).isAfterOrEqualTo(START.plusSeconds(30));
  }

  @Test
  void a_timer_rings_when_its_region_time_has_come() throws Exception {
    timeline =
        new PacedTimeline(
                START, 1000, WallClock.ofMachine(), Transactions.NONE, Duration.ofSeconds(30))
            .start();
    var rang = new CompletableFuture<Instant>();
    timeline.after(Duration.ofSeconds(30), "rings", () -> rang.complete(timeline.now()));
    assertThat(rang.get(20, TimeUnit.SECONDS)).isAfterOrEqualTo(START.plusSeconds(30));
  }

  @Test
  void an_answer_comes_after_its_transaction_is_committed() throws Exception {
    List<String> order = new ArrayList<>();
    timeline =
        paced(
                1,
                action -> {
                  action.run();
                  order.add("committed");
                })
            .start();
    timeline
        .call("ask", () -> order.add("acted"))
        .thenRun(() -> order.add("answered"))
        .get(20, TimeUnit.SECONDS);
    assertThat(order).containsExactly("acted", "committed", "answered");
  }

  @Test
  void an_action_that_throws_leaves_the_timeline_running() throws Exception {
    timeline.start();
    timeline.post(
        "broken",
        () -> {
          throw new IllegalStateException("expected in this test");
        });
    assertThat(timeline.call("next", () -> "fine").get(20, TimeUnit.SECONDS)).isEqualTo("fine");
  }

  @Test
  void after_close_a_call_is_refused_and_time_stands() {
    timeline.start();
    timeline.close();
    assertThat(timeline.call("late", () -> 1)).isCompletedExceptionally();
  }

  @Test
  void who_waits_for_an_answer_is_told_when_the_region_stops_first() throws Exception {
    var begun = new CompletableFuture<Void>();
    var ends = new CompletableFuture<Void>();
    timeline.start();
    var running =
        timeline.call(
            "running",
            () -> {
              begun.complete(null);
              return ends.join();
            });
    begun.get(20, TimeUnit.SECONDS);
    var waiting = timeline.call("waits behind it", () -> 1);
    var closing = Thread.startVirtualThread(timeline::close);
    // Closed means that nothing new is taken; only then may the running action end.
    while (!timeline.call("late", () -> 1).isCompletedExceptionally()) {
      Thread.onSpinWait();
    }
    ends.complete(null);
    closing.join();
    assertThat(running).isCompleted();
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("the region is stopping");
  }

  @Test
  void a_pace_of_zero_is_refused() {
    assertThatThrownBy(() -> paced(0, Transactions.NONE))
        .hasMessageContaining("pace is 0.0; it must be more than 0");
  }
}
