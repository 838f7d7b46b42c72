package com.shangwellness.region.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkJson;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * What schedules may invoke here: topics and pipelines as templated targets, and the same two
 * operations as universal targets, whose input is the request (EventBridge Scheduler user guide,
 * "Using universal targets").
 */
final class Targets {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String UNIVERSAL = "arn:aws:scheduler:::aws-sdk:";

  private final Map<String, ScheduledTarget> universal;
  private final Map<String, ScheduledTarget> templated;

  Targets(SnsClient sns, CodePipelineClient pipelines) {
    this.universal =
        new TreeMap<>(
            Map.of(
                "codepipeline:startPipelineExecution",
                (arn, invocation, input) -> {
                  var request = (StartPipelineExecutionRequest) startRequest(input);
                  pipelines.startPipelineExecution(
                      request.toBuilder()
                          .clientRequestToken(
                              Optional.ofNullable(request.clientRequestToken()).orElse(invocation))
                          .build());
                },
                "sns:publish",
                (arn, invocation, input) -> sns.publish((PublishRequest) publishRequest(input))));
    this.templated =
        new TreeMap<>(
            Map.of(
                "codepipeline",
                (arn, invocation, input) ->
                    pipelines.startPipelineExecution(
                        r ->
                            r.name(arn.substring(arn.lastIndexOf(':') + 1))
                                .clientRequestToken(invocation)),
                "sns",
                (arn, invocation, input) -> sns.publish(r -> r.topicArn(arn).message(input))));
  }

  /** What {@code arn} names, if schedules may invoke it here. */
  Optional<ScheduledTarget> find(String arn) {
    if (arn.startsWith(UNIVERSAL)) {
      return Optional.ofNullable(universal.get(arn.substring(UNIVERSAL.length())));
    }
    var parts = arn.split(":", 6);
    return parts.length < 6 || !parts[0].equals("arn")
        ? Optional.empty()
        : Optional.ofNullable(templated.get(parts[2]));
  }

  /** What there is, for a refusal. */
  String told() {
    return "targets of " + templated.keySet() + " and the universal targets " + universal.keySet();
  }

  /**
   * Refuses an input that its target cannot take.
   *
   * @throws RuntimeException Scheduler's refusal
   */
  void check(String arn, String input) {
    if (arn.equals(UNIVERSAL + "codepipeline:startPipelineExecution")) {
      require(((StartPipelineExecutionRequest) startRequest(input)).name(), "Name");
    } else if (arn.equals(UNIVERSAL + "sns:publish")) {
      require(((PublishRequest) publishRequest(input)).message(), "Message");
    }
  }

  private static void require(String value, String name) {
    if (value == null) {
      throw Refusals.invalid("Invalid RequestJson provided. Reason: " + name + " is required.");
    }
  }

  private static Object startRequest(String input) {
    return SdkJson.decode(
        StartPipelineExecutionRequest.builder(), named(parsed(input), Targets::lower));
  }

  private static Object publishRequest(String input) {
    return SdkJson.decode(PublishRequest.builder(), parsed(input));
  }

  private static JsonNode parsed(String input) {
    try {
      var json = JSON.readTree(input);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw Refusals.invalid(
          "Invalid RequestJson provided. Reason: " + e.getOriginalMessage() + ".");
    }
    throw Refusals.invalid("Invalid RequestJson provided. Reason: it must be a JSON object.");
  }

  // Universal targets are written as the SDK writes members, with a capital; CodePipeline's own
  // begin with a small letter.
  private static JsonNode named(JsonNode json, UnaryOperator<String> name) {
    if (json instanceof ArrayNode list) {
      var renamed = JSON.createArrayNode();
      list.forEach(item -> renamed.add(named(item, name)));
      return renamed;
    }
    if (json instanceof ObjectNode object) {
      var renamed = JSON.createObjectNode();
      object.forEachEntry((key, value) -> renamed.set(name.apply(key), named(value, name)));
      return renamed;
    }
    return json;
  }

  private static String lower(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
