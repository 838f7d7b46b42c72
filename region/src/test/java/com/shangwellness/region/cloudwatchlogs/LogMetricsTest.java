package com.shangwellness.region.cloudwatchlogs;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

/** Lines that become metrics: embedded ones, and by metric filters. */
class LogMetricsTest {

  private static final String GROUP = "/ecs/prod/web-app";

  @TempDir Path folder;

  private Stage stage;
  private CloudWatchLogs logs;
  private final List<String> measured = new ArrayList<>();
  private final List<MetricDatum> data = new ArrayList<>();

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:10Z"));
    stage.ask(() -> logs.createLogGroup(r -> r.logGroupName(GROUP)));
    stage.ask(() -> logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("web/1")));
  }

  private void open(Instant now) {
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    logs =
        new CloudWatchLogs(
            stage.place,
            stage.timeline,
            stage.store,
            folder.resolve("logs"),
            (namespace, batch) -> {
              if (!batch.getFirst().metricName().startsWith("Incoming")) {
                data.addAll(batch);
              }
              batch.forEach(datum -> measured.add(namespace + " " + text(datum)));
            },
            Runnable::run);
  }

  private static String text(MetricDatum datum) {
    var dimensions =
        datum.dimensions().stream().collect(Collectors.toMap(Dimension::name, Dimension::value));
    return datum.metricName()
        + new java.util.TreeMap<>(dimensions)
        + " "
        + (datum.value() == null ? datum.values() + "x" + datum.counts() : datum.value())
        + " "
        + datum.unitAsString();
  }

  private void put(String... messages) {
    long now = stage.timeline.now().toEpochMilli();
    var events =
        java.util.Arrays.stream(messages)
            .map(m -> InputLogEvent.builder().timestamp(now).message(m).build())
            .toList();
    stage.ask(
        () ->
            logs.putLogEvents(r -> r.logGroupName(GROUP).logStreamName("web/1").logEvents(events)));
  }

  private List<String> own() {
    return measured.stream().filter(m -> !m.contains(" Incoming")).toList();
  }

  private void filter(String pattern, MetricTransformation transformation) {
    stage.ask(
        () ->
            logs.putMetricFilter(
                r ->
                    r.logGroupName(GROUP)
                        .filterName("f")
                        .filterPattern(pattern)
                        .metricTransformations(transformation)));
  }

  private static MetricTransformation.Builder to(String value) {
    return MetricTransformation.builder()
        .metricNamespace("Shop")
        .metricName("M")
        .metricValue(value);
  }

  @Test
  void an_embedded_line_becomes_metrics_of_every_dimension_set_at_the_time_of_its_event() {
    put(
        """
        {"_aws":{"Timestamp":1574109732004,"CloudWatchMetrics":[{"Namespace":"Shangwellness",
        "Dimensions":[["route"],["route","method"],[]],"Metrics":[
        {"Name":"latency","Unit":"Milliseconds","StorageResolution":1},{"Name":"bookings"}]}]},
        "route":"/book","method":"POST","latency":[12,12,40.5],"bookings":1,"other":true}
        """);

    assertThat(own())
        .containsExactly(
            "Shangwellness latency{route=/book} [12.0, 40.5]x[2.0, 1.0] Milliseconds",
            "Shangwellness bookings{route=/book} 1.0 None",
            "Shangwellness latency{method=POST, route=/book} [12.0, 40.5]x[2.0, 1.0] Milliseconds",
            "Shangwellness bookings{method=POST, route=/book} 1.0 None",
            "Shangwellness latency{} [12.0, 40.5]x[2.0, 1.0] Milliseconds",
            "Shangwellness bookings{} 1.0 None");
    assertThat(data).allMatch(d -> d.timestamp().equals(stage.timeline.now()));
    assertThat(data.getFirst().storageResolution()).isEqualTo(1);
  }

  @Test
  void a_member_that_is_not_there_yields_nothing() {
    put(
        """
        {"_aws":{"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["gone"],[]],
        "Metrics":[{"Name":"a"},{"Name":"missing"}]}]},"a":1}
        """);
    assertThat(own()).containsExactly("N a{} 1.0 None");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Namespace\":\"\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"a\"}]",
        "\"Namespace\":\"AWS/ECS\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"a\"}]",
        "\"Namespace\":\"N\",\"Metrics\":[{\"Name\":\"a\"}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"text\"}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"a\",\"Unit\":\"Miles\"}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"long\"}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[\"nested\"]],\"Metrics\":[{\"Name\":\"a\"}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"a\",\"StorageResolution\":5}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"huge\"}]",
        "\"Namespace\":\"N\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"infinite\"}]",
      })
  void a_directive_that_breaks_the_specification_counts_as_an_error_and_yields_nothing(
      String directive) {
    var many = new ArrayList<Integer>(java.util.Collections.nCopies(101, 1));
    put(
        ("{\"_aws\":{\"CloudWatchMetrics\":[{%s}]},\"a\":1,\"text\":\"x\",\"nested\":{},\"huge\":1e200,"
             + "\"infinite\":[1,-1e999],\"long\":%s}")
            .formatted(directive, many));
    assertThat(own())
        .containsExactly("AWS/Logs EMFValidationErrors{LogGroupName=" + GROUP + "} 1.0 Count");
  }

  @Test
  void what_comes_in_is_counted_for_its_group() {
    put("é", "ab");
    assertThat(measured)
        .containsExactly(
            "AWS/Logs IncomingLogEvents{LogGroupName=" + GROUP + "} 2.0 Count",
            "AWS/Logs IncomingBytes{LogGroupName=" + GROUP + "} 56.0 Bytes");
  }

  @Test
  void a_filter_takes_its_value_and_dimensions_from_the_event() {
    filter(
        "{ $.latency = * }",
        to("$.latency").dimensions(Map.of("Route", "$.route")).unit("Milliseconds").build());
    put(
        "{\"latency\": 12.5, \"route\": \"/a\"}",
        "{\"latency\": 30, \"route\": \"/b\"}",
        "{\"latency\": 1}",
        "{\"latency\": \"slow\", \"route\": \"/a\"}");

    assertThat(own())
        .containsExactly(
            "Shop M{Route=/a} 12.5 Milliseconds", "Shop M{Route=/b} 30.0 Milliseconds");
  }

  @Test
  void a_filter_counts_lines_and_takes_fields() {
    filter("[ip, status = 5*, bytes]", to("$bytes").build());
    put("1.1.1.1 500 10", "1.1.1.1 503 10", "1.1.1.1 200 99");
    assertThat(own()).containsExactly("Shop M{} [10.0]x[2.0] None");
  }

  @Test
  void a_default_value_stands_for_each_minute_in_which_events_came_and_none_matched() {
    filter("ERROR", to("1").defaultValue(0.0).build());
    put("fine");
    put("ERROR");
    stage.passes(Duration.ofMinutes(1));
    assertThat(own()).as("one matched").containsExactly("Shop M{} 1.0 None");

    put("fine");
    put("fine again");
    stage.passes(Duration.ofMinutes(1));
    assertThat(own()).containsExactly("Shop M{} 1.0 None", "Shop M{} 0.0 None");
    assertThat(data.getLast().timestamp()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));

    stage.passes(Duration.ofMinutes(5));
    assertThat(own()).as("no events, no value").hasSize(2);
  }

  @Test
  void the_minute_under_way_and_the_filters_outlive_a_restart() {
    filter("ERROR", to("1").defaultValue(0.0).build());
    put("fine");
    stage.store.close();
    open(stage.timeline.now());
    stage.passes(Duration.ofMinutes(1));
    put("ERROR");
    assertThat(own()).containsExactly("Shop M{} 0.0 None", "Shop M{} 1.0 None");
  }

  @Test
  void filters_are_described_tested_and_deleted_with_their_group() {
    filter("ERROR", to("1").build());
    assertThat(
            stage
                .ask(
                    () ->
                        logs.describeMetricFilters(r -> r.metricName("M").metricNamespace("Shop")))
                .metricFilters())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.filterName()).isEqualTo("f");
              assertThat(f.logGroupName()).isEqualTo(GROUP);
            });
    assertThat(
            stage
                .ask(() -> logs.describeLogGroups(r -> {}))
                .logGroups()
                .getFirst()
                .metricFilterCount())
        .isEqualTo(1);
    assertThat(
            stage
                .ask(
                    () ->
                        logs.testMetricFilter(
                            r -> r.filterPattern("[a, b]").logEventMessages("x", "y z")))
                .matches())
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.eventNumber()).isEqualTo(2);
              assertThat(m.extractedValues()).isEqualTo(Map.of("$a", "y", "$b", "z"));
            });
    stage.ask(() -> logs.deleteLogGroup(r -> r.logGroupName(GROUP)));
    assertThat(stage.ask(() -> logs.describeMetricFilters(r -> {})).metricFilters()).isEmpty();
  }

  @Test
  void what_is_no_filter_is_refused_with_awss_errors_and_nothing_is_kept() {
    assertThat(refused("{ $.a", to("1").build()))
        .isEqualTo("InvalidParameterException: Invalid filter pattern");
    assertThat(refused("{ $.a = * }", to("nothing").build()))
        .startsWith("InvalidParameterException: Invalid metric transformation: metric value");
    assertThat(refused("ERROR", to("$.a").build())).startsWith("InvalidParameterException");
    assertThat(
            refused(
                "{ $.a = * }", to("1").dimensions(Map.of("A", "$.a")).defaultValue(0.0).build()))
        .contains("mutually exclusive");
    assertThat(
            refused(
                "{ $.a = * }",
                to("1").dimensions(Map.of("A", "$.a", "B", "$.b", "C", "$.c", "D", "$.d")).build()))
        .startsWith("InvalidParameterException");
    assertThat(
            stage.refused(
                () -> logs.deleteMetricFilter(r -> r.logGroupName(GROUP).filterName("f"))))
        .isEqualTo("ResourceNotFoundException: The specified metric filter does not exist.");
    assertThat(stage.ask(() -> logs.describeMetricFilters(r -> {})).metricFilters()).isEmpty();
  }

  private String refused(String pattern, MetricTransformation transformation) {
    return stage.refused(
        () ->
            logs.putMetricFilter(
                r ->
                    r.logGroupName(GROUP)
                        .filterName("f")
                        .filterPattern(pattern)
                        .metricTransformations(transformation)));
  }
}
