package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One state of a definition (Amazon States Language, "State types"). */
sealed interface State {

  /** Where an execution may go from here. */
  Stream<String> ways();

  /**
   * Calls an operation of a service.
   *
   * @param service such as {@code codedeploy}
   * @param operation such as {@code listDeployments}
   * @param next the next state; nothing ends the execution
   */
  record Task(
      String service,
      String operation,
      DataFlow flow,
      List<Retrier> retriers,
      List<Catcher> catchers,
      Optional<String> next)
      implements State {

    @Override
    public Stream<String> ways() {
      return Stream.concat(next.stream(), catchers.stream().map(Catcher::next));
    }
  }

  /** Goes on where the first rule that is met says. */
  record Choice(DataFlow flow, List<Rule> rules, Optional<String> otherwise) implements State {

    /** One rule. */
    record Rule(Condition condition, String next) {}

    @Override
    public Stream<String> ways() {
      return Stream.concat(rules.stream().map(Rule::next), otherwise.stream());
    }
  }

  /** Waits. */
  record Wait(DataFlow flow, Until until, Optional<String> next) implements State {

    @Override
    public Stream<String> ways() {
      return next.stream();
    }
  }

  /** Until when a Wait waits. */
  sealed interface Until {

    /** For a time. */
    record Passed(Duration duration) implements Until {}

    /** Until a time. */
    record At(Instant time) implements Until {}

    /** For the seconds that the data say. */
    record SecondsAt(DataPath path) implements Until {}

    /** Until the time that the data say. */
    record TimestampAt(DataPath path) implements Until {}
  }

  /** Hands its data on, or what it has instead. */
  record Pass(DataFlow flow, Optional<JsonNode> result, Optional<String> next) implements State {

    @Override
    public Stream<String> ways() {
      return next.stream();
    }
  }

  /** Ends the execution well. */
  record Succeed(DataFlow flow) implements State {

    @Override
    public Stream<String> ways() {
      return Stream.empty();
    }
  }

  /** Ends it badly. */
  record Fail(Optional<String> error, Optional<String> cause) implements State {

    @Override
    public Stream<String> ways() {
      return Stream.empty();
    }
  }
}
