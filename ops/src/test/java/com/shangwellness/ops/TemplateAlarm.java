package com.shangwellness.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/**
 * An alarm of a template, as CloudFormation would make it, and what makes it ring.
 *
 * @param ringing a value for each metric, with which it rings
 * @param well values with which it does not
 */
record TemplateAlarm(
    String arn,
    PutMetricAlarmRequest request,
    Map<String, Double> ringing,
    Map<String, Double> well) {

  // A property of CloudFormation is called as the API's, but for the first letter.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final String ACCOUNT = ":ap-south-1:123456789012:";

  /** The alarm; one on a single metric rings just at its threshold. */
  static TemplateAlarm read(String logicalId, JsonNode properties) {
    try {
      var builder =
          JSON.treeToValue(resolved(properties), PutMetricAlarmRequest.serializableBuilderClass());
      var request = builder.build();
      double threshold = request.threshold();
      boolean whenLess = request.comparisonOperatorAsString().equals("LessThanThreshold");
      return new TemplateAlarm(
          arn(logicalId),
          request,
          Map.of("", whenLess ? threshold - 1 : threshold),
          Map.of("", whenLess ? threshold : threshold - 1));
    } catch (JsonProcessingException e) {
      throw new AssertionError(logicalId + " is not as the API has it", e);
    }
  }

  private static String arn(String logicalId) {
    return "arn:aws:cloudwatch" + ACCOUNT + "alarm:" + logicalId;
  }

  /** The same, with these causes. */
  TemplateAlarm caused(Map<String, Double> ringing, Map<String, Double> well) {
    return new TemplateAlarm(arn, request, ringing, well);
  }

  /** A template's value with something in the place of what only a deployment knows. */
  static JsonNode resolved(JsonNode value) {
    var nodes = JsonNodeFactory.instance;
    if (value.isArray()) {
      var array = nodes.arrayNode();
      value.forEach(item -> array.add(resolved(item)));
      return array;
    }
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    if (object.has("Ref")) {
      return nodes.textNode("arn:aws:sns" + ACCOUNT + object.path("Ref").asText());
    }
    if (object.path("Fn::GetAtt").path(1).asText().equals("Arn")) {
      return nodes.textNode(arn(object.path("Fn::GetAtt").path(0).asText()));
    }
    if (object.has("Fn::Join")) {
      var text = new StringBuilder();
      object.path("Fn::Join").path(1).forEach(part -> text.append(resolved(part).asText()));
      return nodes.textNode(text.toString());
    }
    if (object.propertyStream().anyMatch(p -> p.getKey().startsWith("Fn::"))) {
      return nodes.textNode(object.toString());
    }
    var resolved = nodes.objectNode();
    object.properties().forEach(p -> resolved.set(p.getKey(), resolved(p.getValue())));
    return resolved;
  }

  String name() {
    return request.alarmName();
  }

  boolean isComputed() {
    return request.hasMetrics();
  }

  /** Seconds. */
  int period() {
    return stats().map(query -> query.metricStat().period()).findFirst().orElseGet(request::period);
  }

  private Stream<MetricDataQuery> stats() {
    return request.metrics().stream().filter(query -> query.metricStat() != null);
  }

  /** What it looks at. */
  List<Metric> metrics() {
    if (isComputed()) {
      return stats().map(query -> query.metricStat().metric()).toList();
    }
    List<Dimension> dimensions = request.dimensions();
    return List.of(
        Metric.builder()
            .namespace(request.namespace())
            .metricName(request.metricName())
            .dimensions(dimensions)
            .build());
  }

  @Override
  public String toString() {
    return name();
  }
}
