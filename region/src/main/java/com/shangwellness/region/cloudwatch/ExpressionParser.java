package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/** Reads metric math, by precedence climbing. */
final class ExpressionParser {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern TEXT = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  private final String text;
  private int at;

  private ExpressionParser(String text) {
    this.text = text;
  }

  /**
   * The expression that {@code text} says.
   *
   * @throws InvalidParameterValueException when it says none, with the place
   */
  static Expression parse(String text) {
    var parser = new ExpressionParser(text);
    var expression = parser.operation(0);
    parser.space();
    if (parser.at < text.length()) {
      throw parser.unexpected();
    }
    return expression;
  }

  private Expression operation(int binding) {
    var left = operand();
    for (var operator = operator(); operator.isPresent(); operator = operator()) {
      var found = operator.get();
      if (found.binding() <= binding) {
        return left;
      }
      at += found.sign().length();
      left = new Expression.Binary(found, left, operation(found.binding()));
    }
    return left;
  }

  private Optional<Operator> operator() {
    space();
    return Stream.of(Operator.values())
        .filter(operator -> text.startsWith(operator.sign(), at))
        // <= before <: the longer one is meant.
        .max((a, b) -> Integer.compare(a.sign().length(), b.sign().length()));
  }

  private Expression operand() {
    space();
    if (taken('-')) {
      return new Expression.Negative(operand());
    }
    if (taken('(')) {
      var inner = operation(0);
      require(')');
      return inner;
    }
    if (taken('[')) {
      return new Expression.Array(list(']'));
    }
    var number = next(NUMBER);
    if (number.isPresent()) {
      return new Expression.Constant(Double.parseDouble(number.get().group()));
    }
    var words = next(TEXT);
    if (words.isPresent()) {
      var found = words.get();
      return new Expression.Text(found.group(1) != null ? found.group(1) : found.group(2));
    }
    var name = next(NAME).orElseThrow(this::unexpected).group();
    space();
    return taken('(') ? new Expression.Call(name, list(')')) : new Expression.Reference(name);
  }

  private List<Expression> list(char end) {
    var items = new ArrayList<Expression>();
    space();
    if (taken(end)) {
      return items;
    }
    do {
      items.add(operation(0));
      space();
    } while (taken(','));
    require(end);
    return items;
  }

  private Optional<Matcher> next(Pattern pattern) {
    var matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher);
  }

  private boolean taken(char sign) {
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char sign) {
    space();
    if (!taken(sign)) {
      throw unexpected();
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private AwsServiceException unexpected() {
    return AwsErrors.of(
        InvalidParameterValueException.builder(),
        "Error in expression '"
            + text
            + "' [Unexpected "
            + (at < text.length() ? "character '" + text.charAt(at) + "'" : "end of input")
            + " at position "
            + at
            + "]");
  }
}
