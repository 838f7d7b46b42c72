package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Queries over metrics and the expressions on them, as GetMetricData and alarms make them. */
final class Queries {

  private static final int MOST = 500;
  private static final int FOUND = 500;
  private static final Duration SEARCHED = Duration.ofDays(14);

  private final Metrics metrics;

  Queries(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Refuses queries that cannot be answered at all.
   *
   * @throws AwsServiceException in CloudWatch's words
   */
  static void check(List<MetricDataQuery> queries) {
    if (queries.isEmpty()) {
      throw AwsErrors.of(
          MissingRequiredParameterException.builder(),
          "The parameter MetricDataQueries is required.");
    }
    if (queries.size() > MOST) {
      throw invalid(
          "The collection MetricDataQueries must not have a size greater than " + MOST + ".");
    }
    var ids = new HashSet<String>();
    for (var query : queries) {
      check(query);
      if (!ids.add(query.id())) {
        throw invalid("The values for parameter id in MetricDataQueries are not unique.");
      }
    }
  }

  private static void check(MetricDataQuery query) {
    if (query.id() == null || !query.id().matches("[a-z][A-Za-z0-9_]*")) {
      throw invalid(
          "The value "
              + query.id()
              + " for parameter id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
    }
    if ((query.expression() == null) == (query.metricStat() == null)) {
      throw AwsErrors.of(
          InvalidParameterCombinationException.builder(),
          "The query " + query.id() + " must have either MetricStat or Expression, and not both.");
    }
    if (query.expression() != null) {
      ExpressionParser.parse(query.expression());
      return;
    }
    var stat = query.metricStat();
    if (stat.metric() == null || stat.metric().metricName() == null || stat.stat() == null) {
      throw AwsErrors.of(
          MissingRequiredParameterException.builder(),
          "The parameters MetricStat.Metric and MetricStat.Stat of "
              + query.id()
              + " are required.");
    }
    period(stat.period());
    Statistic.named(stat.stat());
  }

  /**
   * Refuses periods that are no 1, 5, 10, 20, 30 seconds and no multiple of 60.
   *
   * @throws InvalidParameterValueException saying so
   */
  static void period(Integer period) {
    if (period == null
        || period < 1
        || (period % 60 != 0 && !List.of(1, 5, 10, 20, 30).contains(period))) {
      throw invalid(
          "The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60, and is "
              + period
              + ".");
    }
  }

  /**
   * Refuses times between which there is nothing.
   *
   * @throws InvalidParameterValueException saying so
   */
  static void times(Instant start, Instant end) {
    if (start == null || end == null || !start.isBefore(end)) {
      throw invalid("The parameter StartTime must be less than the parameter EndTime.");
    }
  }

  /** A query's answer, before it is put into the order that was asked for. */
  record Answer(MetricDataQuery query, Value value) {}

  /** Where the points of metrics come from. */
  private interface Source {
    NavigableMap<Long, Double> points(MetricStat stat, Timespan span);

    List<Value.Series> found(MetricSearch search, String statistic, Timespan span);
  }

  /** Points that are made up. */
  private static final Source TRIAL =
      new Source() {
        @Override
        public NavigableMap<Long, Double> points(MetricStat stat, Timespan span) {
          return new TreeMap<>(Map.of(0L, 1.0));
        }

        @Override
        public List<Value.Series> found(MetricSearch search, String statistic, Timespan span) {
          throw AlarmCheck.wrong("SEARCH is not supported on Metric Alarms.");
        }
      };

  /** Points that were measured. */
  private final class Measured implements Source {
    @Override
    public NavigableMap<Long, Double> points(MetricStat stat, Timespan span) {
      return measured(MetricId.of(stat.metric()), stat.unit(), stat.stat(), span);
    }

    @Override
    public List<Value.Series> found(MetricSearch search, String statistic, Timespan span) {
      var ids = metrics.listed(SEARCHED).filter(search::matches).limit(FOUND).toList();
      var labels = new SearchLabels(ids);
      return ids.stream()
          .map(id -> new Value.Series(labels.of(id), measured(id, null, statistic, span)))
          .toList();
    }
  }

  /**
   * Refuses queries that no data could answer with one series, as an alarm needs it: they are
   * worked out on points that are made up.
   *
   * @throws AwsServiceException in CloudWatch's words
   */
  static void tryOut(List<MetricDataQuery> queries, MetricDataQuery wanted) {
    var made = answers(queries, period -> new Timespan(0, period, period), TRIAL);
    made.stream()
        .filter(answer -> answer.query().equals(wanted))
        .filter(answer -> !(answer.value() instanceof Value.Series))
        .findFirst()
        .ifPresent(
            answer -> {
              throw invalid("The expression " + wanted.id() + " must return a single time series.");
            });
  }

  /**
   * What each query comes to, in their order; for each, every query that it refers to is answered
   * first.
   *
   * @param spans the periods of a query, given their length
   */
  List<Answer> answers(List<MetricDataQuery> queries, Spans spans) {
    return answers(queries, spans, new Measured());
  }

  private static List<Answer> answers(List<MetricDataQuery> queries, Spans spans, Source source) {
    var byId = new LinkedHashMap<String, MetricDataQuery>();
    queries.forEach(query -> byId.put(query.id(), query));
    int period =
        queries.stream()
            .filter(query -> query.metricStat() != null)
            .mapToInt(query -> query.metricStat().period())
            .min()
            .orElse(60);
    var math =
        new MetricMath(
            spans.of(period), (what, stat, length) -> source.found(what, stat, spans.of(length)));
    var answers = new HashMap<String, Value>();
    for (var query : byId.values()) {
      var stat = query.metricStat();
      if (stat != null) {
        var series = new Value.Series(label(query), source.points(stat, spans.of(stat.period())));
        answers.put(query.id(), series);
        math.measured(query.id(), series, stat.period());
      }
    }
    for (var query : inOrder(byId)) {
      var value = math.of(ExpressionParser.parse(query.expression()));
      answers.put(query.id(), value);
      math.know(query.id(), value, Optional.ofNullable(query.period()).orElse(period));
    }
    return queries.stream().map(query -> new Answer(query, answers.get(query.id()))).toList();
  }

  /** The periods that are asked for, given their length. */
  @FunctionalInterface
  interface Spans {
    Timespan of(int period);
  }

  // Expressions may refer to each other, in any order but not in a circle.
  private static List<MetricDataQuery> inOrder(Map<String, MetricDataQuery> queries) {
    var ordered = new ArrayList<MetricDataQuery>();
    var open = new HashSet<String>();
    queries.values().forEach(query -> visit(query, queries, open, ordered));
    return ordered;
  }

  private static void visit(
      MetricDataQuery query,
      Map<String, MetricDataQuery> queries,
      Set<String> open,
      List<MetricDataQuery> ordered) {
    if (query.expression() == null || ordered.contains(query)) {
      return;
    }
    if (!open.add(query.id())) {
      throw invalid("The expression " + query.id() + " refers to itself");
    }
    references(ExpressionParser.parse(query.expression()))
        .filter(queries::containsKey)
        .forEach(id -> visit(queries.get(id), queries, open, ordered));
    ordered.add(query);
  }

  private static Stream<String> references(Expression expression) {
    return switch (expression) {
      case Expression.Reference(String id) -> Stream.of(id);
      case Expression.Array(List<Expression> items) -> items.stream().flatMap(Queries::references);
      case Expression.Negative(Expression of) -> references(of);
      case Expression.Binary(Operator by, Expression left, Expression right) ->
          Stream.concat(references(left), references(right));
      case Expression.Call(String function, List<Expression> arguments) ->
          arguments.stream().flatMap(Queries::references);
      default -> Stream.empty();
    };
  }

  /**
   * A statistic of a metric, by the second at which a period begins.
   *
   * @param unit null for any
   * @return nothing where the metric comes in another unit
   */
  NavigableMap<Long, Double> measured(MetricId id, StandardUnit unit, String name, Timespan span) {
    var points = new TreeMap<Long, Double>();
    if (!metrics.comesIn(id, unit)) {
      return points;
    }
    var statistic = Statistic.named(name);
    metrics
        .read(id, span.from(), span.to(), span.period())
        .forEach((at, period) -> statistic.of(period).ifPresent(value -> points.put(at, value)));
    return points;
  }

  private static String label(MetricDataQuery query) {
    if (query.label() != null) {
      return query.label();
    }
    return query.metricStat() == null ? query.id() : query.metricStat().metric().metricName();
  }

  // "Expression-Label Metric-Label" where there are several; the metric's alone when the
  // expression has none.
  private static String label(MetricDataQuery query, Value.Series series, boolean several) {
    if (!several) {
      return label(query);
    }
    return Stream.of(Objects.requireNonNullElse(query.label(), ""), series.label())
        .filter(label -> !label.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** An answer as GetMetricData gives it. */
  static List<MetricDataResult> results(Answer answer, Timespan span, ScanBy order) {
    var series =
        switch (answer.value()) {
          case Value.Series one -> List.of(one);
          case Value.Many many -> many.series();
          default ->
              throw invalid(
                  "Error in expression '"
                      + answer.query().id()
                      + "' [The expression should return time series, and returns a number]");
        };
    boolean several = answer.value() instanceof Value.Many;
    return series.stream().map(one -> result(answer.query(), one, several, span, order)).toList();
  }

  private static MetricDataResult result(
      MetricDataQuery query, Value.Series series, boolean several, Timespan span, ScanBy order) {
    var points = series.points().subMap(span.from(), true, span.to(), false);
    var sorted = order == ScanBy.TIMESTAMP_ASCENDING ? points : points.descendingMap();
    return MetricDataResult.builder()
        .id(query.id())
        .label(label(query, series, several))
        .timestamps(sorted.keySet().stream().map(Instant::ofEpochSecond).toList())
        .values(sorted.values())
        .statusCode(StatusCode.COMPLETE)
        .build();
  }

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(InvalidParameterValueException.builder(), message);
  }
}
