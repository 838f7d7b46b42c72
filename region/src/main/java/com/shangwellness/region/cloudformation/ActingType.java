package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A type that the region acts on, as its table says.
 *
 * @param <O> what creating the resource answers
 */
final class ActingType<O> implements ResourceType {

  private static final JsonMapper JSON = new JsonMapper();

  private final TypeDraft<O> lines;

  ActingType(TypeDraft<O> lines) {
    this.lines = lines;
  }

  @Override
  public String name() {
    return lines.name;
  }

  @Override
  public boolean recorded() {
    return false;
  }

  @Override
  public Set<String> operations() {
    return Set.copyOf(lines.operations);
  }

  @Override
  public Map<String, String> ignored() {
    return Map.copyOf(lines.ignored);
  }

  @Override
  public Optional<Naming> naming() {
    return lines.naming;
  }

  @Override
  public Set<String> attributeNames() {
    var names = new TreeSet<>(lines.attributes.keySet());
    names.addAll(lines.attributesOnceStable.keySet());
    return names;
  }

  @Override
  public Created create(Resource resource) {
    var answer = lines.create.apply(resource);
    var attributes = JsonNodeFactory.instance.objectNode();
    lines.attributes.forEach((name, value) -> attributes.set(name, json(value.apply(answer))));
    var id = lines.ref.apply(resource, answer);
    var created =
        new Resource(
            resource.stackName(),
            resource.stackId(),
            resource.logicalId(),
            id,
            resource.properties(),
            new Properties(attributes));
    lines.settings.forEach(
        (property, set) -> {
          if (resource.properties().has(property)) {
            set.accept(created);
          }
        });
    return new Created(id, attributes);
  }

  @Override
  public Stability stability(Resource resource) {
    var failure = lines.failed.apply(resource);
    if (failure.isPresent()) {
      return new Stability.Failed(failure.get());
    }
    return lines.stable.test(resource) ? new Stability.Stable() : new Stability.Waiting();
  }

  @Override
  public ObjectNode attributesOnceStable(Resource resource) {
    var attributes = JsonNodeFactory.instance.objectNode();
    lines.attributesOnceStable.forEach(
        (name, value) -> attributes.set(name, json(value.apply(resource))));
    return attributes;
  }

  @Override
  public Duration patience() {
    return lines.patience;
  }

  @Override
  public boolean replacedBy(Update update) {
    return lines.replaced.test(update);
  }

  @Override
  public boolean updatedByOrder() {
    return lines.updatedAlways;
  }

  @Override
  public void update(Update update) {
    var rest = new TreeSet<>(update.changed());
    rest.removeAll(lines.settings.keySet());
    rest.removeAll(lines.onChange.keySet());
    rest.removeAll(lines.ignored.keySet());
    if (!rest.isEmpty() || lines.updatedAlways) {
      requireUpdatable(rest);
      lines.update.orElseThrow().accept(update);
    }
    lines.settings.forEach(
        (property, set) -> {
          if (update.changes(property)) {
            set.accept(update.resource());
          }
        });
    lines.onChange.forEach(
        (property, change) -> {
          if (update.changes(property)) {
            change.accept(update);
          }
        });
  }

  // A change that no call would carry out must not look as if it had been.
  private void requireUpdatable(Set<String> changed) {
    var stuck = new TreeSet<>(changed);
    if (lines.update.isPresent()) {
      stuck.removeIf(
          property ->
              lines.byHand.contains(property)
                  || lines.updateRequest.isEmpty()
                  || lines.requests.hasMember(lines.updateRequest.get().get(), property));
    }
    if (!stuck.isEmpty()) {
      throw new IllegalArgumentException(
          name() + ": changing " + stuck + " in place is not acted on in this region");
    }
  }

  @Override
  public boolean snapshots() {
    return lines.snapshotAndDelete.isPresent();
  }

  @Override
  public void delete(Resource resource, boolean snapshot) {
    try {
      if (snapshot) {
        lines.snapshotAndDelete.orElseThrow().accept(resource);
      } else {
        lines.delete.accept(resource);
      }
    } catch (AwsServiceException e) {
      if (!NotFound.is(e)) {
        throw e;
      }
    }
  }

  @Override
  public boolean gone(Resource resource) {
    try {
      return lines.gone.test(resource);
    } catch (AwsServiceException e) {
      if (NotFound.is(e)) {
        return true;
      }
      throw e;
    }
  }

  private static JsonNode json(Object value) {
    return JSON.valueToTree(value);
  }
}
