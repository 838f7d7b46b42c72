package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** The tables of the CloudWatch user guide, row by row, and the rules around them. */
class VerdictTest {

  @ParameterizedTest(name = "{0}: {1} {2} {3} {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 - X - X | OK                | OK     | OK    | OK
          0 - - - - | OK                | OK     | OK    | OK
          - - - - - | INSUFFICIENT_DATA | retain | ALARM | OK
          0 X X - X | ALARM             | ALARM  | ALARM | ALARM
          - - X - - | ALARM             | retain | ALARM | OK
          - - - - X | INSUFFICIENT_DATA | retain | ALARM | OK
          X - - - - | ALARM             | retain | ALARM | OK
          """)
  void three_out_of_three(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    decides(3, points, missing, ignore, breaching, notBreaching);
  }

  @ParameterizedTest(name = "{0}: {1} {2} {3} {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 - X - X | ALARM             | ALARM  | ALARM | ALARM
          0 0 X 0 X | ALARM             | ALARM  | ALARM | ALARM
          0 - X - - | OK                | OK     | ALARM | OK
          - - - - 0 | OK                | OK     | ALARM | OK
          - - - X - | ALARM             | retain | ALARM | OK
          - - - - X | INSUFFICIENT_DATA | retain | ALARM | OK
          """)
  void two_out_of_three(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    decides(2, points, missing, ignore, breaching, notBreaching);
  }

  private static void decides(
      int toAlarm,
      String points,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    assertThat(says(toAlarm, Verdict.Missing.MISSING, points)).isEqualTo(missing);
    assertThat(says(toAlarm, Verdict.Missing.IGNORE, points)).isEqualTo(ignore);
    assertThat(says(toAlarm, Verdict.Missing.BREACHING, points)).isEqualTo(breaching);
    assertThat(says(toAlarm, Verdict.Missing.NOT_BREACHING, points)).isEqualTo(notBreaching);
  }

  private static String says(int toAlarm, Verdict.Missing missing, String points) {
    return Verdict.of(new Verdict.Rule(3, toAlarm, missing), read(points))
        .map(StateValue::toString)
        .orElse("retain");
  }

  private static List<Optional<Boolean>> read(String points) {
    return Arrays.stream(points.split(" ", -1))
        .map(
            point -> point.equals("-") ? Optional.<Boolean>empty() : Optional.of(point.equals("X")))
        .toList();
  }

  /** With enough data, what is done about missing data does not matter. */
  @Property
  void real_points_decide_alone_when_there_are_enough(
      @ForAll("points") List<Optional<Boolean>> points,
      @ForAll @IntRange(min = 1, max = 3) int toAlarm) {
    if (points.stream().filter(Optional::isPresent).count() < 3) {
      return;
    }
    var verdicts = new ArrayList<Optional<StateValue>>();
    for (var missing : Verdict.Missing.values()) {
      verdicts.add(Verdict.of(new Verdict.Rule(3, toAlarm, missing), points));
    }
    assertThat(verdicts).allMatch(verdicts.getFirst()::equals).allMatch(Optional::isPresent);
  }

  /** More breaching points never turn an alarm off. */
  @Property
  void a_point_that_breaches_more_never_ends_an_alarm(
      @ForAll("points") List<Optional<Boolean>> points,
      @ForAll @IntRange(min = 1, max = 3) int toAlarm,
      @ForAll @IntRange(min = 0, max = 4) int at,
      @ForAll Verdict.Missing missing) {
    var rule = new Verdict.Rule(3, toAlarm, missing);
    if (points.get(at).isEmpty()
        || !Verdict.of(rule, points).equals(Optional.of(StateValue.ALARM))) {
      return;
    }
    var worse = new ArrayList<>(points);
    worse.set(at, Optional.of(true));

    assertThat(Verdict.of(rule, worse)).contains(StateValue.ALARM);
  }

  @Provide
  Arbitrary<List<Optional<Boolean>>> points() {
    return Arbitraries.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false))
        .list()
        .ofSize(5);
  }
}
