package com.shangwellness.region.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Parameters of the Query protocols: {@code Filter.1.Value.2=x}, {@code Tags.member.1.Key=y}. */
final class QueryValue implements Value {

  // Deeper than any request of AWS's; keeps a hostile one from exhausting the stack.
  private static final int DEEPEST = 64;

  private final NavigableMap<String, QueryValue> children = new TreeMap<>();
  private String text = "";

  /** The structure that {@code parameters} spell. */
  static QueryValue of(Map<String, List<String>> parameters) {
    var root = new QueryValue();
    parameters.forEach(
        (name, values) -> {
          var path = name.split("\\.", -1);
          if (path.length > DEEPEST) {
            throw new IllegalArgumentException("a parameter's name has over " + DEEPEST + " parts");
          }
          var at = root;
          for (var part : path) {
            at = at.children.computeIfAbsent(part, p -> new QueryValue());
          }
          at.text = values.getFirst();
        });
    return root;
  }

  @Override
  public Optional<Value> member(SdkField<?> field) {
    var found = children.get(field.locationName());
    if (found != null) {
      return Optional.of(found);
    }
    // A flattened list goes by the name of its items, and the SDK's metadata may have both.
    return field
        .getOptionalTrait(ListTrait.class)
        .filter(ListTrait::isFlattened)
        .map(ListTrait::memberLocationName)
        .map(children::get);
  }

  @Override
  public List<Value> items(ListTrait trait) {
    return List.copyOf(numbered());
  }

  // The numbered children in order: below "member", "entry" or whatever the list calls its items,
  // unless it is flattened. The trait does not tell which, so what was sent does.
  private List<QueryValue> numbered() {
    if (children.isEmpty()) {
      return List.of(); // "Tags=" is how an empty list is sent
    }
    if (children.keySet().stream().allMatch(QueryValue::isNumber)) {
      return children.entrySet().stream()
          .sorted(Map.Entry.comparingByKey((a, b) -> Integer.compare(number(a), number(b))))
          .map(Map.Entry::getValue)
          .toList();
    }
    if (children.size() == 1) {
      return children.firstEntry().getValue().numbered();
    }
    throw new IllegalArgumentException("expected a numbered list, found " + children.keySet());
  }

  private static boolean isNumber(String key) {
    return !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int number(String key) {
    return Integer.parseInt(key);
  }

  @Override
  public Map<String, Value> entries(MapTrait trait) {
    var entries = new LinkedHashMap<String, Value>();
    for (var entry : numbered()) {
      var key = entry.children.get(trait.keyLocationName());
      var value = entry.children.get(trait.valueLocationName());
      if (key == null || value == null) {
        throw new IllegalArgumentException(
            "expected " + trait.keyLocationName() + " and " + trait.valueLocationName());
      }
      entries.put(key.text, value);
    }
    return entries;
  }

  @Override
  public String text() {
    if (!children.isEmpty()) {
      throw new IllegalArgumentException("expected text, found " + children.keySet());
    }
    return text;
  }
}
