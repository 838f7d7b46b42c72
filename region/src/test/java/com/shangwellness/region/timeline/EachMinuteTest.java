package com.shangwellness.region.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EachMinuteTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

  private final VirtualTimeline punctual = new VirtualTimeline(START, Transactions.NONE);
  private final ArrayList<Instant> ended = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 59, 61, 150, 599})
  void each_minute_that_has_ended_is_told_once_however_late_the_machine_is(int seconds) {
    EachMinute.begin(
        new LateTimeline(punctual, Duration.ofSeconds(seconds)), "a minute", ended::add);

    punctual.passes(Duration.ofSeconds(90 + seconds));

    assertThat(ended).containsExactly(at(0), at(1));
  }

  @Test
  void more_than_ten_minutes_late_the_minutes_between_are_left_out() {
    EachMinute.begin(new LateTimeline(punctual, Duration.ofMinutes(11)), "a minute", ended::add);

    punctual.passes(Duration.ofMinutes(24));

    assertThat(ended).containsExactly(at(0), at(12));
  }

  private static Instant at(int minute) {
    return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
