package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Reads the rule of a composite alarm: NOT binds before AND, AND before OR. */
final class CompositeRuleParser {

  private static final Pattern STATE =
      Pattern.compile(
          "(ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\"'\\s()]+))\\s*\\)");

  private final String rule;
  private int at;

  private CompositeRuleParser(String rule) {
    this.rule = rule;
  }

  /**
   * The rule that {@code text} says.
   *
   * @throws AwsServiceException (ValidationError) when it says none
   */
  static CompositeRule parse(String text) {
    var parser = new CompositeRuleParser(text);
    var rule = parser.any();
    parser.space();
    if (parser.at < text.length()) {
      throw parser.unexpected();
    }
    return rule;
  }

  private CompositeRule any() {
    return list("OR", CompositeRuleParser::all, CompositeRule.Any::new);
  }

  private CompositeRule all() {
    return list("AND", CompositeRuleParser::not, CompositeRule.All::new);
  }

  private CompositeRule list(
      String between,
      Function<CompositeRuleParser, CompositeRule> item,
      Function<List<CompositeRule>, CompositeRule> joined) {
    var items = new ArrayList<CompositeRule>();
    do {
      items.add(item.apply(this));
    } while (word(between));
    return items.size() == 1 ? items.getFirst() : joined.apply(items);
  }

  private CompositeRule not() {
    return word("NOT") ? new CompositeRule.Not(not()) : single();
  }

  private CompositeRule single() {
    if (sign('(')) {
      var inner = any();
      if (!sign(')')) {
        throw unexpected();
      }
      return inner;
    }
    var state = state();
    if (state.isPresent()) {
      var found = state.get();
      for (int group = 2; group <= 4; group++) {
        if (found.group(group) != null) {
          return new CompositeRule.InState(
              StateValue.fromValue(found.group(1)), found.group(group));
        }
      }
    }
    if (word("TRUE")) {
      return new CompositeRule.Constant(true);
    }
    if (word("FALSE")) {
      return new CompositeRule.Constant(false);
    }
    throw unexpected();
  }

  private Optional<Matcher> state() {
    space();
    var matcher = STATE.matcher(rule).region(at, rule.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher);
  }

  private boolean word(String word) {
    space();
    int end = at + word.length();
    boolean there =
        rule.startsWith(word, at)
            && (end == rule.length() || !Character.isLetterOrDigit(rule.charAt(end)));
    at = there ? end : at;
    return there;
  }

  private boolean sign(char sign) {
    space();
    boolean there = at < rule.length() && rule.charAt(at) == sign;
    at = there ? at + 1 : at;
    return there;
  }

  private void space() {
    while (at < rule.length() && Character.isWhitespace(rule.charAt(at))) {
      at++;
    }
  }

  private AwsServiceException unexpected() {
    return AwsErrors.of(
        "ValidationError",
        400,
        "AlarmRule must not contain invalid expression: at position "
            + at
            + (at < rule.length() ? ", near \"" + rule.substring(at) + "\"" : ", its end")
            + ". Known are ALARM(\"name\"), OK(\"name\"), INSUFFICIENT_DATA(\"name\"), TRUE, FALSE,"
            + " AND, OR, NOT and parentheses.");
  }
}
