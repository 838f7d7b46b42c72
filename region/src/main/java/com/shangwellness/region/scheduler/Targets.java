package com.shangwellness.region.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkMapping;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;
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
                  var request = startRequest(input);
                  pipelines.startPipelineExecution(
                      request.toBuilder()
                          .clientRequestToken(
                              Optional.ofNullable(request.clientRequestToken()).orElse(invocation))
                          .build());
                },
                "sns:publish",
                (arn, invocation, input) -> sns.publish(publishRequest(input))));
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
      require(startRequest(input).name(), "Name");
    } else if (arn.equals(UNIVERSAL + "sns:publish")) {
      require(publishRequest(input).message(), "Message");
    }
  }

  private static void require(String value, String name) {
    if (value == null) {
      throw refused(name + " is required.");
    }
  }

  private static StartPipelineExecutionRequest startRequest(String input) {
    return filled(StartPipelineExecutionRequest.builder(), input).build();
  }

  private static PublishRequest publishRequest(String input) {
    return filled(PublishRequest.builder(), input).build();
  }

  private static <B extends SdkPojo> B filled(B builder, String input) {
    try {
      var rest = SdkMapping.fill(builder, parsed(input), Map.of());
      if (rest.isEmpty()) {
        return builder;
      }
      throw refused(rest + " are not supported.");
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private static ObjectNode parsed(String input) {
    try {
      if (JSON.readTree(input) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw refused(e.getOriginalMessage() + ".");
    }
    throw refused("it must be a JSON object.");
  }

  private static RuntimeException refused(String reason) {
    return Refusals.invalid("Invalid RequestJson provided. Reason: " + reason);
  }
}
