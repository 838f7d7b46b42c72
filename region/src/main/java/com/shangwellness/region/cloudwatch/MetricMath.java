package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/**
 * Works expressions out. Where two series meet and one has no point, it counts as 0; a point that
 * comes to no number is left out (CloudWatch user guide, "Using metric math").
 */
final class MetricMath {

  private final Map<String, Value.Series> measured = new LinkedHashMap<>();
  private final Map<String, Value> known = new LinkedHashMap<>();
  private final Map<String, Integer> periods = new LinkedHashMap<>();
  private final MathFunctions functions = new MathFunctions(this);
  private final Timespan timespan;
  private final Search search;

  /** Finds metrics by what they are called. */
  @FunctionalInterface
  interface Search {
    List<Value.Series> find(MetricSearch search, String statistic, int period);
  }

  /** What {@code timespan} asks for is worked out; other metrics are found by {@code search}. */
  MetricMath(Timespan timespan, Search search) {
    this.timespan = timespan;
    this.search = search;
  }

  /** Gives a metric to those that refer to it, by its id or as one of all. */
  void measured(String id, Value.Series series, int period) {
    measured.put(id, series);
    know(id, series, period);
  }

  /** Gives a query's result to those that refer to it. */
  void know(String id, Value value, int period) {
    known.put(id, value);
    periods.put(id, period);
  }

  Timespan timespan() {
    return timespan;
  }

  /** The period of the query called {@code id}, in seconds. */
  Optional<Integer> period(String id) {
    return Optional.ofNullable(periods.get(id));
  }

  /** The metrics of the request whose id contains {@code word}; results of expressions are none. */
  List<Value.Series> measured(String word) {
    return measured.entrySet().stream()
        .filter(metric -> metric.getKey().contains(word))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The metrics that a search finds. */
  List<Value.Series> found(MetricSearch what, String statistic, int period) {
    return search.find(what, statistic, period);
  }

  /** What {@code expression} comes to. */
  Value of(Expression expression) {
    return switch (expression) {
      case Expression.Constant(double value) -> new Value.Scalar(value);
      case Expression.Text(String value) -> new Value.Words(value);
      case Expression.Reference(String id) -> reference(id);
      case Expression.Array(List<Expression> items) -> many(items);
      case Expression.Negative(Expression of) -> each(of(of), n -> -n);
      case Expression.Binary(Operator by, Expression left, Expression right) ->
          clean(together(of(left), of(right), by::apply));
      case Expression.Call(String function, List<Expression> arguments) ->
          clean(functions.call(function, arguments));
    };
  }

  private Value reference(String id) {
    var value = known.get(id);
    if (value == null) {
      throw wrong("The expression refers to " + id + ", and there is no query of that id");
    }
    return value;
  }

  private Value many(List<Expression> items) {
    var all = new ArrayList<Value.Series>();
    items.forEach(item -> all.addAll(list(of(item))));
    return new Value.Many(all);
  }

  /** A value as series; a number is the same at all times. */
  List<Value.Series> list(Value value) {
    return switch (value) {
      case Value.Series one -> List.of(one);
      case Value.Many many -> many.series();
      case Value.Scalar scalar -> List.of(constant(scalar.number()));
      case Value.Words words ->
          throw wrong("'" + words.text() + "' stands where a metric is needed");
    };
  }

  private Value.Series constant(double number) {
    var points = new TreeMap<Long, Double>();
    for (long at = timespan.from(); at < timespan.to(); at += timespan.period()) {
      points.put(at, number);
    }
    return new Value.Series(Double.toString(number), points);
  }

  /** Every point changed alike. */
  static Value each(Value value, DoubleUnaryOperator change) {
    return switch (value) {
      case Value.Scalar scalar -> new Value.Scalar(change.applyAsDouble(scalar.number()));
      case Value.Series series -> series.each(change);
      case Value.Many many ->
          new Value.Many(many.series().stream().map(one -> one.each(change)).toList());
      case Value.Words words ->
          throw wrong("'" + words.text() + "' stands where a number is needed");
    };
  }

  /** Two values point by point. */
  static Value together(Value left, Value right, DoubleBinaryOperator by) {
    if (left instanceof Value.Scalar a) {
      return each(right, b -> by.applyAsDouble(a.number(), b));
    }
    if (right instanceof Value.Scalar b) {
      return each(left, a -> by.applyAsDouble(a, b.number()));
    }
    if (left instanceof Value.Many many && right instanceof Value.Series b) {
      return new Value.Many(many.series().stream().map(one -> paired(one, b, by)).toList());
    }
    if (left instanceof Value.Series a && right instanceof Value.Many many) {
      return new Value.Many(many.series().stream().map(one -> paired(a, one, by)).toList());
    }
    if (left instanceof Value.Series a && right instanceof Value.Series b) {
      return paired(a, b, by);
    }
    if (left instanceof Value.Many && right instanceof Value.Many) {
      throw wrong("Several metrics cannot be calculated with several others");
    }
    throw wrong("Words cannot be calculated with");
  }

  // "Missing values in a time series are treated as 0."
  private static Value.Series paired(Value.Series a, Value.Series b, DoubleBinaryOperator by) {
    var times = new TreeSet<>(a.points().keySet());
    times.addAll(b.points().keySet());
    var points = new TreeMap<Long, Double>();
    for (var at : times) {
      double left = a.points().getOrDefault(at, 0.0);
      points.put(at, by.applyAsDouble(left, b.points().getOrDefault(at, 0.0)));
    }
    return new Value.Series(a.label(), points);
  }

  /** What a number or a single metric is at a time; empty when it has no point there. */
  static Optional<Double> at(Value value, long at) {
    return switch (value) {
      case Value.Scalar(double number) -> Optional.of(number);
      case Value.Series series -> Optional.ofNullable(series.points().get(at));
      default -> throw wrong("A number or a single metric is needed");
    };
  }

  // 0/0 is no data point.
  private static Value clean(Value value) {
    return switch (value) {
      case Value.Series series -> cleaned(series);
      case Value.Many many ->
          new Value.Many(many.series().stream().map(MetricMath::cleaned).toList());
      default -> value;
    };
  }

  private static Value.Series cleaned(Value.Series series) {
    var points = new TreeMap<>(series.points());
    points.values().removeIf(number -> !Double.isFinite(number));
    return new Value.Series(series.label(), points);
  }

  static AwsServiceException wrong(String message) {
    return AwsErrors.of(InvalidParameterValueException.builder(), message);
  }
}
