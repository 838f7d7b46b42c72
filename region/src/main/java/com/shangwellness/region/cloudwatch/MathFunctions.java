package com.shangwellness.region.cloudwatch;

import static com.shangwellness.region.cloudwatch.MetricMath.each;
import static com.shangwellness.region.cloudwatch.MetricMath.wrong;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The functions of metric math (CloudWatch user guide, "Functions supported for metric math").
 * Anomaly detection, Contributor Insights and service quotas are not known here, and refused.
 */
final class MathFunctions {

  private final MetricMath math;

  MathFunctions(MetricMath math) {
    this.math = math;
  }

  Value call(String function, List<Expression> arguments) {
    return switch (function) {
      case "METRICS" -> metrics(arguments);
      case "SUM" -> across(one(function, arguments), MathFunctions::sum);
      case "AVG" -> average(one(function, arguments));
      case "MIN" ->
          across(one(function, arguments), n -> n.stream().mapToDouble(d -> d).min().orElseThrow());
      case "MAX" ->
          across(one(function, arguments), n -> n.stream().mapToDouble(d -> d).max().orElseThrow());
      case "STDDEV" -> across(one(function, arguments), MathFunctions::deviation);
      case "ABS" -> each(one(function, arguments), Math::abs);
      case "CEIL" -> each(one(function, arguments), Math::ceil);
      case "FLOOR" -> each(one(function, arguments), Math::floor);
      case "LOG" -> each(one(function, arguments), Math::log);
      case "LOG10" -> each(one(function, arguments), Math::log10);
      case "PERIOD" -> new Value.Scalar(period(arguments));
      case "DATAPOINT_COUNT" -> count(one(function, arguments));
      case "METRIC_COUNT" -> new Value.Scalar(math.list(one(function, arguments)).size());
      case "MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH" ->
          times(TimePart.valueOf(function), one(function, arguments));
      case "TIME_SERIES" -> first(one(function, arguments));
      case "DIFF" -> steps(one(function, arguments), (change, seconds) -> change);
      case "DIFF_TIME" -> steps(one(function, arguments), (change, seconds) -> seconds);
      case "RATE" -> steps(one(function, arguments), (change, seconds) -> change / seconds);
      case "RUNNING_SUM" -> runningSum(one(function, arguments));
      case "FILL" -> fill(arguments);
      case "IF" -> choose(arguments);
      case "FIRST" -> first(one(function, arguments));
      case "LAST" -> series(one(function, arguments)).getLast();
      case "SEARCH" -> search(arguments);
      case "SLICE" -> slice(arguments);
      case "SORT" -> sort(arguments);
      case "REMOVE_EMPTY" ->
          new Value.Many(
              series(one(function, arguments)).stream()
                  .filter(one -> !one.points().isEmpty())
                  .toList());
      default -> throw wrong("The function " + function + " is not known here");
    };
  }

  private Value one(String function, List<Expression> arguments) {
    if (arguments.size() != 1) {
      throw wrong(function + " takes one argument and has " + arguments.size());
    }
    return math.of(arguments.getFirst());
  }

  private List<Value.Series> series(Value value) {
    var list = math.list(value);
    if (list.isEmpty()) {
      throw wrong("The expression has no metrics to choose from");
    }
    return list;
  }

  private Value.Series first(Value value) {
    return series(value).getFirst();
  }

  private Value metrics(List<Expression> arguments) {
    return switch (arguments.size()) {
      case 0 -> new Value.Many(math.measured(""));
      case 1 -> new Value.Many(math.measured(words(arguments.getFirst())));
      default -> throw wrong("METRICS takes at most one argument, a part of ids in quotes");
    };
  }

  private static String words(Expression expression) {
    if (expression instanceof Expression.Text(String words)) {
      return words;
    }
    throw wrong("Words in quotes are needed");
  }

  private Value search(List<Expression> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw wrong("SEARCH takes what to look for, a statistic, and the period in seconds");
    }
    int period = arguments.size() == 3 ? number(arguments.get(2)) : math.timespan().period();
    Queries.period(period);
    var statistic = words(arguments.get(1));
    Statistic.named(statistic);
    return new Value.Many(
        math.found(SearchParser.parse(words(arguments.get(0))), statistic, period));
  }

  private Value times(TimePart part, Value value) {
    var of = series(value).getFirst();
    var points = new TreeMap<Long, Double>();
    var span = math.timespan();
    for (long at = span.from(); at < span.to(); at += span.period()) {
      points.put(at, part.of(at));
    }
    return new Value.Series(of.label(), points);
  }

  // "Missing values are treated as 0", which is no matter for one metric: what misses is not there.
  private Value average(Value value) {
    return value instanceof Value.Many many
        ? byTime(many, n -> sum(n) / many.series().size())
        : overTime(value, n -> sum(n) / n.size());
  }

  private static Value count(Value value) {
    return switch (value) {
      case Value.Series one -> new Value.Scalar(one.points().size());
      case Value.Many many -> byTime(many, List::size);
      default -> throw wrong("Only a metric has data points to count");
    };
  }

  private int period(List<Expression> arguments) {
    if (arguments.size() == 1 && arguments.getFirst() instanceof Expression.Reference(String id)) {
      return math.period(id)
          .orElseThrow(() -> wrong("PERIOD refers to " + id + ", and there is no such query"));
    }
    throw wrong("PERIOD takes the id of a query");
  }

  /** One number for each point in time from several series, or one for all times from one. */
  private Value across(Value value, ToDoubleFunction<List<Double>> by) {
    return value instanceof Value.Many many ? byTime(many, by) : overTime(value, by);
  }

  private static Value byTime(Value.Many many, ToDoubleFunction<List<Double>> by) {
    var times = new TreeSet<Long>();
    many.series().forEach(one -> times.addAll(one.points().keySet()));
    var points = new TreeMap<Long, Double>();
    for (var at : times) {
      var numbers = new ArrayList<Double>();
      many.series()
          .forEach(
              one -> {
                if (one.points().containsKey(at)) {
                  numbers.add(one.points().get(at));
                }
              });
      points.put(at, by.applyAsDouble(numbers));
    }
    return new Value.Series("", points);
  }

  private Value overTime(Value value, ToDoubleFunction<List<Double>> by) {
    return switch (value) {
      case Value.Series one when one.points().isEmpty() -> one;
      case Value.Series one ->
          new Value.Scalar(by.applyAsDouble(List.copyOf(one.points().values())));
      default -> across(new Value.Many(math.list(value)), by);
    };
  }

  private static double sum(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double deviation(List<Double> numbers) {
    double mean = sum(numbers) / numbers.size();
    return Math.sqrt(
        numbers.stream().mapToDouble(n -> (n - mean) * (n - mean)).sum() / numbers.size());
  }

  /** What is made of the change since the point before, and of the seconds between. */
  @FunctionalInterface
  private interface Step {
    double of(double change, double seconds);
  }

  private static Value steps(Value value, Step step) {
    return switch (value) {
      case Value.Series one -> stepped(one, step);
      case Value.Many many ->
          new Value.Many(many.series().stream().map(one -> stepped(one, step)).toList());
      default -> throw wrong("Only a metric changes over time");
    };
  }

  private static Value.Series stepped(Value.Series series, Step step) {
    var points = new TreeMap<Long, Double>();
    for (var point : series.points().entrySet()) {
      var before = series.points().lowerEntry(point.getKey());
      if (before != null) {
        points.put(
            point.getKey(),
            step.of(
                point.getValue() - before.getValue(), point.getKey() - (double) before.getKey()));
      }
    }
    return new Value.Series(series.label(), points);
  }

  private Value runningSum(Value value) {
    var sums = new ArrayList<Value.Series>();
    for (var series : math.list(value)) {
      var points = new TreeMap<Long, Double>();
      double sum = 0;
      for (var point : series.points().entrySet()) {
        sum += point.getValue();
        points.put(point.getKey(), sum);
      }
      sums.add(new Value.Series(series.label(), points));
    }
    return value instanceof Value.Many ? new Value.Many(sums) : sums.getFirst();
  }

  private Value fill(List<Expression> arguments) {
    if (arguments.size() != 2) {
      throw wrong("FILL takes a metric and what to fill it with");
    }
    var value = math.of(arguments.get(0));
    var filling = filling(arguments.get(1));
    var filled = math.list(value).stream().map(one -> filling.fill(one, math.timespan())).toList();
    return value instanceof Value.Many ? new Value.Many(filled) : filled.getFirst();
  }

  private Filling filling(Expression with) {
    return switch (with) {
      case Expression.Reference(String how) when how.equals("REPEAT") -> new Filling.Repeat();
      case Expression.Reference(String how) when how.equals("LINEAR") -> new Filling.Linear();
      default -> new Filling.With(single(math.of(with)));
    };
  }

  private Value choose(List<Expression> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw wrong("IF takes a condition, a value, and a value for otherwise");
    }
    var condition = math.of(arguments.get(0));
    var yes = single(math.of(arguments.get(1)));
    var no =
        arguments.size() == 3
            ? single(math.of(arguments.get(2)))
            : new Value.Series("", new TreeMap<>());
    return switch (condition) {
      case Value.Scalar(double holds) -> holds != 0 ? yes : no;
      case Value.Series when -> chosen(when, yes, no);
      default -> throw wrong("IF decides by a number or a single metric");
    };
  }

  private static Value single(Value value) {
    if (value instanceof Value.Scalar || value instanceof Value.Series) {
      return value;
    }
    throw wrong("A number or a single metric is needed");
  }

  // Where it holds and there is no value, it is 0; where it does not hold, nothing.
  private static Value.Series chosen(Value.Series when, Value yes, Value no) {
    var points = new TreeMap<Long, Double>();
    when.points()
        .forEach(
            (at, holds) -> {
              if (holds != 0) {
                points.put(at, MetricMath.at(yes, at).orElse(0.0));
              } else {
                MetricMath.at(no, at).ifPresent(number -> points.put(at, number));
              }
            });
    return new Value.Series(when.label(), points);
  }

  private Value slice(List<Expression> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw wrong("SLICE takes metrics, the first one's number, and the number to end before");
    }
    var all = math.list(math.of(arguments.get(0)));
    int from = Math.clamp(number(arguments.get(1)), 0, all.size());
    if (arguments.size() == 2) {
      return new Value.Many(all.subList(from, all.size()));
    }
    return new Value.Many(
        all.subList(from, Math.clamp(number(arguments.get(2)), from, all.size())));
  }

  private int number(Expression expression) {
    return math.of(expression) instanceof Value.Scalar scalar
        ? (int) scalar.number()
        : refuseNumber();
  }

  private static int refuseNumber() {
    throw wrong("A whole number is needed");
  }

  private Value sort(List<Expression> arguments) {
    if (arguments.size() < 3
        || !(arguments.get(1) instanceof Expression.Reference(String by))
        || !(arguments.get(2) instanceof Expression.Reference(String order))) {
      throw wrong("SORT takes metrics, AVG, MIN, MAX or SUM, ASC or DESC, and how many");
    }
    Comparator<Value.Series> comparator = Comparator.comparingDouble(series -> measure(by, series));
    var sorted =
        math.list(math.of(arguments.get(0))).stream()
            .filter(series -> !series.points().isEmpty())
            .sorted(order.equals("DESC") ? comparator.reversed() : comparator)
            .toList();
    int limit = arguments.size() > 3 ? number(arguments.get(3)) : sorted.size();
    return new Value.Many(sorted.subList(0, Math.clamp(limit, 0, sorted.size())));
  }

  private static double measure(String by, Value.Series series) {
    var numbers = List.copyOf(series.points().values());
    return switch (by.toUpperCase(Locale.ROOT)) {
      case "SUM" -> sum(numbers);
      case "MIN" -> numbers.stream().mapToDouble(d -> d).min().orElseThrow();
      case "MAX" -> numbers.stream().mapToDouble(d -> d).max().orElseThrow();
      case "AVG" -> sum(numbers) / numbers.size();
      default -> throw wrong("SORT is by AVG, MIN, MAX or SUM, not by " + by);
    };
  }
}
