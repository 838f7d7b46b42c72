package com.shangwellness.ops.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.release.Measured;
import com.shangwellness.ops.release.ReleaseLine;
import com.shangwellness.ops.release.ReleaseReport;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.ReleaseState.Alarm;
import com.shangwellness.ops.release.ReleaseState.Cause;
import com.shangwellness.ops.release.ReleaseState.Rollback;
import com.shangwellness.ops.release.ReleaseState.Side;
import com.shangwellness.ops.release.ReleaseState.Step;
import com.shangwellness.ops.release.ReleaseState.Wait;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ReferenceEquality")
class ReleaseScreenTest {
  private static final String BEGAN = "2026-01-31T14:00:00Z";
  private static final Cause ALARM = new Cause("ALARM_ACTIVE", "Activated alarms: <site-5xx>");

  private static Terminal plain(int width) {
    return new Terminal(System.out, false, false, width);
  }

  private static Step step(String name, String status) {
    return new Step(name, status, BEGAN, "", "");
  }

  private static Side side(String colour, String version, int weight, double seconds) {
    return new Side(
        colour,
        "shangwellness-prod-" + colour,
        version,
        2,
        2,
        2,
        weight,
        Map.of(
            Measured.REQUESTS,
            weight * 0.5,
            Measured.SHARE,
            weight + 0.25,
            Measured.ERRORS,
            0.0,
            Measured.MEDIAN,
            seconds,
            Measured.SLOWEST,
            seconds * 4),
        List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0));
  }

  private static ReleaseState underWay() {
    return state(
        "InProgress",
        List.of(
            step("BeforeInstall", "Skipped"),
            step("Install", "Succeeded"),
            step("AfterInstall", "Succeeded"),
            step("AllowTestTraffic", "Succeeded"),
            step("AfterAllowTestTraffic", "Succeeded"),
            step("BeforeAllowTraffic", "Succeeded"),
            step("AllowTraffic", "InProgress"),
            step("AfterAllowTraffic", "Pending")),
        List.of(new Wait("shifts the other 90 %", "2026-01-31T14:06:00Z", 300, 150)),
        Cause.NONE,
        Rollback.NONE);
  }

  private static ReleaseState takenBack() {
    return state(
        "Stopped",
        List.of(step("Install", "Succeeded"), step("AllowTraffic", "Failed")),
        List.of(),
        ALARM,
        new Rollback("d-2", "Succeeded"));
  }

  private static ReleaseState state(
      String status, List<Step> steps, List<Wait> waits, Cause cause, Rollback rollback) {
    return new ReleaseState(
        "d-1A2B3C4D5",
        status,
        "release",
        "3f2a1b9c4d5e-77aa11cc",
        "90abcdef0123",
        "user/asha",
        "2026-01-31T14:03:30.123Z",
        BEGAN,
        "",
        210,
        20,
        steps,
        List.of(
            side("blue", "90abcdef0123", 90, 0.012),
            side("green", "3f2a1b9c4d5e-77aa11cc", 10, 0.5)),
        waits,
        List.of(
            new Alarm("site-5xx", cause == ALARM ? "ALARM" : "OK", "7 of 5 allowed"),
            new Alarm("site-slow", "OK", "")),
        cause,
        rollback,
        "");
  }

  @Test
  void a_release_shows_its_steps_both_colours_its_wait_and_its_alarms() {
    assertThat(String.join("\n", new ReleaseScreen(plain(100)).lines(underWay())))
        .isEqualTo(
            """
            Release d-1A2B3C4D5  InProgress  3 min 30 s
            3f2a1b9c4d5e-77aa11cc in place of 90abcdef0123, by user/asha
            2026-01-31T14:03:30Z  time goes 20 times as fast

            - BeforeInstall  ✓ Install  ✓ AfterInstall  ✓ AllowTestTraffic  ✓ AfterAllowTestTraffic
            ✓ BeforeAllowTraffic  ▸ AllowTraffic  · AfterAllowTraffic  · old tasks removed

                      blue, serving                                 green, new
            version   90abcdef0123                                  3f2a1b9c4d5e-77aa11cc
            behind    shangwellness-prod-blue                       shangwellness-prod-green
            tasks     2 of 2 healthy                                2 of 2 healthy
            weight    90 %  ██████████████████░░                    10 %  ██░░░░░░░░░░░░░░░░░░
            observed  90.3 %                                        10.3 %
            req/s     45                                            5
            5xx/min   0                                             0
            p50       12 ms                                         500 ms
            p99       48 ms                                         2000 ms
            trend     ▁▂▃▄▅▆▇█                                      ▁▂▃▄▅▆▇█

            ▸ shifts the other 90 % in 2 min 30 s  ██████████░░░░░░░░░░
            None of 2 alarms rings.\
            """);
  }

  @Test
  void one_that_was_taken_back_ends_with_the_sentence_that_says_why() {
    var lines = new ReleaseScreen(plain(80)).lines(takenBack());

    assertThat(lines).contains("site-5xx rings: 7 of 5 allowed");
    assertThat(String.join(" ", lines))
        .contains("✓ Install", "✗ AllowTraffic", "Stopped")
        .endsWith(
            "Rolled back: an alarm rang (Activated alarms: <site-5xx>). 90abcdef0123 serves all"
                + " requests.");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 110, 200})
  void no_line_is_wider_than_the_terminal(int width) {
    for (var state : List.of(underWay(), takenBack())) {
      assertThat(new ReleaseScreen(plain(width)).lines(state))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void where_there_is_little_room_the_end_of_a_target_group_s_name_tells_it_from_the_other() {
    assertThat(new ReleaseScreen(plain(40)).lines(underWay()))
        .contains("behind    …ess-prod-blue  …ss-prod-green");
  }

  @Test
  void without_a_terminal_each_change_is_a_line_and_what_stays_is_told_once() {
    var plain = new ReleasePlain();

    assertThat(plain.lines(underWay()))
        .contains(
            "2026-01-31T14:03:30Z  Install: Succeeded",
            "2026-01-31T14:03:30Z  green: 2 of 2 tasks healthy (3f2a1b9c4d5e-77aa11cc)",
            "2026-01-31T14:03:30Z  green weight: 10 %",
            "2026-01-31T14:03:30Z  shifts the other 90 % in 2 min 30 s");
    assertThat(plain.lines(underWay())).isEmpty();
    assertThat(plain.lines(takenBack()))
        .containsExactly(
            "2026-01-31T14:03:30Z  AllowTraffic: Failed",
            "2026-01-31T14:03:30Z  site-5xx: ALARM: 7 of 5 allowed",
            "2026-01-31T14:03:30Z  d-1A2B3C4D5: Stopped");
  }

  @Test
  void the_list_has_a_line_a_release_and_the_reason_of_a_bad_end() {
    var lines =
        new ReleaseListScreen(plain(120))
            .lines(
                List.of(
                    new ReleaseLine(
                        1, "d-2", "rollback", "Succeeded", "one", "two", "asha", BEGAN, 65, ""),
                    new ReleaseLine(
                        2,
                        "d-1",
                        "release",
                        "Stopped",
                        "two",
                        "one",
                        "asha",
                        BEGAN,
                        5,
                        "TIMEOUT: x")));

    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
               release               version  began                 took       by
            1  d-2      ↩ Succeeded  one      2026-01-31T14:00:00Z  1 min 5 s  asha
            2  d-1      Stopped      two      2026-01-31T14:00:00Z  5 s        asha
                TIMEOUT: x\
            """);
  }

  @Test
  void the_report_is_markdown_with_timeline_weights_and_measurements() {
    var minute =
        new ReleaseReport.Minute(
            BEGAN,
            Map.of(Measured.REQUESTS, 45.0, Measured.ERRORS, 0.0, Measured.SLOWEST, 0.05),
            Map.of(Measured.REQUESTS, 5.0, Measured.ERRORS, 7.0, Measured.SHARE, 10.0));
    var report = new ReleaseReport(takenBack(), takenBack().getSentence(), List.of(minute));

    assertThat(String.join("\n", ReleaseMarkdown.lines(report)))
        .startsWith("# Release d-1A2B3C4D5\n\nRolled back: an alarm rang")
        .contains("| reason | ALARM_ACTIVE: Activated alarms: <site-5xx> |")
        .contains("| taken back by | d-2, Succeeded |")
        .contains("| AllowTraffic | Failed | 2026-01-31T14:00:00Z |  |  |")
        .contains("| 2026-01-31T14:00:00Z | 45 | 0 |  | 50 ms | 5 | 10 % | 7 |  |  |")
        .contains("Minutes and seconds are the region's, which the pace shortens.")
        .contains("| site-5xx | ALARM | 7 of 5 allowed |");
  }

  @Test
  void of_a_release_that_is_over_no_alarm_is_told_and_weights_are_those_at_its_end() {
    var past = withoutAlarms(takenBack());
    var report = new ReleaseReport(past, past.getSentence(), List.of());

    assertThat(ReleaseMarkdown.lines(report))
        .contains(
            "- green: 3f2a1b9c4d5e-77aa11cc behind shangwellness-prod-green, weight 10 % at its"
                + " end")
        .noneMatch(line -> line.startsWith("## Alarms"));
    assertThat(new ReleaseScreen(plain(100)).lines(past))
        .noneMatch(line -> line.contains("alarm watches"));
  }

  private static ReleaseState withoutAlarms(ReleaseState state) {
    return new ReleaseState(
        state.id(),
        state.status(),
        state.kind(),
        state.version(),
        state.replaces(),
        state.by(),
        state.time(),
        state.began(),
        state.ended(),
        state.seconds(),
        state.pace(),
        state.steps(),
        state.sides(),
        state.waits(),
        List.of(),
        state.error(),
        state.rollback(),
        state.rollbackOf());
  }
}
