package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A place in a JSON object: {@code $.user.roles[0].name}, {@code $.['a key']}, and {@code [*]} for
 * any element of an array.
 *
 * @param text as it was written
 * @param steps names and indices; {@code *} is any element
 */
record JsonSelector(String text, List<Step> steps) {

  /** One step down. */
  sealed interface Step {
    /** Into the member of that name. */
    record Member(String name) implements Step {}

    /** Into the element of that place. */
    record Element(int index) implements Step {}

    /** Into every element. */
    record AnyElement() implements Step {}
  }

  /** Whether {@code text} is one: {@code $.a}. */
  static Optional<JsonSelector> of(String text) {
    var reader = new PatternReader(text);
    if (!text.startsWith("$.") && !text.startsWith("$[")) {
      return Optional.empty();
    }
    var selector = read(reader);
    return reader.peek() == 0 ? Optional.of(selector) : Optional.empty();
  }

  static JsonSelector read(PatternReader reader) {
    reader.expect("$");
    var steps = new ArrayList<Step>();
    var text = new StringBuilder("$");
    while (reader.peek() == '.' || reader.peek() == '[') {
      boolean dot = reader.take(".");
      if (dot) {
        text.append('.');
      }
      if (reader.take("[")) {
        steps.add(bracket(reader, text));
      } else {
        var name = reader.run(c -> Character.isLetterOrDigit(c) || "_-@#:/".indexOf(c) >= 0);
        text.append(name);
        steps.add(new Step.Member(name));
      }
    }
    if (steps.isEmpty()) {
      throw reader.invalid();
    }
    return new JsonSelector(text.toString(), List.copyOf(steps));
  }

  private static Step bracket(PatternReader reader, StringBuilder text) {
    var inside = reader.run(c -> c != ']').strip();
    reader.expect("]");
    text.append('[').append(inside).append(']');
    if (inside.equals("*")) {
      return new Step.AnyElement();
    }
    if (inside.matches("\\d{1,6}")) {
      return new Step.Element(Integer.parseInt(inside));
    }
    if (inside.matches("'[^']+'|\"[^\"]+\"")) {
      return new Step.Member(inside.substring(1, inside.length() - 1));
    }
    throw reader.invalid();
  }

  /** What is there: nothing, one value, or those of several elements. */
  List<JsonNode> in(JsonNode json) {
    var found = Stream.of(json);
    for (var step : steps) {
      found = found.flatMap(node -> down(node, step));
    }
    return found.toList();
  }

  private static Stream<JsonNode> down(JsonNode node, Step step) {
    var next =
        switch (step) {
          case Step.Member member -> Stream.of(node.path(member.name()));
          case Step.Element element -> Stream.of(node.path(element.index()));
          case Step.AnyElement any ->
              node.isArray()
                  ? StreamSupport.stream(node.spliterator(), false)
                  : Stream.<JsonNode>empty();
        };
    return next.filter(found -> !found.isMissingNode());
  }
}
