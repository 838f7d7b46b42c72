package com.shangwellness.ops.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.shangwellness.ops.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/**
 * The graphs that a dashboard describes (CloudWatch API reference, "Dashboard body structure and
 * syntax"). Only what {@code timeSeries} and {@code singleValue} widgets measure is read: alarms
 * and texts are shown elsewhere.
 */
public final class DashboardBody {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAME = ".";
  private static final String ALL_SAME = "...";

  private DashboardBody() {}

  /**
   * Reads the graphs, in the dashboard's order.
   *
   * @param period of every point, instead of what the dashboard says
   * @throws Failure when the body is no JSON
   */
  public static List<Graph> graphs(String body, Duration period) {
    var graphs = new ArrayList<Graph>();
    for (var widget : read(body).path("widgets")) {
      var properties = widget.path("properties");
      if (widget.path("type").asText().equals("metric") && properties.path("metrics").isArray()) {
        var rows = new Rows(properties, (int) period.toSeconds());
        graphs.add(new Graph(properties.path("title").asText("untitled"), rows.queries()));
      }
    }
    return graphs;
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw Failure.failed("the dashboard is no JSON: " + e.getOriginalMessage());
    }
  }

  /** The rows of one widget's metrics, in which a row may refer to the one before. */
  private static final class Rows {
    private final JsonNode properties;
    private final int period;
    private final Set<String> ids = new HashSet<>();
    private List<String> before = List.of();

    private Rows(JsonNode properties, int period) {
      this.properties = properties;
      this.period = period;
      properties.path("metrics").forEach(row -> ids.add(options(row).path("id").asText("")));
    }

    private List<MetricDataQuery> queries() {
      var queries = new ArrayList<MetricDataQuery>();
      properties.path("metrics").forEach(row -> queries.add(query(row)));
      return Labels.complete(queries);
    }

    private MetricDataQuery query(JsonNode row) {
      var options = options(row);
      var query =
          MetricDataQuery.builder()
              .id(id(options))
              .returnData(options.path("visible").asBoolean(true));
      if (options.hasNonNull("label")) {
        query.label(options.path("label").asText());
      }
      return options.hasNonNull("expression")
          ? query.expression(options.path("expression").asText()).period(period).build()
          : query.metricStat(stat(row, options)).build();
    }

    private static JsonNode options(JsonNode row) {
      var last = row.path(row.size() - 1);
      return last.isObject() ? last : MissingNode.getInstance();
    }

    private String id(JsonNode options) {
      if (options.hasNonNull("id")) {
        return options.path("id").asText();
      }
      int number = 1;
      while (!ids.add("m" + number)) {
        number++;
      }
      return "m" + number;
    }

    private MetricStat stat(JsonNode row, JsonNode options) {
      var named = named(row);
      var dimensions = new ArrayList<Dimension>();
      for (int i = 2; i + 1 < named.size(); i += 2) {
        dimensions.add(Dimension.builder().name(named.get(i)).value(named.get(i + 1)).build());
      }
      var metric =
          Metric.builder()
              .namespace(named.get(0))
              .metricName(named.get(1))
              .dimensions(dimensions)
              .build();
      var usual = properties.path("stat").asText("Average");
      return MetricStat.builder()
          .metric(metric)
          .stat(options.path("stat").asText(usual))
          .period(period)
          .build();
    }

    // "." stands for what the row before has there, "..." for all that is missing in front.
    private List<String> named(JsonNode row) {
      var texts = new ArrayList<String>();
      row.forEach(
          cell -> {
            if (cell.isTextual()) {
              texts.add(cell.asText());
            }
          });
      if (texts.contains(ALL_SAME)) {
        int own = texts.size() - 1;
        texts.removeFirst();
        texts.addAll(0, before.subList(0, before.size() - own));
      }
      for (int i = 0; i < texts.size(); i++) {
        if (texts.get(i).equals(SAME)) {
          texts.set(i, before.get(i));
        }
      }
      if (texts.size() < 2) {
        throw Failure.failed("the dashboard's graph " + properties.path("title") + " has " + row);
      }
      before = texts;
      return texts;
    }
  }
}
