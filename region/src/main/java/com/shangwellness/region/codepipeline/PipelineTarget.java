package com.shangwellness.region.codepipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.eventbridge.EventTarget;
import com.shangwellness.region.place.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/**
 * Pipelines as targets of rules: an event starts an execution, and only one however often it is
 * sent. What the rule makes of the event may give variables and revisions (CodePipeline guide,
 * "Start a pipeline with a source revision override").
 */
final class PipelineTarget implements EventTarget {

  private static final JsonMapper JSON = new JsonMapper();

  private final Place place;
  private final Starts starts;

  PipelineTarget(Place place, Starts starts) {
    this.place = place;
    this.starts = starts;
  }

  @Override
  public void invoke(String rule, String arn, String event, String input) {
    var json = read(input);
    var unused =
        starts.start(
            arn.substring(arn.lastIndexOf(':') + 1),
            new Starts.Request(
                TriggerType.CLOUD_WATCH_EVENT,
                place.arn("events", "rule/" + rule),
                rule + "/" + event,
                list(json.path("variables"), PipelineVariable::builder, PipelineVariable.class),
                list(
                    json.path("sourceRevisions"),
                    SourceRevisionOverride::builder,
                    SourceRevisionOverride.class)));
  }

  private static JsonNode read(String input) {
    try {
      return JSON.readTree(input);
    } catch (JsonProcessingException e) {
      throw Refusals.invalid("The input of the target is no JSON: " + e.getOriginalMessage());
    }
  }

  private static <T> List<T> list(
      JsonNode items, Supplier<? extends SdkPojo> builder, Class<T> type) {
    var list = new ArrayList<T>();
    items.forEach(item -> list.add(type.cast(SdkJson.decode(builder.get(), item))));
    return list;
  }
}
