package com.shangwellness.region.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A change of a resource's properties.
 *
 * @param before what they were
 * @param resource the resource with what they are to be
 */
public record Update(Properties before, Resource resource) {

  /** The resource's physical id. */
  public String id() {
    return resource.id();
  }

  /** What the properties are to be. */
  public Properties properties() {
    return resource.properties();
  }

  /** The names of the properties that differ, those that come and those that go included. */
  public Set<String> changed() {
    var names = new TreeSet<String>();
    before.json().fieldNames().forEachRemaining(names::add);
    properties().json().fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> Objects.equals(before.json().get(name), properties().json().get(name)));
    return names;
  }

  /** Whether the property {@code name} differs. */
  public boolean changes(String name) {
    return changed().contains(name);
  }

  /** The keys of the tags that go. */
  public Set<String> removedTags() {
    var keys = new TreeSet<>(before.tags().keySet());
    keys.removeAll(properties().tags().keySet());
    return keys;
  }

  /**
   * Makes the tags what they are to be.
   *
   * @param untag takes tags away by their keys; called only when some go
   * @param tag a tag of the service, from its key and its value
   * @param add adds tags and replaces those of the same keys; called only when there are some
   */
  public <T> void retag(
      Consumer<Set<String>> untag, BiFunction<String, String, T> tag, Consumer<List<T>> add) {
    var gone = removedTags();
    if (!gone.isEmpty()) {
      untag.accept(gone);
    }
    var tags = new ArrayList<T>();
    properties().tags().forEach((key, value) -> tags.add(tag.apply(key, value)));
    if (!tags.isEmpty()) {
      add.accept(tags);
    }
  }
}
