package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatchlogs.QueryReader.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What {@code stats} computes of the rows of a group. */
@FunctionalInterface
interface QueryStatistic {

  Optional<String> of(List<Row> rows);

  static QueryStatistic read(QueryReader reader) {
    var name = reader.expect(Kind.NAME).toLowerCase(Locale.ROOT);
    reader.expect("(");
    if (name.equals("count") && (reader.take("*") || reader.peek().text().equals(")"))) {
      reader.expect(")");
      return rows -> Optional.of(String.valueOf(rows.size()));
    }
    var argument = QueryExpression.read(reader);
    double percent = 50;
    if (name.equals("pct") || name.equals("percentile")) {
      reader.expect(",");
      percent = Double.parseDouble(reader.expect(Kind.NUMBER));
      if (percent > 100) {
        throw QueryReader.malformed("a percentile must be from 0 to 100");
      }
    }
    reader.expect(")");
    return of(name, argument, percent);
  }

  private static QueryStatistic of(String name, QueryExpression argument, double percent) {
    return switch (name) {
      case "count" -> rows -> Optional.of(String.valueOf(values(rows, argument).size()));
      case "count_distinct" ->
          rows -> Optional.of(String.valueOf(values(rows, argument).stream().distinct().count()));
      case "min" -> rows -> values(rows, argument).stream().min(QueryExpression::order);
      case "max" -> rows -> values(rows, argument).stream().max(QueryExpression::order);
      case "sum" -> rows -> Optional.of(QueryExpression.text(sum(numbers(rows, argument))));
      case "avg" ->
          rows -> {
            var numbers = numbers(rows, argument);
            return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(QueryExpression.text(sum(numbers) / numbers.size()));
          };
      case "pct", "percentile", "median" ->
          rows -> percentile(numbers(rows, argument), percent).map(QueryExpression::text);
      default -> throw QueryReader.malformed("this region has no statistic " + name);
    };
  }

  private static List<String> values(List<Row> rows, QueryExpression argument) {
    return rows.stream().flatMap(row -> argument.of(row).stream()).toList();
  }

  private static List<Double> numbers(List<Row> rows, QueryExpression argument) {
    return rows.stream().flatMap(row -> argument.number(row).stream()).sorted().toList();
  }

  private static double sum(List<Double> numbers) {
    return numbers.stream().filter(Objects::nonNull).mapToDouble(n -> n).sum();
  }

  private static Optional<Double> percentile(List<Double> sorted, double percent) {
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return Optional.of(sorted.get(Math.max(0, rank - 1)));
  }
}
