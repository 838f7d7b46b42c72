package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.stepfunctions.Condition.Comparator;
import com.shangwellness.region.stepfunctions.State.Until;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one state of a definition. */
final class StateReader {

  private static final Set<String> ALL = Set.of("Type", "Comment", "QueryLanguage");
  private static final Set<String> FLOW = Set.of("InputPath", "OutputPath");
  private static final Set<String> WAY = Set.of("Next", "End");
  private static final Set<String> TASK =
      Set.of(
          "Resource",
          "Parameters",
          "ResultSelector",
          "ResultPath",
          "Retry",
          "Catch",
          "TimeoutSeconds",
          "HeartbeatSeconds");
  private static final Pattern RESOURCE =
      Pattern.compile("arn:aws[a-z-]*:states:::aws-sdk:([a-z0-9]+):([a-zA-Z0-9]+)");

  private StateReader() {}

  /**
   * Reads {@code state}.
   *
   * @throws IllegalArgumentException when it is none that can run here
   */
  static State read(Fields state, SdkCalls calls) {
    state.requireJsonPath();
    return switch (state.require("Type")) {
      case "Task" -> task(state, calls);
      case "Choice" -> choice(state);
      case "Wait" -> wait(state);
      case "Pass" -> {
        allow(state, FLOW, WAY, Set.of("Result", "ResultPath", "Parameters"));
        yield new State.Pass(
            flow(state),
            state.has("Result") ? Optional.of(state.get("Result")) : Optional.empty(),
            state.next());
      }
      case "Succeed" -> {
        allow(state, FLOW);
        yield new State.Succeed(flow(state));
      }
      case "Fail" -> {
        allow(state, Set.of("Error", "Cause"));
        yield new State.Fail(state.text("Error"), state.text("Cause"));
      }
      default ->
          throw state.refused(
              "Type '"
                  + state.require("Type")
                  + "': this region runs Task, Choice, Wait, Pass, Succeed and Fail");
    };
  }

  @SafeVarargs
  private static void allow(Fields state, Set<String>... names) {
    var all = new HashSet<>(ALL);
    for (var some : names) {
      all.addAll(some);
    }
    state.allow(all);
  }

  private static DataFlow flow(Fields state) {
    return new DataFlow(
        state.pathOrNull("InputPath"),
        state.template("Parameters"),
        state.template("ResultSelector"),
        state.resultPath(),
        state.pathOrNull("OutputPath"));
  }

  private static State task(Fields state, SdkCalls calls) {
    allow(state, FLOW, WAY, TASK);
    var resource = RESOURCE.matcher(state.require("Resource"));
    if (!resource.matches() || calls.find(resource.group(1), resource.group(2)).isEmpty()) {
      throw state.refused(
          "Resource '"
              + state.require("Resource")
              + "': tasks call operations of this region's services here, by"
              + " arn:aws:states:::aws-sdk:service:operation");
    }
    var flow = flow(state);
    if (state.get("Parameters") instanceof ObjectNode parameters) {
      try {
        calls.check(resource.group(1), resource.group(2), parameters);
      } catch (IllegalArgumentException e) {
        throw state.refused("Parameters: " + e.getMessage());
      }
    }
    // Calls are answered at once here: none is ever late.
    var unused = List.of(state.seconds("TimeoutSeconds"), state.seconds("HeartbeatSeconds"));
    var retriers = state.items("Retry").stream().map(StateReader::retrier).toList();
    var catchers = state.items("Catch").stream().map(StateReader::catcher).toList();
    checkAll(state, retriers.stream().map(Retrier::errors).toList());
    checkAll(state, catchers.stream().map(Catcher::errors).toList());
    return new State.Task(
        resource.group(1), resource.group(2), flow, retriers, catchers, state.next());
  }

  // "The reserved name States.ALL … MUST appear alone in the array and MUST appear in the last"
  // retrier or catcher: Amazon States Language.
  private static void checkAll(Fields state, List<List<String>> errors) {
    for (int i = 0; i < errors.size(); i++) {
      var names = errors.get(i);
      if (names.contains("States.ALL") && (names.size() > 1 || i < errors.size() - 1)) {
        throw state.refused("'States.ALL' stands alone, and in the last place");
      }
    }
  }

  private static Retrier retrier(Fields fields) {
    fields.allow(
        Set.of(
            "Comment",
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy"));
    return new Retrier(
        fields.texts("ErrorEquals"),
        positive(fields, "IntervalSeconds").orElse(Duration.ofSeconds(1)),
        fields.whole("MaxAttempts", 3),
        fields.number("BackoffRate", 2, 1),
        positive(fields, "MaxDelaySeconds").orElse(Duration.ofDays(365)));
  }

  private static Optional<Duration> positive(Fields fields, String name) {
    var seconds = fields.seconds(name);
    if (seconds.filter(Duration::isZero).isPresent()) {
      throw fields.refused("Field '" + name + "' must be positive");
    }
    return seconds;
  }

  private static Catcher catcher(Fields fields) {
    fields.allow(Set.of("Comment", "ErrorEquals", "ResultPath", "Next"));
    return new Catcher(fields.texts("ErrorEquals"), fields.resultPath(), fields.require("Next"));
  }

  private static State choice(Fields state) {
    allow(state, FLOW, Set.of("Choices", "Default"));
    var rules =
        state.items("Choices").stream()
            .map(rule -> new State.Choice.Rule(condition(rule, true), rule.require("Next")))
            .toList();
    if (rules.isEmpty()) {
      throw state.refused("The field 'Choices' must have at least one rule");
    }
    return new State.Choice(flow(state), rules, state.text("Default"));
  }

  private static Condition condition(Fields rule, boolean top) {
    var around = top ? Set.of("Next", "Comment") : Set.of("Comment");
    if (rule.has("And") || rule.has("Or")) {
      var word = rule.has("And") ? "And" : "Or";
      allowRule(rule, around, Set.of(word));
      var parts = rule.items(word).stream().map(part -> condition(part, false)).toList();
      if (parts.isEmpty()) {
        throw rule.refused("The field '" + word + "' must have at least one rule");
      }
      return word.equals("And") ? new Condition.And(parts) : new Condition.Or(parts);
    }
    if (rule.has("Not")) {
      allowRule(rule, around, Set.of("Not"));
      return new Condition.Not(
          condition(new Fields(rule.get("Not"), rule.where() + "/Not"), false));
    }
    return comparison(rule, around);
  }

  private static void allowRule(Fields rule, Set<String> around, Set<String> own) {
    var names = new HashSet<>(around);
    names.addAll(own);
    rule.allow(names);
  }

  private static Condition comparison(Fields rule, Set<String> around) {
    for (var comparator : Comparator.values()) {
      if (rule.has(comparator.word())) {
        allowRule(rule, around, Set.of("Variable", comparator.word()));
        var operand = rule.get(comparator.word());
        if (!comparator.takes(operand)) {
          throw rule.refused(comparator.word() + " cannot compare with " + operand);
        }
        return new Condition.Comparison(
            rule.path("Variable")
                .orElseThrow(() -> rule.refused("The field 'Variable' is required")),
            comparator,
            operand);
      }
    }
    throw rule.refused(
        "A rule has a comparison; this region has "
            + List.of(Comparator.values()).stream().map(Comparator::word).toList()
            + " and And, Or, Not");
  }

  private static State wait(Fields state) {
    allow(state, FLOW, WAY, Set.of("Seconds", "Timestamp", "SecondsPath", "TimestampPath"));
    var ways = new ArrayList<Until>();
    state.seconds("Seconds").map(Until.Passed::new).ifPresent(ways::add);
    state.text("Timestamp").map(text -> at(state, text)).ifPresent(ways::add);
    state.path("SecondsPath").map(Until.SecondsAt::new).ifPresent(ways::add);
    state.path("TimestampPath").map(Until.TimestampAt::new).ifPresent(ways::add);
    if (ways.size() != 1) {
      throw state.refused(
          "A Wait has one of 'Seconds', 'Timestamp', 'SecondsPath' and 'TimestampPath'");
    }
    return new State.Wait(flow(state), ways.getFirst(), state.next());
  }

  private static Until at(Fields state, String text) {
    try {
      return new Until.At(Instant.parse(text));
    } catch (DateTimeException e) {
      throw state.refused("Timestamp '" + text + "' is no time of RFC 3339 in UTC");
    }
  }
}
