package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
      return comparator.test(value, operand);
    }
  }

  /** The comparisons that there are here; not those with times, nor those with another path. */
  enum Comparator {
    IS_PRESENT("IsPresent"),
    IS_NULL("IsNull"),
    IS_STRING("IsString"),
    IS_NUMERIC("IsNumeric"),
    IS_BOOLEAN("IsBoolean"),
    BOOLEAN_EQUALS("BooleanEquals"),
    STRING_EQUALS("StringEquals"),
    STRING_MATCHES("StringMatches"),
    NUMERIC_EQUALS("NumericEquals"),
    NUMERIC_LESS_THAN("NumericLessThan"),
    NUMERIC_GREATER_THAN("NumericGreaterThan"),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals"),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals");

    private final String word;

    Comparator(String word) {
      this.word = word;
    }

    /** What definitions call it. */
    String word() {
      return word;
    }

    /** Whether a value may be compared with {@code operand}. */
    boolean takes(JsonNode operand) {
      return switch (this) {
        case IS_PRESENT, IS_NULL, IS_STRING, IS_NUMERIC, IS_BOOLEAN, BOOLEAN_EQUALS ->
            operand.isBoolean();
        case STRING_EQUALS, STRING_MATCHES -> operand.isTextual();
        case NUMERIC_EQUALS,
            NUMERIC_LESS_THAN,
            NUMERIC_GREATER_THAN,
            NUMERIC_LESS_THAN_EQUALS,
            NUMERIC_GREATER_THAN_EQUALS ->
            operand.isNumber();
      };
    }

    /** Whether {@code value} is as {@code operand} wants it. */
    boolean test(JsonNode value, JsonNode operand) {
      return switch (this) {
        case IS_PRESENT -> value.isMissingNode() != operand.asBoolean();
        case IS_NULL -> value.isNull() == operand.asBoolean();
        case IS_STRING -> value.isTextual() == operand.asBoolean();
        case IS_NUMERIC -> value.isNumber() == operand.asBoolean();
        case IS_BOOLEAN -> value.isBoolean() == operand.asBoolean();
        case BOOLEAN_EQUALS -> value.isBoolean() && value.asBoolean() == operand.asBoolean();
        case STRING_EQUALS -> value.equals(operand);
        case STRING_MATCHES -> value.isTextual() && matches(value.asText(), operand.asText());
        case NUMERIC_EQUALS -> numbers(value, operand, 0);
        case NUMERIC_LESS_THAN -> numbers(value, operand, -1);
        case NUMERIC_GREATER_THAN -> numbers(value, operand, 1);
        case NUMERIC_LESS_THAN_EQUALS -> numbers(value, operand, -1, 0);
        case NUMERIC_GREATER_THAN_EQUALS -> numbers(value, operand, 1, 0);
      };
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

    // "*" stands for any number of characters, "\\*" for itself, and "\\\\" for a backslash.
    private static boolean matches(String text, String pattern) {
      var regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c == '*') {
          regex.append(".*");
        } else {
          boolean isEscape = c == '\\' && i + 1 < pattern.length();
          i += isEscape ? 1 : 0;
          regex.append(Pattern.quote(pattern.substring(i, i + 1)));
        }
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }
  }
}
