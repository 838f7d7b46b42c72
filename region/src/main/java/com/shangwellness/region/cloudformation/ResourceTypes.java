package com.shangwellness.region.cloudformation;

import com.shangwellness.region.place.Place;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The resource types that stacks may use; see the package's documentation for how a table reads.
 */
public final class ResourceTypes {

  private final SortedMap<String, ResourceType> types;

  private ResourceTypes(Stream<ResourceType> types) {
    this.types = new TreeMap<>();
    types.forEach(this::add);
  }

  private void add(ResourceType type) {
    if (types.put(type.name(), type) != null) {
      throw new IllegalArgumentException(
          type.name() + " is in the tables twice; a type belongs to one table");
    }
  }

  /** The types of a table. */
  public static ResourceTypes of(TypeDraft<?>... drafts) {
    return new ResourceTypes(Arrays.stream(drafts).map(TypeDraft::build));
  }

  /** Types of any kind. */
  static ResourceTypes of(Collection<? extends ResourceType> types) {
    return new ResourceTypes(types.stream().map(type -> type));
  }

  /** Several tables as one. */
  public static ResourceTypes all(ResourceTypes... tables) {
    return new ResourceTypes(Arrays.stream(tables).flatMap(t -> t.types.values().stream()));
  }

  /**
   * Types that are checked against AWS's schemas and kept, and that the region does not act on.
   *
   * @param names their names; AWS's schemas of all of them are in {@code schemas.txt}
   */
  public static ResourceTypes recorded(Place place, String... names) {
    var schemas = new Schemas();
    return new ResourceTypes(
        Arrays.stream(names)
            .map(
                name ->
                    new RecordedType(
                        schemas
                            .find(name)
                            .orElseThrow(
                                () ->
                                    new IllegalArgumentException(
                                        name
                                            + " has no schema: add it to draw-schemas.py and run"
                                            + " it")),
                        place)));
  }

  /** Begins the lines of the type {@code name}, for example {@code AWS::ECS::Cluster}. */
  public static NewType type(String name) {
    return new NewType(name);
  }

  /** The type called {@code name}. */
  Optional<ResourceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All types, in the order of their names. */
  List<ResourceType> list() {
    return List.copyOf(types.values());
  }
}
