package com.shangwellness.region.cloudwatch;

import static com.shangwellness.region.cloudwatch.TestCloudWatch.sumOf;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.shangwellness.region.codec.AwsErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/** What CloudWatch refuses, each with its own error (API reference). Nothing of it is kept. */
class BadMetricsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String VALUE = "InvalidParameterValue";
  private static final String MISSING = "MissingParameter";
  private static final String COMBINATION = "InvalidParameterCombination";

  private final TestCloudWatch region = new TestCloudWatch();

  private void refused(Runnable question, String code, String said) {
    var refusal =
        catchThrowableOfType(
            AwsServiceException.class,
            () ->
                region.ask(
                    () -> {
                      question.run();
                      return "taken";
                    }));
    assertThat(refusal).as("it is refused").isNotNull();
    assertThat(AwsErrors.code(refusal)).isEqualTo(code);
    assertThat(AwsErrors.message(refusal)).contains(said);
  }

  private static Arguments datum(
      String what, Consumer<MetricDatum.Builder> change, String code, String said) {
    return Arguments.of(what, change, code, said);
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  static Stream<Arguments> data() {
    return Stream.of(
        datum(
            "not a number",
            d -> d.value(Double.NaN),
            VALUE,
            "The value NaN for parameter MetricData.member.1.Value is invalid."),
        datum(
            "infinite",
            d -> d.value(Double.POSITIVE_INFINITY),
            VALUE,
            "must be in the range from -2^360 to 2^360"),
        datum(
            "less than infinite",
            d -> d.value(Double.NEGATIVE_INFINITY),
            VALUE,
            "must be in the range from -2^360 to 2^360"),
        datum("huge", d -> d.value(-1e200), VALUE, "must be in the range from -2^360 to 2^360"),
        datum(
            "not a number among values",
            d -> d.value(null).values(1.0, Double.NaN),
            VALUE,
            "The value NaN for parameter MetricData.member.1.Values"),
        datum(
            "infinite count",
            d -> d.value(null).values(1.0).counts(Double.POSITIVE_INFINITY),
            VALUE,
            "MetricData.member.1.Counts"),
        datum(
            "negative count",
            d -> d.value(null).values(1.0).counts(-1.0),
            VALUE,
            "MetricData.member.1.Counts must not be negative"),
        datum(
            "counts of other values",
            d -> d.value(null).values(1.0, 2.0).counts(1.0),
            VALUE,
            "must be of the same size"),
        datum(
            "151 values",
            d -> d.value(null).values(nCopies(151, 1.0)),
            VALUE,
            "must not have a size greater than 150"),
        datum("no value", d -> d.value(null), MISSING, "At least one of the parameters"),
        datum("two kinds of values", d -> d.values(1.0), COMBINATION, "are mutually exclusive"),
        datum(
            "a set without its sum",
            d -> d.value(null).statisticValues(s -> s.sampleCount(1.0).minimum(1.0).maximum(1.0)),
            MISSING,
            "SampleCount, Sum, Minimum and Maximum"),
        datum(
            "a set that is not a number",
            d ->
                d.value(null)
                    .statisticValues(
                        s -> s.sampleCount(1.0).sum(Double.NaN).minimum(1.0).maximum(1.0)),
            VALUE,
            "The value NaN for parameter MetricData.member.1.StatisticValues.Sum"),
        datum(
            "a set of less than nothing",
            d ->
                d.value(null)
                    .statisticValues(s -> s.sampleCount(-1.0).sum(1.0).minimum(1.0).maximum(1.0)),
            VALUE,
            "SampleCount of 0 or more"),
        datum(
            "a set upside down",
            d ->
                d.value(null)
                    .statisticValues(s -> s.sampleCount(2.0).sum(3.0).minimum(2.0).maximum(1.0)),
            VALUE,
            "a Minimum up to its Maximum"),
        datum(
            "three hours ahead",
            d -> d.timestamp(START.plus(Duration.ofHours(3))),
            VALUE,
            "must specify a time no more than two hours in the future"),
        datum(
            "fifteen days ago",
            d -> d.timestamp(START.minus(Duration.ofDays(15))),
            VALUE,
            "must specify a time within the past two weeks"),
        datum(
            "no name",
            d -> d.metricName(null),
            MISSING,
            "The parameter MetricData.member.1.MetricName is required."),
        datum(
            "a long name",
            d -> d.metricName("m".repeat(256)),
            VALUE,
            "MetricName must be shorter than 256 characters"),
        datum(
            "an unknown unit",
            d -> d.unit("Miles"),
            VALUE,
            "MetricData.member.1.Unit must be a value in the set"),
        datum(
            "a resolution of 5 s",
            d -> d.storageResolution(5),
            VALUE,
            "StorageResolution must be 1 or 60"),
        datum(
            "31 dimensions",
            d ->
                d.dimensions(
                    IntStream.range(0, 31).mapToObj(i -> dimension("d" + i, "v")).toList()),
            VALUE,
            "must not have a size greater than 30"),
        datum(
            "an empty dimension",
            d -> d.dimensions(dimension("n", " ")),
            VALUE,
            "needs a name and a value that are not empty"),
        datum(
            "a dimension twice",
            d -> d.dimensions(dimension("n", "1"), dimension("n", "2")),
            VALUE,
            "has the name n twice"),
        datum(
            "a long dimension",
            d -> d.dimensions(dimension("n", "v".repeat(1025))),
            VALUE,
            "a value of more than 1024"),
        datum(
            "a dimension of no ASCII",
            d -> d.dimensions(dimension("n", "é")),
            VALUE,
            "must have ASCII characters only"),
        datum(
            "a dimension with a colon",
            d -> d.dimensions(dimension(":n", "v")),
            VALUE,
            "no name that begins with a colon"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("data")
  void a_datum(String what, Consumer<MetricDatum.Builder> change, String code, String said) {
    var bad = MetricDatum.builder().metricName("bad").value(1.0);
    change.accept(bad);
    var good = MetricDatum.builder().metricName("good").value(1.0).build();
    var request =
        PutMetricDataRequest.builder().namespace("Shop").metricData(bad.build(), good).build();

    refused(() -> region.cloudWatch.putMetricData(request), code, said);

    assertThat(region.ask(() -> region.cloudWatch.listMetrics()).metrics()).isEmpty();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("", 1, MISSING, "The parameter Namespace is required."),
        Arguments.of("AWS/ECS", 1, VALUE, "The value AWS/ for parameter Namespace is invalid."),
        Arguments.of("ECS/ContainerInsights", 1, VALUE, "for parameter Namespace is invalid"),
        Arguments.of(":Shop", 1, VALUE, "contains invalid characters or is too long"),
        Arguments.of("n".repeat(256), 1, VALUE, "contains invalid characters or is too long"),
        Arguments.of("Shop", 0, MISSING, "The parameter MetricData is required."),
        Arguments.of("Shop", 1001, VALUE, "must not have a size greater than 1000"));
  }

  @ParameterizedTest(name = "{0}, {1} data")
  @MethodSource("requests")
  void a_request(String namespace, int count, String code, String said) {
    var data = nCopies(count, MetricDatum.builder().metricName("m").value(1.0).build());

    refused(
        () -> region.cloudWatch.putMetricData(r -> r.namespace(namespace).metricData(data)),
        code,
        said);
  }

  private static Arguments reading(
      String what, Consumer<GetMetricStatisticsRequest.Builder> change, String code, String said) {
    return Arguments.of(what, change, code, said);
  }

  static Stream<Arguments> readings() {
    return Stream.of(
        reading(
            "1,441 points",
            r -> r.endTime(START.plus(Duration.ofMinutes(1441))),
            COMBINATION,
            "You have requested up to 1441 datapoints, which exceeds the limit of 1,440."),
        reading("a period of 45 s", r -> r.period(45), VALUE, "The parameter Period must be"),
        reading("no period", r -> r.period(null), VALUE, "The parameter Period must be"),
        reading(
            "from the end on",
            r -> r.endTime(START),
            VALUE,
            "StartTime must be less than the parameter EndTime"),
        reading(
            "no statistic",
            r -> r.statistics(List.of()),
            MISSING,
            "At least one of the parameters Statistics and ExtendedStatistics"),
        reading(
            "an unknown statistic",
            r -> r.statistics(List.of()).extendedStatistics("p101"),
            VALUE,
            "The value p101 for parameter Stat is not supported"),
        reading(
            "no metric",
            r -> r.metricName(null),
            MISSING,
            "The parameters Namespace and MetricName are required"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readings")
  void a_reading(
      String what, Consumer<GetMetricStatisticsRequest.Builder> change, String code, String said) {
    var request =
        GetMetricStatisticsRequest.builder()
            .namespace("Shop")
            .metricName("m")
            .startTime(START)
            .endTime(START.plus(Duration.ofHours(1)))
            .period(60)
            .statisticsWithStrings("Sum");
    change.accept(request);

    refused(() -> region.cloudWatch.getMetricStatistics(request.build()), code, said);
  }

  static Stream<Arguments> queries() {
    var sum = sumOf("m", "m");
    return Stream.of(
        Arguments.of("none", List.of(), MISSING, "The parameter MetricDataQueries is required"),
        Arguments.of(
            "501",
            IntStream.range(0, 501).mapToObj(i -> sumOf("m" + i, "m")).toList(),
            VALUE,
            "must not have a size greater than 500"),
        Arguments.of("two of one id", List.of(sum, sum), VALUE, "are not unique"),
        Arguments.of(
            "an id in capitals",
            List.of(sumOf("M", "m")),
            VALUE,
            "is not matching the expected pattern"),
        Arguments.of(
            "a metric and an expression",
            List.of(sum.toBuilder().expression("1").build()),
            COMBINATION,
            "either MetricStat or Expression"),
        Arguments.of(
            "neither",
            List.of(MetricDataQuery.builder().id("m").build()),
            COMBINATION,
            "either MetricStat or Expression"),
        Arguments.of(
            "a circle",
            List.of(
                MetricDataQuery.builder().id("a").expression("b").build(),
                MetricDataQuery.builder().id("b").expression("a").build()),
            VALUE,
            "refers to itself"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void queries(String what, List<MetricDataQuery> queries, String code, String said) {
    refused(
        () ->
            region.cloudWatch.getMetricData(
                r ->
                    r.startTime(START)
                        .endTime(START.plus(Duration.ofHours(1)))
                        .metricDataQueries(queries)),
        code,
        said);
  }

  private static Arguments alarm(
      String what, Consumer<PutMetricAlarmRequest.Builder> change, String said) {
    return Arguments.of(what, change, said);
  }

  // In the place of the one metric.
  private static void queries(PutMetricAlarmRequest.Builder alarm, List<MetricDataQuery> queries) {
    alarm.namespace(null).metricName(null).statistic((String) null).period(null).metrics(queries);
  }

  private static List<MetricDataQuery> and(String expression, MetricDataQuery... metrics) {
    return Stream.concat(
            Stream.of(metrics),
            Stream.of(MetricDataQuery.builder().id("e").expression(expression).build()))
        .toList();
  }

  static Stream<Arguments> alarms() {
    var slow =
        sumOf("slow", "m").toBuilder()
            .metricStat(sumOf("slow", "m").metricStat().toBuilder().period(300).build())
            .build();
    var eleven =
        IntStream.range(0, 11).mapToObj(i -> sumOf("m" + i, "m")).toArray(MetricDataQuery[]::new);
    return Stream.of(
        alarm(
            "a threshold that is no number",
            a -> a.threshold(Double.NaN),
            "Threshold must be a finite number"),
        alarm(
            "a period of 45 s",
            a -> a.period(45),
            "Period must be 10, 20, 30 or a multiple of 60, and is 45."),
        alarm(
            "4 of 3",
            a -> a.datapointsToAlarm(4),
            "DatapointsToAlarm must be from 1 to EvaluationPeriods, and is 4."),
        alarm(
            "0 of 3",
            a -> a.datapointsToAlarm(0),
            "DatapointsToAlarm must be from 1 to EvaluationPeriods, and is 0."),
        alarm(
            "no periods",
            a -> a.evaluationPeriods(0),
            "EvaluationPeriods must be 1 or more, and is 0."),
        alarm(
            "more than a day",
            a -> a.evaluationPeriods(1441),
            "Metrics cannot be checked across more than a day"),
        alarm(
            "more than a week",
            a -> a.period(3600).evaluationPeriods(169),
            "Metrics cannot be checked across more than a day"),
        alarm(
            "missing data treated oddly",
            a -> a.treatMissingData("never"),
            "The value never for TreatMissingData must be one of"),
        alarm(
            "an action that is nobody",
            a -> a.alarmActions("somebody"),
            "Invalid arn syntax: somebody"),
        alarm(
            "six actions",
            a -> a.alarmActions(nCopies(6, TestCloudWatch.TOPIC)),
            "at most 5 actions for a state"),
        alarm(
            "a statistic of 101 %",
            a -> a.statistic((String) null).extendedStatistic("p101"),
            "The value p101 for parameter Stat is not supported."),
        alarm(
            "a long name",
            a -> a.alarmName("a".repeat(256)),
            "AlarmName must be 1 to 255 characters."),
        alarm(
            "an odd comparison",
            a -> a.comparisonOperator("LessThanLowerThreshold"),
            "Anomaly detection is not acted on here."),
        alarm(
            "a period of 5 s in a query",
            a ->
                queries(
                    a,
                    List.of(
                        sumOf("m", "m").toBuilder()
                            .returnData(true)
                            .metricStat(
                                s ->
                                    s.metric(m -> m.namespace("Shop").metricName("m"))
                                        .period(5)
                                        .stat("Sum"))
                            .build())),
            "Period must be 10, 20, 30 or a multiple of 60, and is 5."),
        alarm(
            "21 queries",
            a -> queries(a, IntStream.range(0, 21).mapToObj(i -> sumOf("m" + i, "m")).toList()),
            "Metrics must have at most 20 elements."),
        alarm(
            "11 metrics",
            a -> queries(a, and("SUM(METRICS())", eleven)),
            "Metrics must have at most 10 metrics, and has 11"),
        alarm(
            "two periods",
            a -> queries(a, and("m + slow", sumOf("m", "m"), slow)),
            "must have the same period, and have [60, 300]"),
        alarm(
            "two answers",
            a -> queries(a, and("m", sumOf("m", "m").toBuilder().returnData(true).build())),
            "Exactly one element of the metrics list should return data."),
        alarm(
            "several series",
            a -> queries(a, and("METRICS()", sumOf("m", "m"))),
            "must return a single time series"),
        alarm(
            "a metric beside queries",
            a -> a.metrics(and("m", sumOf("m", "m"))),
            "cannot stand beside Metrics"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alarms")
  void an_alarm(String what, Consumer<PutMetricAlarmRequest.Builder> change, String said) {
    var refusal =
        catchThrowableOfType(AwsServiceException.class, () -> region.watches("errors", 3, change));

    assertThat(refusal).as("it is refused").isNotNull();
    assertThat(AwsErrors.message(refusal)).contains(said);
    assertThat(region.ask(() -> region.cloudWatch.describeAlarms()).metricAlarms()).isEmpty();
  }

  @Test
  void more_than_5000_alarms() {
    for (int i = 0; i < 5000; i++) {
      region.watches("a" + i, 1);
    }
    refused(
        () ->
            region.cloudWatch.putMetricAlarm(
                r ->
                    r.alarmName("one more")
                        .namespace("Shop")
                        .metricName("m")
                        .statistic("Sum")
                        .period(60)
                        .evaluationPeriods(1)
                        .threshold(1.0)
                        .comparisonOperator("GreaterThanThreshold")),
        "LimitExceeded",
        "The maximum limit of 5000 alarms has been reached.");
    region.watches("a7", 2);
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("TRUE OR ".repeat(1280) + "TRUE", "AlarmRule must be 1 to 10240 characters."),
        Arguments.of(
            String.join(
                " OR ", IntStream.range(0, 101).mapToObj(i -> "ALARM(a" + i + ")").toList()),
            "must not refer to more than 100 alarms"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_rule_of_too_much(String rule, String said) {
    refused(
        () -> region.cloudWatch.putCompositeAlarm(r -> r.alarmName("all").alarmRule(rule)),
        "ValidationError",
        said);
  }

  @Test
  void what_is_asked_of_dimensions_that_are_unknown_is_nothing_and_no_error() {
    region.puts(MetricDatum.builder().metricName("m").value(1.0).dimensions(dimension("a", "1")));

    assertThat(region.statistics("m", Duration.ofHours(1), r -> r.statisticsWithStrings("Sum")))
        .isEmpty();
    assertThat(
            region.statistics(
                "m",
                Duration.ofHours(1),
                r -> r.statisticsWithStrings("Sum").dimensions(dimension("a", "2"))))
        .isEmpty();
    assertThat(
            region.statistics(
                "m",
                Duration.ofHours(1),
                r -> r.statisticsWithStrings("Sum").dimensions(dimension("a", "1"))))
        .hasSize(1);
  }
}
