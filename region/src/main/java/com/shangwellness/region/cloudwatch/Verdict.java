package com.shangwellness.region.cloudwatch;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What data points say about an alarm: a function of nothing else (CloudWatch user guide,
 * "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data", whose tables
 * are the tests of this class).
 */
final class Verdict {

  /** What is done about a period without data. */
  enum Missing {
    MISSING,
    IGNORE,
    BREACHING,
    NOT_BREACHING;

    /** The way that an alarm names; the first one when it names none. */
    static Missing named(String name) {
      return switch (name) {
        case "ignore" -> IGNORE;
        case "breaching" -> BREACHING;
        case "notBreaching" -> NOT_BREACHING;
        case null, default -> MISSING;
      };
    }
  }

  /**
   * An alarm's rule.
   *
   * @param periods how many data points count: N
   * @param toAlarm how many of them have to breach: M
   */
  record Rule(int periods, int toAlarm, Missing missing) {

    /**
     * How many periods are looked at: some more than count, so that a late one does not change the
     * state. The guide's example has five for three.
     */
    int range() {
      return periods + 2;
    }
  }

  private Verdict() {}

  /**
   * The state that the points ask for; empty when the present one is to be kept.
   *
   * @param breaching for each period of the range, the oldest first, whether it breaches; empty
   *     where there are no data
   */
  static Optional<StateValue> of(Rule rule, List<Optional<Boolean>> breaching) {
    var real = breaching.stream().flatMap(Optional::stream).toList();
    if (real.size() >= rule.periods()) {
      return state(rule, breaches(real.subList(real.size() - rule.periods(), real.size())));
    }
    int filled = rule.periods() - real.size();
    return switch (rule.missing()) {
      case BREACHING -> state(rule, breaches(real) + filled);
      case NOT_BREACHING -> state(rule, breaches(real));
      case MISSING -> sparse(rule, breaching, Optional.of(StateValue.INSUFFICIENT_DATA));
      case IGNORE -> sparse(rule, breaching, Optional.empty());
    };
  }

  private static Optional<StateValue> sparse(
      Rule rule, List<Optional<Boolean>> breaching, Optional<StateValue> unknown) {
    var real = breaching.stream().flatMap(Optional::stream).toList();
    long breaches = breaches(real);
    if (breaches >= rule.toAlarm()) {
      return Optional.of(StateValue.ALARM);
    }
    if (breaches < real.size()) {
      return Optional.of(StateValue.OK);
    }
    // "Always go into ALARM state when the oldest available breaching datapoint … is at least as
    // old as the value of Datapoints to Alarm, and all other more recent data points are breaching
    // or missing"; an alarm that ignores what is missing stays as it is.
    return oldest(breaching) >= rule.toAlarm() && unknown.isPresent()
        ? Optional.of(StateValue.ALARM)
        : unknown;
  }

  // 1 is the newest; 0 when there is none.
  private static int oldest(List<Optional<Boolean>> breaching) {
    for (int i = 0; i < breaching.size(); i++) {
      if (breaching.get(i).isPresent()) {
        return breaching.size() - i;
      }
    }
    return 0;
  }

  private static long breaches(List<Boolean> real) {
    return real.stream().filter(breach -> breach).count();
  }

  private static Optional<StateValue> state(Rule rule, long breaches) {
    return Optional.of(breaches >= rule.toAlarm() ? StateValue.ALARM : StateValue.OK);
  }
}
