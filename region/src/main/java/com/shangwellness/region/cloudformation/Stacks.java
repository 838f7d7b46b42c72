package com.shangwellness.region.cloudformation;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** The stacks of a region, their resources and their events, as they are kept. */
final class Stacks {

  private static final String STACK_TYPE = "AWS::CloudFormation::Stack";

  private final Table<StackRecord> stacks;
  private final Table<ResourceRecord> resources;
  private final Table<StackEvent> events;
  private final Timeline timeline;
  private final Ids ids;

  Stacks(Place place, Store store, Timeline timeline, Ids ids) {
    var prefix = place.region() + "/cloudformation.";
    this.stacks = store.table(prefix + "stacks", StackRecord.class);
    this.resources = store.table(prefix + "resources", ResourceRecord.class);
    this.events = store.table(prefix + "events", StackEvent.class);
    this.timeline = timeline;
    this.ids = ids;
  }

  // ---- stacks

  Optional<StackRecord> byId(String id) {
    return stacks.get(id);
  }

  /** The stack of that id, deleted or not, or the stack of that name that is not deleted. */
  Optional<StackRecord> find(String nameOrId) {
    return stacks
        .get(nameOrId)
        .or(() -> present().filter(stack -> stack.name().equals(nameOrId)).findFirst());
  }

  /** The stacks that are not deleted, the newest first. */
  Stream<StackRecord> present() {
    return all().filter(stack -> !stack.deleted());
  }

  /** Every stack there ever was, the newest first. */
  Stream<StackRecord> all() {
    return stacks.stream()
        .sorted(Comparator.comparing((StackRecord s) -> s.stack().creationTime()).reversed());
  }

  StackRecord put(StackRecord stack) {
    return stacks.put(stack.id(), stack);
  }

  /** Forgets a stack that has come to nothing, and its events. */
  void forget(StackRecord stack) {
    stacks.remove(stack.id());
  }

  /** Puts {@code stack} into {@code status}, with an event. */
  StackRecord status(StackRecord stack, StackStatus status, String reason) {
    var changed =
        stack.with(
            stack.stack().toBuilder()
                .stackStatus(status)
                .stackStatusReason(reason.isEmpty() ? null : reason)
                .build());
    event(
        changed,
        StackEvent.builder()
            .logicalResourceId(stack.name())
            .physicalResourceId(stack.id())
            .resourceType(STACK_TYPE)
            .resourceStatus(status.toString())
            .resourceStatusReason(reason.isEmpty() ? null : reason));
    return put(changed);
  }

  // ---- resources

  /** The resource that the stack has under {@code logicalId} now. */
  Optional<ResourceRecord> resource(String stackId, String logicalId) {
    return resources.get(key(stackId, logicalId));
  }

  /** The stack's resources, those that are to be deleted included, by their keys. */
  Map<String, ResourceRecord> resources(String stackId) {
    var found = new LinkedHashMap<String, ResourceRecord>();
    for (var resource : resources.withPrefix(stackId + "|")) {
      found.put(keyOf(resource), resource);
    }
    return found;
  }

  /** The stack's resources, without those that another has taken the place of. */
  List<ResourceRecord> live(String stackId) {
    return resources(stackId).values().stream()
        .filter(resource -> resource.role() != ResourceRecord.Role.PREDECESSOR)
        .toList();
  }

  /** The resource kept under {@code key}. */
  Optional<ResourceRecord> byKey(String key) {
    return resources.get(key);
  }

  /** Keeps {@code resource} as the one under its logical id, or as its predecessor. */
  ResourceRecord put(ResourceRecord resource) {
    return resources.put(keyOf(resource), resource);
  }

  void remove(ResourceRecord resource) {
    resources.remove(keyOf(resource));
  }

  static String key(String stackId, String logicalId) {
    return stackId + "|" + logicalId;
  }

  /** A predecessor has a key of its own: it leaves while its successor stays. */
  static String keyOf(ResourceRecord resource) {
    var key = key(resource.stackId(), resource.logicalId());
    return resource.role() == ResourceRecord.Role.PREDECESSOR ? key + "|old" : key;
  }

  /** Puts {@code resource} into {@code status}, with an event. */
  ResourceRecord status(ResourceRecord resource, ResourceStatus status, String reason) {
    var changed = resource.status(status, reason, timeline.now());
    announce(changed, reason);
    return put(changed);
  }

  /** An event for {@code resource} as it is. */
  void announce(ResourceRecord resource, String reason) {
    var stack = stacks.get(resource.stackId()).orElseThrow();
    event(
        stack,
        StackEvent.builder()
            .logicalResourceId(resource.logicalId())
            .physicalResourceId(resource.now().id())
            .resourceType(resource.type())
            .resourceStatus(resource.status())
            .resourceStatusReason(reason.isEmpty() ? null : reason)
            .resourceProperties(resource.now().properties().toString()));
  }

  // ---- events

  /** The stack's events, the newest first. */
  List<StackEvent> events(String stackId) {
    return events.withPrefix(stackId + "|").reversed();
  }

  private void event(StackRecord stack, StackEvent.Builder event) {
    int number = events.withPrefix(stack.id() + "|").size();
    var token = stack.operation().token();
    events.put(
        stack.id() + "|" + String.format("%08d", number),
        event
            .stackId(stack.id())
            .stackName(stack.name())
            .eventId(ids.uuid())
            .timestamp(timeline.now())
            .clientRequestToken(token.isEmpty() ? null : token)
            .build());
  }

  // ---- exports

  /** A value that a stack exports. */
  record Export(StackRecord stack, Output output) {}

  /** What is exported under {@code name}. */
  Optional<Export> export(String name) {
    return exports().filter(e -> e.output().exportName().equals(name)).findFirst();
  }

  /** Everything that is exported. */
  Stream<Export> exports() {
    return present()
        .flatMap(
            stack ->
                stack.stack().outputs().stream()
                    .filter(output -> output.exportName() != null)
                    .map(output -> new Export(stack, output)));
  }

  /** The stacks that import the export {@code name}. */
  List<StackRecord> importers(String name) {
    return present().filter(stack -> stack.imports().contains(name)).toList();
  }
}
