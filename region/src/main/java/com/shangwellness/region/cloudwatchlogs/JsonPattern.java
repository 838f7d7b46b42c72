package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions on a line of JSON: {@code { $.status >= 500 && ($.route = "/book*" || $.user NOT
 * EXISTS) }}.
 *
 * @param condition what must hold
 * @param selectors the places that it names
 */
record JsonPattern(Condition condition, List<JsonSelector> selectors) implements FilterPattern {

  /** What holds of a JSON object, or does not. */
  sealed interface Condition {
    boolean holds(JsonNode json);
  }

  private record And(List<Condition> all) implements Condition {
    @Override
    public boolean holds(JsonNode json) {
      return all.stream().allMatch(condition -> condition.holds(json));
    }
  }

  private record Or(List<Condition> any) implements Condition {
    @Override
    public boolean holds(JsonNode json) {
      return any.stream().anyMatch(condition -> condition.holds(json));
    }
  }

  private record Compared(JsonSelector place, Comparison comparison) implements Condition {
    @Override
    public boolean holds(JsonNode json) {
      return place.in(json).stream().anyMatch(comparison::matches);
    }
  }

  private enum Nature {
    NULL,
    TRUE,
    FALSE
  }

  private record Is(JsonSelector place, Nature nature) implements Condition {
    @Override
    public boolean holds(JsonNode json) {
      return place.in(json).stream()
          .anyMatch(
              value ->
                  switch (nature) {
                    case NULL -> value.isNull();
                    case TRUE -> value.isBoolean() && value.asBoolean();
                    case FALSE -> value.isBoolean() && !value.asBoolean();
                  });
    }
  }

  private record Exists(JsonSelector place, boolean wanted) implements Condition {
    @Override
    public boolean holds(JsonNode json) {
      return place.in(json).isEmpty() != wanted;
    }
  }

  static JsonPattern parse(String text) {
    var reader = new PatternReader(text);
    var selectors = new ArrayList<JsonSelector>();
    reader.expect("{");
    var condition = or(reader, selectors);
    reader.expect("}");
    reader.end();
    return new JsonPattern(condition, List.copyOf(selectors));
  }

  private static Condition or(PatternReader reader, List<JsonSelector> selectors) {
    var any = new ArrayList<>(List.of(and(reader, selectors)));
    while (reader.take("||")) {
      any.add(and(reader, selectors));
    }
    return any.size() == 1 ? any.getFirst() : new Or(List.copyOf(any));
  }

  private static Condition and(PatternReader reader, List<JsonSelector> selectors) {
    var all = new ArrayList<>(List.of(single(reader, selectors)));
    while (reader.take("&&")) {
      all.add(single(reader, selectors));
    }
    return all.size() == 1 ? all.getFirst() : new And(List.copyOf(all));
  }

  private static Condition single(PatternReader reader, List<JsonSelector> selectors) {
    if (reader.take("(")) {
      var inside = or(reader, selectors);
      reader.expect(")");
      return inside;
    }
    var place = JsonSelector.read(reader);
    selectors.add(place);
    if (reader.takeWord("IS")) {
      return new Is(place, nature(reader));
    }
    if (reader.takeWord("NOT")) {
      if (!reader.takeWord("EXISTS")) {
        throw reader.invalid();
      }
      return new Exists(place, false);
    }
    if (reader.takeWord("EXISTS")) {
      return new Exists(place, true);
    }
    return new Compared(
        place,
        Comparison.read(reader, c -> !Character.isWhitespace(c) && "(){}&|\"%".indexOf(c) < 0));
  }

  private static Nature nature(PatternReader reader) {
    for (var nature : Nature.values()) {
      if (reader.takeWord(nature.name())) {
        return nature;
      }
    }
    throw reader.invalid();
  }

  @Override
  public boolean matches(LogLine line) {
    return line.json().filter(condition::holds).isPresent();
  }

  @Override
  public Optional<String> value(LogLine line, String selector) {
    return line.json()
        .flatMap(
            json ->
                JsonSelector.of(selector).stream()
                    .flatMap(place -> place.in(json).stream())
                    .filter(node -> node.isValueNode() && !node.isNull())
                    .map(JsonNode::asText)
                    .findFirst());
  }

  @Override
  public Map<String, String> extracted(LogLine line) {
    var values = new LinkedHashMap<String, String>();
    selectors.forEach(
        place -> value(line, place.text()).ifPresent(text -> values.put(place.text(), text)));
    return values;
  }

  @Override
  public boolean knows(String selector) {
    return JsonSelector.of(selector).isPresent();
  }
}
