package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.release.ReleaseState.Cause;
import com.shangwellness.ops.release.ReleaseState.Rollback;
import com.shangwellness.ops.release.ReleaseState.Side;
import com.shangwellness.ops.release.ReleaseState.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoryTest {
  private static final Cause ALARM = new Cause("ALARM_ACTIVE", "Activated alarms: <site-5xx>.");

  static Stream<Arguments> stories() {
    return Stream.of(
        story(
            "Released: two serves all requests, and the tasks of one are gone.",
            "Succeeded",
            100,
            Cause.NONE,
            Rollback.NONE),
        story(
            "Rolling back to one: an alarm rang (Activated alarms: <site-5xx>).",
            "Stopped",
            0,
            ALARM,
            new Rollback("d-2", "InProgress")),
        story(
            "Rolled back: an alarm rang (Activated alarms: <site-5xx>). one serves all requests.",
            "Stopped",
            0,
            ALARM,
            new Rollback("d-2", "Succeeded")),
        story(
            "The rollback to one failed, too (d-2), after an alarm rang (Activated alarms:"
                + " <site-5xx>). Look at once: ./shang status",
            "Stopped",
            10,
            ALARM,
            new Rollback("d-2", "Failed")),
        story(
            "Failed: it took too long. No traffic stayed on it: one serves all requests.",
            "Failed",
            0,
            new Cause("TIMEOUT", ""),
            Rollback.NONE),
        story(
            "Stopped: somebody stopped it, and was not rolled back: two was left with 10 % of the"
                + " requests.",
            "Stopped", 10, new Cause("MANUAL_STOP", ""), Rollback.NONE),
        story(
            "Failed: CodeDeploy gives no reason. No traffic stayed on it: one serves all"
                + " requests.",
            "Failed",
            0,
            Cause.NONE,
            Rollback.NONE),
        story("Under way: two is at Install.", "InProgress", 0, Cause.NONE, Rollback.NONE));
  }

  private static Arguments story(
      String sentence, String status, int green, Cause cause, Rollback rollback) {
    return Arguments.of(sentence, release(status, green, cause, rollback));
  }

  private static ReleaseState release(String status, int green, Cause cause, Rollback rollback) {
    var none = Map.<String, Double>of();
    return new ReleaseState(
        "d-1",
        status,
        "release",
        "two",
        "one",
        "me",
        "2026-01-31T14:05:00Z",
        "2026-01-31T14:00:00Z",
        "",
        300,
        1,
        List.of(
            new Step("Install", status.equals("InProgress") ? status : "Succeeded", "", "", "")),
        List.of(
            new Side("blue", "web-blue", "one", 2, 2, 2, 100 - green, none, List.of()),
            new Side("green", "web-green", "two", 2, 2, 2, green, none, List.of())),
        List.of(),
        List.of(),
        cause,
        rollback,
        "");
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_release_ends_with_one_sentence_that_says_what_happened_and_why(
      String sentence, ReleaseState release) {
    assertThat(release.getSentence()).isEqualTo(sentence);
  }
}
