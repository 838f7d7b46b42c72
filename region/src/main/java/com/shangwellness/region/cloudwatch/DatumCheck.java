package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** What PutMetricData accepts (API reference, PutMetricData and MetricDatum). */
final class DatumCheck {

  private static final int DATA = 1000;
  private static final int VALUES = 150;
  private static final int DIMENSIONS = 30;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_VALUE = 1024;
  private static final double LARGEST = Math.pow(2, 360);
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);

  private DatumCheck() {}

  /**
   * @throws AwsServiceException in CloudWatch's words, naming the first datum that is wrong
   */
  static void check(PutMetricDataRequest request, Instant now) {
    namespace(request.namespace());
    if (request.metricData().isEmpty()) {
      throw missing("The parameter MetricData is required.");
    }
    if (request.metricData().size() > DATA) {
      throw invalid("The collection MetricData must not have a size greater than " + DATA + ".");
    }
    for (int i = 0; i < request.metricData().size(); i++) {
      datum(request.metricData().get(i), "MetricData.member." + (i + 1), now);
    }
  }

  private static void namespace(String namespace) {
    if (namespace == null || namespace.isEmpty()) {
      throw missing("The parameter Namespace is required.");
    }
    if (Stream.of("AWS/", "ECS/ContainerInsights").anyMatch(namespace::startsWith)) {
      throw invalid(
          "The value "
              + (namespace.startsWith("AWS/") ? "AWS/" : namespace)
              + " for parameter Namespace is invalid.");
    }
    if (!namespace.matches("[^:][ -~]{0,254}")) {
      throw invalid(
          "The value "
              + namespace
              + " for parameter Namespace contains invalid characters or is too long.");
    }
  }

  private static void datum(MetricDatum datum, String where, Instant now) {
    if (datum.metricName() == null || datum.metricName().isEmpty()) {
      throw missing("The parameter " + where + ".MetricName is required.");
    }
    if (datum.metricName().length() > 255) {
      throw invalid("The parameter " + where + ".MetricName must be shorter than 256 characters.");
    }
    if (datum.unit() == StandardUnit.UNKNOWN_TO_SDK_VERSION) {
      throw invalid(
          "The parameter "
              + where
              + ".Unit must be a value in the set [ "
              + String.join(
                  ", ", StandardUnit.knownValues().stream().map(Object::toString).sorted().toList())
              + " ].");
    }
    var resolution = datum.storageResolution();
    if (resolution != null && resolution != 1 && resolution != 60) {
      throw invalid(
          "The parameter "
              + where
              + ".StorageResolution must be 1 or 60, and is "
              + resolution
              + ".");
    }
    dimensions(datum.dimensions(), where);
    time(datum.timestamp(), where, now);
    values(datum, where);
  }

  private static void dimensions(List<Dimension> dimensions, String where) {
    if (dimensions.size() > DIMENSIONS) {
      throw invalid(
          "The collection "
              + where
              + ".Dimensions must not have a size greater than "
              + DIMENSIONS
              + ".");
    }
    var names = new HashSet<String>();
    for (var dimension : dimensions) {
      if (dimension.name() == null
          || dimension.name().isBlank()
          || dimension.value() == null
          || dimension.value().isBlank()) {
        throw invalid(
            "The parameter " + where + ".Dimensions needs a name and a value that are not empty.");
      }
      if (dimension.name().length() > LONGEST_NAME || dimension.value().length() > LONGEST_VALUE) {
        throw invalid(
            "The parameter "
                + where
                + ".Dimensions has a name of more than "
                + LONGEST_NAME
                + " characters, or a value of more than "
                + LONGEST_VALUE
                + ".");
      }
      if (!isAscii(dimension.name() + dimension.value()) || dimension.name().startsWith(":")) {
        throw invalid(
            "The parameter "
                + where
                + ".Dimensions must have ASCII characters only, and no name that begins with a"
                + " colon.");
      }
      if (!names.add(dimension.name())) {
        throw invalid(
            "The parameter " + where + ".Dimensions has the name " + dimension.name() + " twice.");
      }
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private static void time(Instant timestamp, String where, Instant now) {
    if (timestamp == null) {
      return;
    }
    if (timestamp.isBefore(now.minus(OLDEST))) {
      throw invalid(
          "The parameter " + where + ".Timestamp must specify a time within the past two weeks.");
    }
    if (timestamp.isAfter(now.plus(NEWEST))) {
      throw invalid(
          "The parameter "
              + where
              + ".Timestamp must specify a time no more than two hours in the future.");
    }
  }

  private static void values(MetricDatum datum, String where) {
    int ways =
        (datum.value() == null ? 0 : 1)
            + (datum.statisticValues() == null ? 0 : 1)
            + (datum.hasValues() && !datum.values().isEmpty() ? 1 : 0);
    if (ways == 0) {
      throw missing(
          "At least one of the parameters "
              + where
              + ".Value, Values or StatisticValues is required.");
    }
    if (ways > 1) {
      throw AwsErrors.of(
          InvalidParameterCombinationException.builder(),
          "The parameters "
              + where
              + ".Value, Values and StatisticValues are mutually exclusive and you have specified"
              + " more than one.");
    }
    if (datum.value() != null) {
      number(datum.value(), where + ".Value");
    } else if (datum.statisticValues() != null) {
      set(datum, where + ".StatisticValues");
    } else {
      list(datum, where);
    }
  }

  private static void set(MetricDatum datum, String where) {
    var set = datum.statisticValues();
    if (set.sampleCount() == null
        || set.sum() == null
        || set.minimum() == null
        || set.maximum() == null) {
      throw missing(
          "The parameters SampleCount, Sum, Minimum and Maximum of " + where + " are required.");
    }
    number(set.sampleCount(), where + ".SampleCount");
    number(set.sum(), where + ".Sum");
    number(set.minimum(), where + ".Minimum");
    number(set.maximum(), where + ".Maximum");
    if (set.sampleCount() < 0 || set.minimum() > set.maximum()) {
      throw invalid(
          "The parameter "
              + where
              + " must have a SampleCount of 0 or more, and a Minimum up to its Maximum.");
    }
  }

  private static void list(MetricDatum datum, String where) {
    if (datum.values().size() > VALUES) {
      throw invalid(
          "The collection " + where + ".Values must not have a size greater than " + VALUES + ".");
    }
    if (datum.hasCounts() && datum.counts().size() != datum.values().size()) {
      throw invalid(
          "The parameters " + where + ".Values and " + where + ".Counts must be of the same size.");
    }
    datum.values().forEach(value -> number(value, where + ".Values"));
    datum
        .counts()
        .forEach(
            count -> {
              number(count, where + ".Counts");
              if (count < 0) {
                throw invalid("The parameter " + where + ".Counts must not be negative.");
              }
            });
  }

  private static void number(double value, String where) {
    if (Double.isNaN(value)) {
      throw invalid("The value NaN for parameter " + where + " is invalid.");
    }
    if (Double.isInfinite(value) || Math.abs(value) > LARGEST) {
      throw invalid(
          "The value "
              + value
              + " for parameter "
              + where
              + " is invalid. It must be in the range from -2^360 to 2^360.");
    }
  }

  private static AwsServiceException invalid(String message) {
    return AwsErrors.of(InvalidParameterValueException.builder(), message);
  }

  private static AwsServiceException missing(String message) {
    return AwsErrors.of(MissingRequiredParameterException.builder(), message);
  }
}
