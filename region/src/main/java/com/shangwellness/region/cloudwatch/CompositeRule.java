package com.shangwellness.region.cloudwatch;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** What a composite alarm asks of other alarms (API reference, PutCompositeAlarm, AlarmRule). */
sealed interface CompositeRule {

  /** Whether it holds, given the states of alarms. */
  boolean holds(Function<String, StateValue> states);

  /** The names or ARNs of the alarms that it asks about. */
  Stream<String> alarms();

  /** {@code TRUE} or {@code FALSE}. */
  record Constant(boolean value) implements CompositeRule {
    @Override
    public boolean holds(Function<String, StateValue> states) {
      return value;
    }

    @Override
    public Stream<String> alarms() {
      return Stream.empty();
    }
  }

  /** {@code ALARM("name")}, {@code OK("name")} or {@code INSUFFICIENT_DATA("name")}. */
  record InState(StateValue state, String alarm) implements CompositeRule {
    @Override
    public boolean holds(Function<String, StateValue> states) {
      return states.apply(alarm) == state;
    }

    @Override
    public Stream<String> alarms() {
      return Stream.of(alarm);
    }
  }

  /** {@code NOT rule}. */
  record Not(CompositeRule rule) implements CompositeRule {
    @Override
    public boolean holds(Function<String, StateValue> states) {
      return !rule.holds(states);
    }

    @Override
    public Stream<String> alarms() {
      return rule.alarms();
    }
  }

  /** {@code rule AND rule …}. */
  record All(List<CompositeRule> rules) implements CompositeRule {
    @Override
    public boolean holds(Function<String, StateValue> states) {
      return rules.stream().allMatch(rule -> rule.holds(states));
    }

    @Override
    public Stream<String> alarms() {
      return rules.stream().flatMap(CompositeRule::alarms);
    }
  }

  /** {@code rule OR rule …}. */
  record Any(List<CompositeRule> rules) implements CompositeRule {
    @Override
    public boolean holds(Function<String, StateValue> states) {
      return rules.stream().anyMatch(rule -> rule.holds(states));
    }

    @Override
    public Stream<String> alarms() {
      return rules.stream().flatMap(CompositeRule::alarms);
    }
  }
}
