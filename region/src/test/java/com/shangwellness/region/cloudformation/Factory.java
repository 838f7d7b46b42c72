package com.shangwellness.region.cloudformation;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/**
 * A service for tests that makes things and keeps them in the store: topics and log groups are
 * there at once, queues take ten seconds.
 */
final class Factory {

  /** A thing that was made. */
  record Thing(String type, String logicalId, ObjectNode properties, Instant ready) {}

  static final Duration QUEUES_TAKE = Duration.ofSeconds(10);

  private final Table<Thing> things;
  private final Timeline timeline;
  private final Ids ids;

  /** Calls that are refused: {@code create Topic}. */
  final Set<String> refused = new HashSet<>();

  /** Calls that end in a defect: {@code look at Queue}. */
  final Set<String> broken = new HashSet<>();

  /** Queues that never become what they should, by logical id. */
  final Set<String> spoiled = new HashSet<>();

  Factory(Store store, Timeline timeline, Ids ids) {
    this.things = store.table("factory", Thing.class);
    this.timeline = timeline;
    this.ids = ids;
  }

  ResourceTypes types() {
    return ResourceTypes.of(
        lines("AWS::SNS::Topic").named("TopicName", 256),
        lines("AWS::Logs::LogGroup"),
        lines("AWS::SQS::Queue").stableWhen(this::isReady).failedWhen(this::spoiled));
  }

  private TypeDraft<String> lines(String name) {
    return type(name)
        .createWith(resource -> make(name, resource))
        .ref(id -> id)
        .attribute("Arn", id -> "arn:aws:factory:::" + id)
        .attribute("TopicArn", id -> "arn:aws:factory:::" + id)
        .attributeOnceStable("QueueUrl", id -> "https://factory/" + id)
        .updateWith(this::change)
        .replacedWhen(this::isReplaced)
        .byHand(
            "DisplayName",
            "DelaySeconds",
            "RetentionInDays",
            "Tags",
            "KmsMasterKeyId",
            "MessageRetentionPeriod",
            "TopicName")
        .deleteWith(this::scrap);
  }

  private boolean isReady(String id) {
    var thing = things.get(id).orElseThrow();
    breakDown("look at", thing.logicalId());
    return !thing.ready().isAfter(timeline.now());
  }

  private void breakDown(String verb, String logicalId) {
    if (broken.contains(verb + " " + logicalId)) {
      throw new IllegalStateException("expected in this test");
    }
  }

  private String make(String type, Resource resource) {
    // What is written before a refusal must be undone with it.
    var id = type.substring(5).replace("::", "-") + "-" + ids.alphanumeric(8);
    things.put(
        id,
        new Thing(
            type,
            resource.logicalId(),
            resource.properties().json(),
            timeline.now().plus(QUEUES_TAKE)));
    refuse("create", resource);
    breakDown("create", resource.logicalId());
    return id;
  }

  private void change(Update update) {
    var thing = things.get(update.id()).orElseThrow();
    things.put(
        update.id(),
        new Thing(
            thing.type(),
            thing.logicalId(),
            update.properties().json(),
            timeline.now().plus(QUEUES_TAKE)));
    refuse("update", update.resource());
  }

  private boolean isReplaced(Update update) {
    things.get(update.id()).ifPresent(thing -> breakDown("compare", thing.logicalId()));
    return false;
  }

  private void scrap(Resource resource) {
    if (!things.contains(resource.id())) {
      throw ParameterNotFoundException.builder().message("no such thing").build();
    }
    things.remove(resource.id());
    refuse("delete", resource);
  }

  private void refuse(String verb, Resource resource) {
    if (refused.contains(verb + " " + resource.logicalId())) {
      throw Invalid.because("the factory does not " + verb + " " + resource.logicalId());
    }
  }

  private Optional<String> spoiled(String id) {
    return things
        .get(id)
        .filter(thing -> spoiled.contains(thing.logicalId()))
        .map(thing -> thing.logicalId() + " is spoiled");
  }

  /** What there is, by logical id: its properties, tags aside. Two of one kind show as two. */
  Map<String, String> things() {
    var found = new TreeMap<String, String>();
    for (var thing : things.values()) {
      var properties = thing.properties().deepCopy();
      properties.remove("Tags");
      properties.remove("TopicName");
      found.merge(thing.logicalId(), properties.toString(), (a, b) -> a + " and " + b);
    }
    return found;
  }
}
