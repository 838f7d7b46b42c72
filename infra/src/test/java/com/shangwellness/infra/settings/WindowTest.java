package com.shangwellness.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "sun:21:00-sun:22:00, 19:30-20:30, false",
    "sun:20:00-sun:22:00, 19:30-20:30, true",
    "sun:20:30-sun:22:00, 19:30-20:30, false",
    "sun:23:30-mon:00:30, 00:00-00:30, true",
    "sun:23:30-mon:00:30, 23:45-00:15, true",
    "mon:00:00-sun:23:59, 12:00-12:30, true"
  })
  void a_weekly_and_a_daily_window_meet_when_they_share_a_minute(
      String weekly, String daily, boolean meet) {
    assertThat(Window.weekly(weekly).meetsDaily(Window.daily(daily))).isEqualTo(meet);
  }

  @ParameterizedTest
  @CsvSource({"19:30-20:30, 60", "23:45-00:15, 30", "10:00-10:00, 0"})
  void a_window_may_pass_midnight(String daily, int minutes) {
    assertThat(Window.daily(daily).minutes()).isEqualTo(minutes);
  }
}
