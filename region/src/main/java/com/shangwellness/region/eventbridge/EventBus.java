package com.shangwellness.region.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.patterns.ContentPattern;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** The default bus: makes events of what is told, and sends them to the targets of rules. */
final class EventBus {

  private static final JsonMapper JSON = new JsonMapper();

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Invocations invocations;
  private Optional<Rules> rules = Optional.empty();

  EventBus(Place place, Timeline timeline, Ids ids, Invocations invocations) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.invocations = invocations;
  }

  /** Matches against these rules from now on. */
  void use(Rules rules) {
    this.rules = Optional.of(rules);
  }

  void emit(String source, String detailType, List<String> resources, String detail) {
    try {
      send(event(source, detailType, resources, JSON.readTree(detail), timeline.now()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the detail of an event is no JSON: " + detail, e);
    }
  }

  /** A rule's time has come: its targets hear of it, whatever patterns say. */
  void scheduled(KeptRule rule) {
    var event =
        event(
            "aws.events",
            "Scheduled Event",
            List.of(rule.rule().arn()),
            JSON.createObjectNode(),
            timeline.now());
    trigger(rule, event);
  }

  /** One entry of PutEvents. */
  PutEventsResultEntry put(PutEventsRequestEntry entry) {
    var bus = entry.eventBusName();
    if (bus != null && !bus.equals("default") && !bus.endsWith(":event-bus/default")) {
      throw Refusals.missing("Event bus " + bus + " does not exist.");
    }
    if (isBlank(entry.source())) {
      return required("Source");
    }
    if (isBlank(entry.detailType())) {
      return required("DetailType");
    }
    if (isBlank(entry.detail())) {
      return required("Detail");
    }
    if (entry.source().startsWith("aws.")) {
      return refused("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    try {
      if (JSON.readTree(entry.detail()) instanceof ObjectNode detail) {
        var time = Optional.ofNullable(entry.time()).orElse(timeline.now());
        var event = event(entry.source(), entry.detailType(), entry.resources(), detail, time);
        send(event);
        return PutEventsResultEntry.builder().eventId(event.path("id").asText()).build();
      }
    } catch (JsonProcessingException e) {
      return refused("MalformedDetail", "Detail is malformed.");
    }
    return refused("MalformedDetail", "Detail is malformed.");
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static PutEventsResultEntry required(String what) {
    return refused(
        "InvalidArgument",
        "Parameter " + what + " is not valid. Reason: " + what + " is a required argument.");
  }

  private static PutEventsResultEntry refused(String code, String message) {
    return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
  }

  /** Whether {@code event} matches {@code pattern}, as TestEventPattern tells. */
  static boolean test(String pattern, String event) {
    JsonNode json;
    try {
      json = JSON.readTree(event);
    } catch (JsonProcessingException e) {
      throw Refusals.invalid("Parameter Event is not valid.");
    }
    for (var field :
        List.of("id", "account", "source", "time", "region", "resources", "detail-type")) {
      if (!json.has(field)) {
        throw Refusals.invalid(
            "Parameter Event is not valid. Reason: event must contain " + field + ".");
      }
    }
    try {
      return ContentPattern.parse(pattern).matches(json);
    } catch (IllegalArgumentException e) {
      throw Refusals.pattern(e.getMessage());
    }
  }

  private ObjectNode event(
      String source, String detailType, List<String> resources, JsonNode detail, Instant time) {
    var event = JSON.createObjectNode();
    event.put("version", "0").put("id", ids.uuid()).put("detail-type", detailType);
    event.put("source", source).put("account", place.account());
    event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", place.region());
    var all = event.putArray("resources");
    resources.forEach(all::add);
    event.set("detail", detail);
    return event;
  }

  private void send(ObjectNode event) {
    for (var rule : rules.orElseThrow().matching(event)) {
      invocations.count(rule.name(), "MatchedEvents");
      trigger(rule, event);
    }
  }

  private void trigger(KeptRule rule, ObjectNode event) {
    invocations.count(rule.name(), "TriggeredRules");
    for (var target : rule.targets()) {
      invocations.send(
          rule.name(),
          target,
          event.path("id").asText(),
          TargetInput.of(target, event, rule.rule().arn(), rule.name()));
    }
  }
}
