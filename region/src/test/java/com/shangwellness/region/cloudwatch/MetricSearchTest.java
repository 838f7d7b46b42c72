package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** The examples of the CloudWatch user guide, "CloudWatch search expression syntax". */
class MetricSearchTest {

  private static final List<MetricId> KNOWN =
      List.of(
          metric("AWS/EC2", "CPUUtilization", "InstanceId", "i-1234567890123456"),
          metric("AWS/EC2", "NetworkPacketsIn", "InstanceId", "i-2"),
          metric("AWS/EC2", "CPUUtilization", "InstanceType", "t2.micro"),
          metric("AWS/Lambda", "Errors", "FunctionName", "ProjectA-main"),
          metric("AWS/Lambda", "Invocations", "FunctionName", "ProjectB-main"),
          metric("AWS/Lambda", "Invocations", "FunctionName", "other"),
          metric("MyNamespace", "CustomCount1", "Stage", "one"),
          metric("MyNamespace", "Network-Errors-2", "Stage", "one"),
          metric("My Namespace", "Custom:Name[Special_Characters", "Dimension@Name", "x"));

  private static MetricId metric(String namespace, String name, String dimension, String value) {
    return new MetricId(namespace, name, Map.of(dimension, value));
  }

  /** Which ones are found, by their place in the list above. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {AWS/EC2,InstanceId} MetricName="CPUUtilization"            | 1
          {AWS/EC2}                                                   | 1 2 3
          {AWS/EC2,InstanceType} "CPUUtilization"                     | 3
          {AWS/EC2,InstanceId} network AND packets                    | 2
          {AWS/EC2,InstanceId} network packets                        | 2
          {AWS/EC2,InstanceId} NOT i-1234567890123456                 | 2
          "CPUUtilization"                                            | 1 3
          "AWS/EC2" MetricName="CPUUtilization"                       | 1 3
          InstanceType=micro                                          | 3
          InstanceType="t2.micro" Namespace="AWS/EC2"                 | 3
          InstanceType="micro"                                        | -
          NOT Namespace=AWS                                           | 7 8 9
          (EC2 OR Lambda) AND MetricName=Invocations                  | 5 6
          (EC2 OR Lambda) MetricName=Invocations                      | 5 6
          {AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB)) | 4 5
          Lambda NOT "ProjectA-main" NOT "ProjectB-main"              | 6
          count                                                       | 7
          Count                                                       | 7
          COUNT                                                       | 7
          couNT                                                       | -
          CustomCount                                                 | 7
          Count1                                                      | 7
          customcount                                                 | -
          count1                                                      | -
          CustomCount1                                                | 7
          {MyNamespace,Stage}, "CustomCount1"                         | 7
          {MyNamespace,Stage}, "customcount1"                         | -
          {MyNamespace,Stage}, "Custom"                               | -
          network/errors                                              | 8
          network+errors                                              | 8
          Network_Errors                                              | 8
          "Network-Errors-2"                                          | 8
          "Network_Errors_2"                                          | -
          {"My Namespace", "Dimension@Name"}, "Custom:Name[Special_Characters" | 9
          """)
  void the_guides_searches(String search, String found) {
    var what = SearchParser.parse(search);
    var wanted =
        Arrays.stream(found.split(" ", -1))
            .filter(word -> !word.equals("-"))
            .map(word -> KNOWN.get(Integer.parseInt(word) - 1))
            .toList();

    assertThat(KNOWN.stream().filter(what::matches)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CustomCount1      | Custom Count 1
          SDBFailure        | SDB Failure
          Project2-trial333 | Project 2 trial 333
          """)
  void a_name_is_cut_into_pieces(String name, String pieces) {
    assertThat(Tokens.of(name).pieces()).containsExactly(pieces.split(" ", -1));
  }

  @Test
  void a_search_of_more_than_1024_characters_is_refused() {
    assertThatThrownBy(() -> SearchParser.parse("x".repeat(1025)))
        .hasMessageContaining("longer than 1024 characters");
  }

  private final TestCloudWatch region = new TestCloudWatch();

  private void measured(String route, double value) {
    var dimension = Dimension.builder().name("Route").value(route).build();
    region.puts(MetricDatum.builder().metricName("Errors").value(value).dimensions(dimension));
  }

  private Stream<MetricDataResult> results(String expression, String label) {
    var query = MetricDataQuery.builder().id("e").expression(expression).label(label).build();
    var start = Instant.parse("2026-01-01T00:00:00Z");
    return region
        .ask(
            () ->
                region.cloudWatch.getMetricData(
                    r ->
                        r.startTime(start)
                            .endTime(start.plus(Duration.ofMinutes(1)))
                            .metricDataQueries(query)))
        .metricDataResults()
        .stream();
  }

  @Test
  void each_metric_that_is_found_is_a_result_of_its_own_by_what_tells_it_from_the_others() {
    measured("/book", 3);
    measured("/cancel", 4);
    var search = "SEARCH('{Shop,Route} Errors', 'Sum', 60)";

    assertThat(results(search, null))
        .map(MetricDataResult::label)
        .containsExactly("/book", "/cancel");
    assertThat(results(search, "Errors of"))
        .first()
        .matches(r -> r.label().equals("Errors of /book"));
    assertThat(results("SUM(SEARCH('{Shop,Route} Errors', 'Sum'))", null).findFirst())
        .hasValueSatisfying(sum -> assertThat(sum.values()).containsExactly(7.0));
    assertThat(results("SEARCH('{Shop,Route} Nobody', 'Sum', 60)", null)).isEmpty();
  }

  @Test
  void an_alarm_on_a_search_is_refused() {
    var query =
        MetricDataQuery.builder()
            .id("e")
            .period(60)
            .expression("SUM(SEARCH('{Shop,Route} Errors', 'Sum'))")
            .build();

    assertThatThrownBy(
            () ->
                region.watches(
                    "all",
                    1,
                    r ->
                        r.namespace(null)
                            .metricName(null)
                            .statistic((String) null)
                            .period(null)
                            .metrics(query)))
        .hasMessageContaining("SEARCH is not supported on Metric Alarms.");
  }
}
