package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/**
 * What is asked of a period's values (CloudWatch user guide, "CloudWatch statistics definitions").
 */
sealed interface Statistic {

  /** The statistic of {@code period}; empty when its values are not known well enough for it. */
  OptionalDouble of(Aggregate period);

  /** One of the five that need no distribution. */
  enum Simple implements Statistic {
    SAMPLE_COUNT("SampleCount") {
      @Override
      double value(Aggregate period) {
        return period.count();
      }
    },
    AVERAGE("Average") {
      @Override
      double value(Aggregate period) {
        return period.average();
      }
    },
    SUM("Sum") {
      @Override
      double value(Aggregate period) {
        return period.sum();
      }
    },
    MINIMUM("Minimum") {
      @Override
      double value(Aggregate period) {
        return period.minimum();
      }
    },
    MAXIMUM("Maximum") {
      @Override
      double value(Aggregate period) {
        return period.maximum();
      }
    };

    private final String name;

    Simple(String name) {
      this.name = name;
    }

    abstract double value(Aggregate period);

    @Override
    public OptionalDouble of(Aggregate period) {
      return OptionalDouble.of(value(period));
    }
  }

  /** {@code p99.9}: what so many percent of the values do not exceed. */
  record Percentile(double percent) implements Statistic {
    @Override
    public OptionalDouble of(Aggregate period) {
      return known(period)
          .map(values -> OptionalDouble.of(values.percentile(percent)))
          .orElse(OptionalDouble.empty());
    }

    /** The fewest values that CloudWatch calls significant for it. */
    double significant() {
      return percent > 50 ? 10 / (1 - percent / 100) : 10 / (percent / 100);
    }
  }

  /** What is done with the values of a range. */
  enum Trimmed {
    MEAN("TM") {
      @Override
      double of(Distribution all, Range range) {
        return all.part(range).average();
      }
    },
    COUNT("TC") {
      @Override
      double of(Distribution all, Range range) {
        return all.part(range).count();
      }
    },
    SUM("TS") {
      @Override
      double of(Distribution all, Range range) {
        return all.part(range).sum();
      }
    },
    /** The average, with what lies outside moved to the range's ends. */
    WINSORIZED_MEAN("WM") {
      @Override
      double of(Distribution all, Range range) {
        return all.movedInto(range).average();
      }
    },
    /** How many percent of all values are in it. */
    RANK("PR") {
      @Override
      double of(Distribution all, Range range) {
        return 100 * all.part(range).count() / all.count();
      }
    };

    private final String name;

    Trimmed(String name) {
      this.name = name;
    }

    static Trimmed named(String name) {
      return Stream.of(values()).filter(one -> one.name.equals(name)).findFirst().orElseThrow();
    }

    /** Not a number when it cannot be told. */
    abstract double of(Distribution all, Range range);
  }

  /** {@code tm90}, {@code TC(10%:90%)}, {@code PR(:300)}: of the values in a range only. */
  record OfRange(Trimmed what, Range range) implements Statistic {
    @Override
    public OptionalDouble of(Aggregate period) {
      return known(period)
          .map(values -> what.of(values, range))
          .filter(Double::isFinite)
          .map(OptionalDouble::of)
          .orElse(OptionalDouble.empty());
    }
  }

  /**
   * The values of a period, if they are known: "These type of statistics are not available for
   * metrics when any of the metric values are negative numbers."
   */
  private static Optional<Distribution> known(Aggregate period) {
    return period.distribution().filter(values -> period.minimum() >= 0);
  }

  /** Those that need no distribution, by their names. */
  Map<String, Statistic> SIMPLE =
      Stream.of(Simple.values()).collect(Collectors.toUnmodifiableMap(s -> s.name, s -> s));

  /** A percentage of up to three digits and ten decimals, without parentheses. */
  Pattern WITH_PERCENT = Pattern.compile("(p|tm|tc|ts|wm)(\\d{1,3}(?:\\.\\d{1,10})?)");

  /** Two ends in parentheses. */
  Pattern WITH_RANGE = Pattern.compile("(TM|TC|TS|WM|PR)\\(([^()]+)\\)");

  /**
   * The statistic called {@code name}.
   *
   * @throws InvalidParameterValueException when there is none of that name
   */
  static Statistic named(String name) {
    return simple(name)
        .or(() -> ofRange(name))
        .or(() -> ofPercent(name))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    InvalidParameterValueException.builder(),
                    "The value "
                        + name
                        + " for parameter Stat is not supported. Known are SampleCount, Average,"
                        + " Sum, Minimum, Maximum, IQM, p, tm, tc, ts or wm with a percentage as"
                        + " in p99.9, and TM, TC, TS, WM or PR with a range as in TM(10%:90%) or"
                        + " PR(:300)."));
  }

  private static Optional<Statistic> simple(String name) {
    return Optional.ofNullable(SIMPLE.get(name));
  }

  private static Optional<Statistic> ofRange(String name) {
    if (name.equals("IQM")) {
      return Optional.of(new OfRange(Trimmed.MEAN, new Range.Percent(25, 75)));
    }
    var matcher = WITH_RANGE.matcher(name);
    return matcher.matches()
        ? Range.read(matcher.group(2))
            .map(range -> new OfRange(Trimmed.named(matcher.group(1)), range))
            // A rank in percent of a range in percent would say nothing.
            .filter(of -> of.what() != Trimmed.RANK || of.range() instanceof Range.Sizes)
            .map(of -> of)
        : Optional.empty();
  }

  private static Optional<Statistic> ofPercent(String name) {
    var matcher = WITH_PERCENT.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double percent = Double.parseDouble(matcher.group(2));
    if (percent <= 0 || percent > 100) {
      return Optional.empty();
    }
    var what = matcher.group(1);
    return Optional.of(
        what.equals("p")
            ? new Percentile(percent)
            : new OfRange(
                Trimmed.named(what.toUpperCase(Locale.ROOT)), new Range.Percent(0, percent)));
  }
}
