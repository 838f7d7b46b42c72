package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatchlogs.QueryReader.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a query computes of a row: empty where the row does not have what it takes. */
@FunctionalInterface
interface QueryExpression {

  DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  Optional<String> of(Row row);

  default boolean holds(Row row) {
    return of(row).filter("1"::equals).isPresent();
  }

  default Optional<Double> number(Row row) {
    return of(row).flatMap(QueryExpression::number);
  }

  static Optional<Double> number(String text) {
    return text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")
        ? Optional.of(Double.valueOf(text))
        : Optional.empty();
  }

  /** As Insights writes a number: no needless digits. */
  static String text(double number) {
    return new BigDecimal(number, MathContext.DECIMAL64).stripTrailingZeros().toPlainString();
  }

  private static QueryExpression truth(java.util.function.Predicate<Row> holds) {
    return row -> Optional.of(holds.test(row) ? "1" : "0");
  }

  static QueryExpression read(QueryReader reader) {
    var left = and(reader);
    while (reader.take("or")) {
      var one = left;
      var other = and(reader);
      left = truth(row -> one.holds(row) || other.holds(row));
    }
    return left;
  }

  private static QueryExpression and(QueryReader reader) {
    var left = not(reader);
    while (reader.take("and")) {
      var one = left;
      var other = not(reader);
      left = truth(row -> one.holds(row) && other.holds(row));
    }
    return left;
  }

  private static QueryExpression not(QueryReader reader) {
    if (reader.take("not")) {
      var inside = not(reader);
      return truth(row -> !inside.holds(row));
    }
    return comparison(reader);
  }

  private static QueryExpression comparison(QueryReader reader) {
    var left = sum(reader);
    boolean negated = reader.take("not");
    if (reader.take("like") || reader.take("=~")) {
      var pattern = pattern(reader);
      return truth(
          row -> left.of(row).filter(v -> pattern.matcher(v).find()).isPresent() != negated);
    }
    if (reader.take("in")) {
      var list = list(reader);
      return truth(
          row ->
              left.of(row)
                      .filter(
                          v ->
                              list.stream()
                                  .anyMatch(
                                      e -> e.of(row).filter(o -> order(v, o) == 0).isPresent()))
                      .isPresent()
                  != negated);
    }
    if (negated) {
      throw reader.unexpected();
    }
    for (var sign : List.of("<=", ">=", "!=", "=", "<", ">")) {
      if (reader.take(sign)) {
        var right = sum(reader);
        return truth(row -> compares(sign, left.of(row), right.of(row)));
      }
    }
    return left;
  }

  private static boolean compares(String sign, Optional<String> left, Optional<String> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return sign.equals("!=") && left.isPresent() != right.isPresent();
    }
    int order = order(left.get(), right.get());
    return switch (sign) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** Numbers by their value, other texts by their letters. */
  static int order(String left, String right) {
    var one = number(left);
    var other = number(right);
    return one.isPresent() && other.isPresent()
        ? Double.compare(one.get(), other.get())
        : left.compareTo(right);
  }

  private static Pattern pattern(QueryReader reader) {
    if (reader.peek().kind() == Kind.QUOTED) {
      return Pattern.compile(Pattern.quote(reader.expect(Kind.QUOTED)));
    }
    try {
      return Pattern.compile(reader.expect(Kind.REGEX));
    } catch (PatternSyntaxException e) {
      throw QueryReader.malformed("invalid regular expression: " + e.getDescription());
    }
  }

  private static List<QueryExpression> list(QueryReader reader) {
    reader.expect("[");
    var list = new ArrayList<>(List.of(sum(reader)));
    while (reader.take(",")) {
      list.add(sum(reader));
    }
    reader.expect("]");
    return list;
  }

  private static QueryExpression sum(QueryReader reader) {
    var left = product(reader);
    while (true) {
      if (reader.take("+")) {
        left = computed(left, product(reader), Double::sum);
      } else if (reader.take("-")) {
        left = computed(left, product(reader), (a, b) -> a - b);
      } else {
        return left;
      }
    }
  }

  private static QueryExpression product(QueryReader reader) {
    var left = single(reader);
    while (true) {
      if (reader.take("*")) {
        left = computed(left, single(reader), (a, b) -> a * b);
      } else if (reader.take("/")) {
        left = computed(left, single(reader), (a, b) -> a / b);
      } else if (reader.take("%")) {
        left = computed(left, single(reader), (a, b) -> a % b);
      } else {
        return left;
      }
    }
  }

  private static QueryExpression computed(
      QueryExpression left, QueryExpression right, DoubleBinaryOperator operator) {
    return row ->
        left.number(row)
            .flatMap(a -> right.number(row).map(b -> operator.applyAsDouble(a, b)))
            .filter(Double::isFinite)
            .map(QueryExpression::text);
  }

  private static QueryExpression single(QueryReader reader) {
    if (reader.take("(")) {
      var inside = read(reader);
      reader.expect(")");
      return inside;
    }
    if (reader.take("-")) {
      var inside = single(reader);
      return row -> inside.number(row).map(n -> text(-n));
    }
    return switch (reader.peek().kind()) {
      case NUMBER -> constant(reader.expect(Kind.NUMBER));
      case QUOTED -> constant(reader.expect(Kind.QUOTED));
      case NAME -> named(reader);
      default -> throw reader.unexpected();
    };
  }

  private static QueryExpression constant(String value) {
    return row -> Optional.of(value);
  }

  private static QueryExpression named(QueryReader reader) {
    var name = reader.expect(Kind.NAME);
    if (!reader.take("(")) {
      return row -> row.get(name);
    }
    if (name.equalsIgnoreCase("bin")) {
      var width = width(reader).toMillis();
      reader.expect(")");
      return row ->
          row.get("@timestamp")
              .map(t -> TIME.parse(t, Instant::from).toEpochMilli())
              .map(t -> TIME.format(Instant.ofEpochMilli(Math.floorDiv(t, width) * width)));
    }
    var argument = read(reader);
    reader.expect(")");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ispresent" -> truth(row -> argument.of(row).isPresent());
      case "isempty" -> truth(row -> argument.of(row).filter(v -> !v.isEmpty()).isEmpty());
      case "isblank" -> truth(row -> argument.of(row).filter(v -> !v.isBlank()).isEmpty());
      case "strlen" -> row -> argument.of(row).map(v -> String.valueOf(v.length()));
      case "tolower" -> row -> argument.of(row).map(v -> v.toLowerCase(Locale.ROOT));
      case "toupper" -> row -> argument.of(row).map(v -> v.toUpperCase(Locale.ROOT));
      case "trim" -> row -> argument.of(row).map(String::strip);
      case "abs" -> row -> argument.number(row).map(n -> text(Math.abs(n)));
      case "ceil" -> row -> argument.number(row).map(n -> text(Math.ceil(n)));
      case "floor" -> row -> argument.number(row).map(n -> text(Math.floor(n)));
      default -> throw QueryReader.malformed("this region has no function " + name);
    };
  }

  /** The width of a bin: {@code 5m}. */
  static Duration width(QueryReader reader) {
    long value = Math.max(1, (long) Double.parseDouble(reader.expect(Kind.NUMBER)));
    return switch (reader.expect(Kind.NAME)) {
      case "ms" -> Duration.ofMillis(value);
      case "s" -> Duration.ofSeconds(value);
      case "m" -> Duration.ofMinutes(value);
      case "h" -> Duration.ofHours(value);
      case "d" -> Duration.ofDays(value);
      default -> throw reader.unexpected();
    };
  }
}
