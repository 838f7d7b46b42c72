package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.ResourceRecord.State;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudformation.model.Replacement;

/**
 * How what a resource is to be differs from what it is. To most types, properties are all that
 * counts: an update that changes only what they depend on is none (aws-cdk#21496).
 *
 * @param changed the names of the properties that differ
 * @param reordered whether it depends on others, and its type is updated for that
 * @param replacement whether a new resource takes the old one's place
 */
record Difference(Set<String> changed, boolean reordered, Replacement replacement) {

  /**
   * The difference between what a resource of {@code type} has and what it is to have.
   *
   * @param reordered whether its {@code DependsOn} differs
   */
  static Difference between(
      ResourceType type,
      Optional<Schema> schema,
      State before,
      ObjectNode after,
      boolean reordered) {
    var update = new Update(new Properties(before.properties()), view(before, after));
    return new Difference(
        update.changed(), reordered && type.updatedByOrder(), replacement(type, schema, update));
  }

  private static Resource view(State before, ObjectNode after) {
    return new Resource(
        "", "", "", before.id(), new Properties(after), new Properties(before.attributes()));
  }

  private static Replacement replacement(
      ResourceType type, Optional<Schema> schema, Update update) {
    var before = update.before().json();
    var after = update.properties().json();
    var always = schema.map(Schema::createOnly).orElse(Set.of());
    boolean known = update.changed().stream().noneMatch(n -> Values.hasUnknown(after.path(n)));
    if (always.stream().anyMatch(path -> differs(path, before, after))) {
      return known ? Replacement.TRUE : Replacement.CONDITIONAL;
    }
    if (known && type.replacedBy(update)) {
      return Replacement.TRUE;
    }
    var perhaps = schema.map(Schema::perhapsCreateOnly).orElse(Set.of());
    return perhaps.stream().anyMatch(path -> differs(path, before, after))
        ? Replacement.CONDITIONAL
        : Replacement.FALSE;
  }

  private static boolean differs(String path, JsonNode before, JsonNode after) {
    JsonNode was = before;
    JsonNode is = after;
    for (var name : path.split("\\.", -1)) {
      // A path through a list is compared as far as the list.
      if (name.equals("*")) {
        break;
      }
      was = was.path(name);
      is = is.path(name);
    }
    return !was.equals(is);
  }

  boolean nothing() {
    return changed.isEmpty() && !reordered;
  }

  /** Whether a new resource takes the old one's place, as the deployment decides it. */
  boolean replaces() {
    return replacement == Replacement.TRUE;
  }

  /** The changed properties that always need a new resource. */
  static Set<String> recreating(Optional<Schema> schema, Set<String> changed) {
    var names = new TreeSet<>(changed);
    names.removeIf(
        name -> schema.map(s -> s.createOnly().stream().noneMatch(name::equals)).orElse(true));
    return names;
  }
}
