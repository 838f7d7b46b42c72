package com.shangwellness.region.patterns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A pattern that JSON objects match or do not: every field that it names must match, and one of
 * each {@code $or}. Fields that it does not name do not matter. Of an array, one element that
 * matches is enough.
 */
public final class ContentPattern {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** What must hold of an object. */
  private sealed interface Condition {
    boolean holds(JsonNode object);
  }

  private record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(JsonNode object) {
      return conditions.stream().allMatch(condition -> condition.holds(object));
    }
  }

  private record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(JsonNode object) {
      return conditions.stream().anyMatch(condition -> condition.holds(object));
    }
  }

  private record Inside(String field, Condition condition) implements Condition {
    @Override
    public boolean holds(JsonNode object) {
      var value = object.path(field);
      return (value.isArray() && !value.isEmpty())
          ? elements(value).anyMatch(condition::holds)
          : condition.holds(value);
    }
  }

  private record Field(String field, List<Matcher> matchers) implements Condition {
    @Override
    public boolean holds(JsonNode object) {
      var value = object.path(field);
      return matchers.stream().anyMatch(matcher -> matches(matcher, value));
    }

    private static boolean matches(Matcher matcher, JsonNode value) {
      if (matcher instanceof Matcher.Exists exists) {
        boolean there = isLeaf(value) || isFilled(value);
        return there == exists.wanted();
      }
      return value.isArray()
          ? elements(value).anyMatch(element -> isLeaf(element) && matcher.matches(element))
          : isLeaf(value) && matcher.matches(value);
    }

    private static boolean isFilled(JsonNode value) {
      return value.isArray() && !value.isEmpty();
    }

    private static boolean isLeaf(JsonNode value) {
      return value.isValueNode();
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private final Condition condition;

  private ContentPattern(Condition condition) {
    this.condition = condition;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none; the message is the reason
   */
  public static ContentPattern parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Filter is not valid JSON: " + e.getOriginalMessage(), e);
    }
    if (json == null || !json.isObject()) {
      throw new IllegalArgumentException("Filter is not an object");
    }
    if (json.isEmpty()) {
      throw new IllegalArgumentException("Empty patterns are not allowed");
    }
    return new ContentPattern(object(json));
  }

  private static Condition object(JsonNode json) {
    if (json.isEmpty()) {
      throw new IllegalArgumentException("Empty objects are not allowed");
    }
    var conditions = new ArrayList<Condition>();
    json.forEachEntry((name, value) -> conditions.add(condition(name, value)));
    return conditions.size() == 1 ? conditions.getFirst() : new All(List.copyOf(conditions));
  }

  private static Condition condition(String name, JsonNode value) {
    if (name.equals("$or") && isAlternatives(value)) {
      return new Any(elements(value).map(ContentPattern::object).toList());
    }
    if (value.isObject()) {
      return new Inside(name, object(value));
    }
    if (!value.isArray()) {
      throw new IllegalArgumentException("\"" + name + "\" must be an object or an array");
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Empty arrays are not allowed");
    }
    return new Field(name, elements(value).map(MatcherReader::read).toList());
  }

  private static boolean isAlternatives(JsonNode value) {
    return value.isArray() && value.size() >= 2 && elements(value).allMatch(JsonNode::isObject);
  }

  /** Whether {@code object} matches. */
  public boolean matches(JsonNode object) {
    return condition.holds(object);
  }
}
