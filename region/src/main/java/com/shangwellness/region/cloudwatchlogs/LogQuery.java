package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatchlogs.QueryReader.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A query in the language of Logs Insights, in the part of it that people type: {@code fields},
 * {@code display}, {@code filter}, {@code stats … by …}, {@code sort}, {@code limit} (CloudWatch
 * Logs guide, "Query syntax").
 *
 * @param steps what becomes of the rows, one after the other
 * @param shown the fields of an answer
 * @param aggregates whether rows of the answer are no events any more
 * @param limit the most rows; -1 when it is not said
 */
record LogQuery(
    List<UnaryOperator<List<Row>>> steps, List<String> shown, boolean aggregates, int limit) {

  /** A column: what it is called, and what it computes. */
  private record Column<T>(String name, T value) {}

  /** Reads a query. */
  static LogQuery parse(String text) {
    var reader = new QueryReader(text);
    var steps = new ArrayList<UnaryOperator<List<Row>>>();
    List<String> shown = List.of("@timestamp", "@message");
    boolean aggregates = false;
    int limit = -1;
    boolean first = true;
    do {
      var command = reader.expect(Kind.NAME).toLowerCase(Locale.ROOT);
      switch (command) {
        case "fields", "display" -> {
          var columns = columns(reader);
          steps.add(rows -> rows.stream().map(row -> filled(row, columns)).toList());
          var names = new ArrayList<String>();
          if (command.equals("fields")
              && !first
              && !shown.equals(List.of("@timestamp", "@message"))) {
            names.addAll(shown);
          }
          columns.forEach(column -> names.add(column.name()));
          shown = names.stream().distinct().toList();
        }
        case "filter", "where" -> {
          var condition = QueryExpression.read(reader);
          steps.add(rows -> rows.stream().filter(condition::holds).toList());
        }
        case "stats" -> {
          var statistics = statistics(reader);
          List<Column<QueryExpression>> keys = reader.take("by") ? columns(reader) : List.of();
          steps.add(rows -> grouped(rows, statistics, keys));
          var names = new ArrayList<String>();
          keys.forEach(key -> names.add(key.name()));
          statistics.forEach(statistic -> names.add(statistic.name()));
          shown = List.copyOf(names);
          aggregates = true;
        }
        case "sort", "order" -> {
          reader.take("by");
          var order = order(reader);
          steps.add(rows -> rows.stream().sorted(order).toList());
        }
        case "limit", "head" -> {
          limit = Integer.parseInt(reader.expect(Kind.NUMBER).replaceAll("\\..*", ""));
          long most = limit;
          steps.add(rows -> rows.stream().limit(most).toList());
        }
        default -> throw QueryReader.malformed("this region has no query command " + command);
      }
      first = false;
    } while (reader.take("|"));
    if (!reader.isAtEnd()) {
      throw reader.unexpected();
    }
    return new LogQuery(List.copyOf(steps), shown, aggregates, limit);
  }

  private static Row filled(Row row, List<Column<QueryExpression>> columns) {
    var filled = row;
    for (var column : columns) {
      filled = filled.with(column.name(), column.value().of(row));
    }
    return filled;
  }

  private static List<Column<QueryExpression>> columns(QueryReader reader) {
    var columns = new ArrayList<Column<QueryExpression>>();
    do {
      int begin = reader.position();
      var value = QueryExpression.read(reader);
      columns.add(new Column<>(name(reader, begin), value));
    } while (reader.take(","));
    return List.copyOf(columns);
  }

  private static List<Column<QueryStatistic>> statistics(QueryReader reader) {
    var columns = new ArrayList<Column<QueryStatistic>>();
    do {
      int begin = reader.position();
      var value = QueryStatistic.read(reader);
      columns.add(new Column<>(name(reader, begin), value));
    } while (reader.take(","));
    return List.copyOf(columns);
  }

  private static String name(QueryReader reader, int begin) {
    var written = reader.since(begin);
    return reader.take("as") ? reader.expect(Kind.NAME) : written;
  }

  private static List<Row> grouped(
      List<Row> rows, List<Column<QueryStatistic>> statistics, List<Column<QueryExpression>> keys) {
    var groups = new LinkedHashMap<Row, List<Row>>();
    for (var row : rows) {
      var key = filled(new Row(new LinkedHashMap<>()), keys, row);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return groups.entrySet().stream()
        .map(
            group -> {
              var row = group.getKey();
              for (var statistic : statistics) {
                row = row.with(statistic.name(), statistic.value().of(group.getValue()));
              }
              return row;
            })
        .toList();
  }

  private static Row filled(Row empty, List<Column<QueryExpression>> keys, Row from) {
    var filled = empty;
    for (var key : keys) {
      filled = filled.with(key.name(), key.value().of(from));
    }
    return filled;
  }

  private static Comparator<Row> order(QueryReader reader) {
    Comparator<Row> order = Comparator.comparing(row -> 0);
    do {
      int begin = reader.position();
      var value = QueryExpression.read(reader);
      var written = reader.since(begin);
      Comparator<Row> next =
          Comparator.comparing(
              row -> row.get(written).or(() -> value.of(row)).orElse(""), QueryExpression::order);
      order = order.thenComparing(reader.take("desc") ? next.reversed() : next);
      reader.take("asc");
    } while (reader.take(","));
    return order;
  }

  /** The rows of the answer. */
  List<Row> of(List<Row> events) {
    var rows = events;
    for (var step : steps) {
      rows = step.apply(rows);
    }
    return rows;
  }
}
