package com.shangwellness.region.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.caller.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VirtualTimelineTest {

  private final VirtualTimeline timeline = new VirtualTimeline();
  private final List<String> seen = new ArrayList<>();

  @Test
  void actions_run_in_order_of_time_and_then_of_arrival() {
    timeline.after(Duration.ofSeconds(2), "late", () -> seen.add("late"));
    timeline.after(Duration.ofSeconds(1), "first of two", () -> seen.add("first of two"));
    timeline.after(Duration.ofSeconds(1), "second of two", () -> seen.add("second of two"));

    timeline.passes(Duration.ofSeconds(5));

    assertThat(seen).containsExactly("first of two", "second of two", "late");
  }

  @Test
  void who_watches_sees_each_action_after_its_transaction_and_may_fail_it() {
    var watched =
        new VirtualTimeline(
            timeline.now(),
            action -> {
              action.run();
              seen.add("committed");
            });
    watched.afterEach(() -> seen.add("watched"));
    watched.after(Duration.ofSeconds(1), "one", () -> seen.add("one"));
    watched.post("two", () -> seen.add("two"));

    watched.passes(Duration.ofSeconds(2));
    assertThat(seen).containsExactly("two", "committed", "watched", "one", "committed", "watched");

    watched.afterEach(
        () -> {
          throw new IllegalStateException("a law is broken");
        });
    watched.post("three", () -> {});
    assertThatThrownBy(watched::settle).hasMessage("a law is broken");
  }

  @Test
  void nothing_runs_before_its_time() {
    timeline.after(Duration.ofMinutes(5), "canary ends", () -> seen.add("ended"));

    timeline.passes(Duration.ofMinutes(5).minusMillis(1));
    assertThat(seen).isEmpty();

    timeline.passes(Duration.ofMillis(1));
    assertThat(seen).containsExactly("ended");
  }

  @Test
  void a_cancelled_action_does_not_run() {
    var timer = timeline.after(Duration.ofSeconds(1), "cancelled", () -> seen.add("ran"));
    timer.cancel();
    timeline.passes(Duration.ofHours(1));
    assertThat(seen).isEmpty();
  }

  @Test
  void what_an_action_schedules_runs_within_the_same_passing_of_time() {
    timeline.after(
        Duration.ofSeconds(1),
        "outer",
        () ->
            timeline.after(
                Duration.ofSeconds(1), "inner", () -> seen.add(timeline.now().toString())));
    timeline.passes(Duration.ofSeconds(3));
    assertThat(seen).containsExactly("2026-01-01T00:00:02Z");
  }

  @Test
  void an_action_runs_for_the_caller_that_scheduled_it() {
    var alice =
        new Caller("arn:aws:iam::123456789012:user/alice", "123456789012", "ap-south-1", "1");
    alice.run(
        () ->
            timeline.post(
                "who am I",
                () -> seen.add(Caller.current().map(Caller::principal).orElse("nobody"))));
    timeline.settle();
    assertThat(seen).containsExactly(alice.principal());
    assertThat(Caller.current()).isEqualTo(Optional.empty());
  }

  @Test
  void a_call_that_fails_fails_its_answer_and_not_the_timeline() {
    var answer =
        timeline.call(
            "refused",
            () -> {
              throw new IllegalStateException("no");
            });
    assertThat(answer).isCompletedExceptionally();
    assertThat(timeline.call("works", () -> 42)).isCompletedWithValue(42);
  }

  @Test
  void an_action_of_the_regions_own_that_throws_fails_the_test_that_let_time_pass() {
    timeline.post(
        "broken",
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(timeline::settle).hasMessage("broken");
  }

  @Property
  void time_never_runs_backwards(@ForAll List<@IntRange(min = 0, max = 1000) Integer> delays) {
    var line = new VirtualTimeline();
    var times = new ArrayList<java.time.Instant>();
    delays.forEach(d -> line.after(Duration.ofMillis(d), "tick", () -> times.add(line.now())));
    line.passes(Duration.ofSeconds(2));
    assertThat(times).hasSameSizeAs(delays).isSorted();
  }
}
