package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/**
 * What is asked of a period's values (CloudWatch user guide, "CloudWatch statistics definitions").
 * {@code PR}, {@code TC}, {@code TS} and {@code WM} are not known here and refused.
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
      return period
          .distribution()
          .map(values -> OptionalDouble.of(values.percentile(percent)))
          .orElse(OptionalDouble.empty());
    }

    /** The fewest values that CloudWatch calls significant for it. */
    double significant() {
      return percent > 50 ? 10 / (1 - percent / 100) : 10 / (percent / 100);
    }
  }

  /** {@code tm90}: the average without the highest values. */
  record TrimmedMean(double low, double high) implements Statistic {
    @Override
    public OptionalDouble of(Aggregate period) {
      return period
          .distribution()
          .map(values -> OptionalDouble.of(values.trimmedMean(low, high)))
          .orElse(OptionalDouble.empty());
    }
  }

  /** A percentage of up to three digits and ten decimals. */
  Pattern WITH_PERCENT = Pattern.compile("(p|tm)(\\d{1,3}(?:\\.\\d{1,10})?)");

  /**
   * The statistic called {@code name}.
   *
   * @throws InvalidParameterValueException when there is none of that name
   */
  static Statistic named(String name) {
    for (var simple : Simple.values()) {
      if (simple.name.equals(name)) {
        return simple;
      }
    }
    if (name.equals("IQM")) {
      return new TrimmedMean(25, 75);
    }
    var matcher = WITH_PERCENT.matcher(name);
    if (matcher.matches()) {
      double percent = Double.parseDouble(matcher.group(2));
      if (percent > 0 && percent <= 100) {
        return matcher.group(1).equals("p") ? new Percentile(percent) : new TrimmedMean(0, percent);
      }
    }
    throw AwsErrors.of(
        InvalidParameterValueException.builder(),
        "The value "
            + name
            + " for parameter Stat is not supported. Known here: SampleCount, Average, Sum,"
            + " Minimum, Maximum, IQM, pNN.NN and tmNN.NN.");
  }
}
