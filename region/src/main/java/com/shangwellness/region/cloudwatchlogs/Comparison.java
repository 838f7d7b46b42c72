package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * A comparison with a number, a text in which {@code *} stands for anything, or a regular
 * expression.
 */
sealed interface Comparison {

  /** How two values are compared. */
  enum Operator {
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST;

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /** Whether a field's text is as it should be. */
  boolean matches(String value);

  /** Whether a JSON value is as it should be. */
  default boolean matches(JsonNode value) {
    return value.isValueNode() && !value.isNull() && matches(value.asText());
  }

  /** With a number. */
  record WithNumber(Operator operator, double number) implements Comparison {
    @Override
    public boolean matches(String value) {
      try {
        return operator.holds(Double.compare(Double.parseDouble(value), number));
      } catch (NumberFormatException e) {
        return operator == Operator.UNEQUAL;
      }
    }

    @Override
    public boolean matches(JsonNode value) {
      return value.isNumber()
          ? operator.holds(Double.compare(value.asDouble(), number))
          : value.isValueNode() && !value.isNull() && operator == Operator.UNEQUAL;
    }
  }

  /** With a text or a regular expression. */
  record WithText(boolean equal, Pattern text) implements Comparison {
    @Override
    public boolean matches(String value) {
      return text.matcher(value).find() == equal;
    }
  }

  /** Reads an operator and what it compares with. */
  static Comparison read(PatternReader reader, IntPredicate unquoted) {
    var operator = operator(reader);
    boolean equality = operator == Operator.EQUAL || operator == Operator.UNEQUAL;
    if (equality && reader.peek() == '%') {
      return new WithText(operator == Operator.EQUAL, reader.regex());
    }
    if (equality && reader.peek() == '"') {
      return new WithText(operator == Operator.EQUAL, wildcards(reader.quoted()));
    }
    var word = reader.run(unquoted).strip();
    if (word.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?")) {
      return new WithNumber(operator, Double.parseDouble(word));
    }
    if (!equality) {
      throw reader.invalid();
    }
    return new WithText(operator == Operator.EQUAL, wildcards(word));
  }

  private static Operator operator(PatternReader reader) {
    if (reader.take("!=")) {
      return Operator.UNEQUAL;
    }
    if (reader.take(">=")) {
      return Operator.AT_LEAST;
    }
    if (reader.take("<=")) {
      return Operator.AT_MOST;
    }
    if (reader.take(">")) {
      return Operator.GREATER;
    }
    if (reader.take("<")) {
      return Operator.LESS;
    }
    reader.expect("=");
    return Operator.EQUAL;
  }

  private static Pattern wildcards(String text) {
    var expression = new StringBuilder("\\A");
    text.chars()
        .forEach(c -> expression.append(c == '*' ? ".*" : Pattern.quote(Character.toString(c))));
    return Pattern.compile(expression.append("\\z").toString(), Pattern.DOTALL);
  }
}
