package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a rule of a Choice asks of the data (Amazon States Language, "Choice Rules"). */
sealed interface Condition {

  /** Whether the data meet it. */
  boolean isMet(Data data);

  /** All of them. */
  record And(List<Condition> conditions) implements Condition {
    @Override
    public boolean isMet(Data data) {
      return conditions.stream().allMatch(condition -> condition.isMet(data));
    }
  }

  /** One of them. */
  record Or(List<Condition> conditions) implements Condition {
    @Override
    public boolean isMet(Data data) {
      return conditions.stream().anyMatch(condition -> condition.isMet(data));
    }
  }

  /** The opposite. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean isMet(Data data) {
      return !condition.isMet(data);
    }
  }

  /**
   * What a value is. Only the question whether it is there may be asked of one that is not.
   *
   * @param variable where the value is
   */
  record Comparison(DataPath variable, Comparator comparator, JsonNode operand)
      implements Condition {

    @Override
    public boolean isMet(Data data) {
      var value = variable.find(data);
      if (value.isMissingNode() && comparator != Comparator.IS_PRESENT) {
        throw StateError.runtime(
            "Invalid path '"
                + variable.text()
                + "': The choice state's condition path references an invalid value.");
      }
      return comparator.test.test(value, operand);
    }
  }

  /** The comparisons that there are here; not those with times, nor those with another path. */
  enum Comparator {
    IS_PRESENT(
        "IsPresent", JsonNode::isBoolean, (value, is) -> value.isMissingNode() != is.asBoolean()),
    IS_NULL("IsNull", JsonNode::isBoolean, (value, is) -> value.isNull() == is.asBoolean()),
    IS_STRING("IsString", JsonNode::isBoolean, (value, is) -> value.isTextual() == is.asBoolean()),
    IS_NUMERIC("IsNumeric", JsonNode::isBoolean, (value, is) -> value.isNumber() == is.asBoolean()),
    IS_BOOLEAN(
        "IsBoolean", JsonNode::isBoolean, (value, is) -> value.isBoolean() == is.asBoolean()),
    BOOLEAN_EQUALS(
        "BooleanEquals",
        JsonNode::isBoolean,
        (value, other) -> value.isBoolean() && value.asBoolean() == other.asBoolean()),
    STRING_EQUALS("StringEquals", JsonNode::isTextual, JsonNode::equals),
    STRING_MATCHES(
        "StringMatches",
        JsonNode::isTextual,
        (value, pattern) -> value.isTextual() && matches(value.asText(), pattern.asText())),
    NUMERIC_EQUALS("NumericEquals", JsonNode::isNumber, (a, b) -> numbers(a, b, 0)),
    NUMERIC_LESS_THAN("NumericLessThan", JsonNode::isNumber, (a, b) -> numbers(a, b, -1)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", JsonNode::isNumber, (a, b) -> numbers(a, b, 1)),
    NUMERIC_LESS_THAN_EQUALS(
        "NumericLessThanEquals", JsonNode::isNumber, (a, b) -> numbers(a, b, -1, 0)),
    NUMERIC_GREATER_THAN_EQUALS(
        "NumericGreaterThanEquals", JsonNode::isNumber, (a, b) -> numbers(a, b, 1, 0));

    private final String word;
    private final Predicate<JsonNode> operands;
    private final BiPredicate<JsonNode, JsonNode> test;

    Comparator(String word, Predicate<JsonNode> operands, BiPredicate<JsonNode, JsonNode> test) {
      this.word = word;
      this.operands = operands;
      this.test = test;
    }

    /** What definitions call it. */
    String word() {
      return word;
    }

    /** Whether a value may be compared with {@code operand}. */
    boolean takes(JsonNode operand) {
      return operands.test(operand);
    }

    private static boolean numbers(JsonNode value, JsonNode other, int... signs) {
      if (!value.isNumber()) {
        return false;
      }
      int sign = value.decimalValue().compareTo(other.decimalValue());
      for (int wanted : signs) {
        if (sign == wanted) {
          return true;
        }
      }
      return false;
    }

    // "*" stands for any number of characters; "\\*" for itself.
    private static boolean matches(String text, String pattern) {
      var parts = new ArrayList<String>();
      for (var part : pattern.split("(?<!\\\\)\\*", -1)) {
        parts.add(Pattern.quote(part.replace("\\*", "*").replace("\\\\", "\\")));
      }
      return Pattern.compile(String.join(".*", parts), Pattern.DOTALL).matcher(text).matches();
    }
  }
}
