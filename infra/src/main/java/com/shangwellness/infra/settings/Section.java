package com.shangwellness.infra.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One level of a settings file. Each reading notes what is wrong and answers with a stand-in, so
 * that the reading goes on and finds the rest; nobody sees a stand-in, because mistakes throw.
 */
final class Section {
  private final String path;
  private final ObjectNode fields;
  private final Mistakes mistakes;
  private final boolean real;
  private final List<Section> children = new ArrayList<>();
  private final Map<String, String> read = new LinkedHashMap<>();

  private Section(String path, ObjectNode fields, Mistakes mistakes, boolean real) {
    this.path = path;
    this.fields = fields;
    this.mistakes = mistakes;
    this.real = real;
  }

  static Section top(ObjectNode fields, Mistakes mistakes) {
    return new Section("", fields, mistakes, true);
  }

  /**
   * A level below. When it is not there, that is one mistake, and not one for each of its fields.
   */
  Section section(String name) {
    var node = take(name, "a section with fields of its own");
    boolean present = node instanceof ObjectNode;
    if (!present && !node.isMissingNode()) {
      wrong(name, node, "a section with fields of its own");
    }
    var below = present ? (ObjectNode) node : fields.objectNode();
    var section = new Section(path + name + ".", below, mistakes, present && real);
    children.add(section);
    return section;
  }

  /** A level below, or nothing where the file says {@code none}. */
  Optional<Section> sectionUnlessNone(String name) {
    var allowed = "none, or a section with fields of its own";
    var node = take(name, allowed);
    if (node instanceof ObjectNode below) {
      var section = new Section(path + name + ".", below, mistakes, real);
      children.add(section);
      return Optional.of(section);
    }
    if (!node.isMissingNode() && !text(node, "none")) {
      wrong(name, node, allowed);
    }
    return Optional.empty();
  }

  /** A text that matches {@code pattern} as a whole; {@code allowed} says so in words. */
  String text(String name, String pattern, String allowed) {
    return value(name, allowed, "", n -> text(n, pattern) ? n.textValue() : null);
  }

  /** One of some words. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    var words =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(Section::word, e -> e, (a, b) -> a, LinkedHashMap::new));
    return value(
        name,
        "one of " + String.join(", ", words.keySet()),
        type.getEnumConstants()[0],
        n -> n.isTextual() ? words.get(n.textValue()) : null);
  }

  /** {@code true} or {@code false}. */
  boolean flag(String name) {
    return value(name, "true or false", false, n -> n.isBoolean() ? n.booleanValue() : null);
  }

  /** A whole number of a range. */
  int number(String name, int least, int most) {
    return value(
        name,
        "a whole number from " + least + " to " + most,
        least,
        n -> whole(n) && n.intValue() >= least && n.intValue() <= most ? n.intValue() : null);
  }

  /** One of some whole numbers. */
  int number(String name, List<Integer> allowed) {
    return value(
        name,
        "one of " + join(allowed),
        allowed.getFirst(),
        n -> whole(n) && allowed.contains(n.intValue()) ? n.intValue() : null);
  }

  /** A number of a range, in whole steps. */
  double decimal(String name, double least, double most, double step) {
    return value(
        name,
        "a number from " + plain(least) + " to " + plain(most) + " in steps of " + plain(step),
        least,
        n -> n.isNumber() && steps(n.doubleValue(), least, most, step) ? n.doubleValue() : null);
  }

  /** Different texts, each matching {@code pattern}; {@code allowed} describes the list. */
  List<String> texts(String name, String pattern, Predicate<List<String>> also, String allowed) {
    return list(name, allowed, n -> text(n, pattern) ? n.textValue() : null, also);
  }

  /** Different whole numbers of a range. */
  List<Integer> numbers(String name, int least, int most) {
    return list(
        name,
        "a list of different whole numbers from " + least + " to " + most,
        n -> whole(n) && n.intValue() >= least && n.intValue() <= most ? n.intValue() : null,
        all -> true);
  }

  /**
   * Notes that {@code name} contradicts {@code others}, unless one of them is missing or wrong in
   * itself. Fields of a level below are named with a dot.
   */
  void agrees(String name, List<String> others, BooleanSupplier rule, String allowed) {
    var all = Stream.concat(Stream.of(name), others.stream()).toList();
    boolean comparable =
        all.stream().noneMatch(field -> at(field).isMissingNode())
            && mistakes.noneIn(all.stream().map(field -> path + field).toList());
    if (comparable && !rule.getAsBoolean()) {
      wrong(name, at(name), allowed);
    }
  }

  /**
   * Notes what is missing and what is unknown, here and below. To be called once, after all is
   * read.
   */
  void close() {
    if (real) {
      var missing = new LinkedHashSet<>(read.keySet());
      missing.removeIf(fields::has);
      fields
          .properties()
          .forEach(
              field -> {
                if (!read.containsKey(field.getKey())) {
                  unknown(field.getKey(), field.getValue(), missing);
                }
              });
      missing.forEach(
          name -> mistakes.add(path + name, "is missing; it must be " + read.get(name)));
    }
    children.forEach(Section::close);
  }

  private void unknown(String name, JsonNode value, Collection<String> missing) {
    var nearest = Spelling.nearest(name, missing).or(() -> Spelling.nearest(name, read.keySet()));
    // Misspelt, so not missing too: one mistake is one line.
    nearest.ifPresent(missing::remove);
    mistakes.add(
        path + name,
        "is "
            + shown(value)
            + ", but there is no such field; "
            + nearest
                .map(known -> "did you mean " + path + known + "?")
                .orElse("allowed here are " + String.join(", ", read.keySet())));
  }

  private <T> T value(String name, String allowed, T standIn, Function<JsonNode, T> reading) {
    var node = take(name, allowed);
    if (node.isMissingNode()) {
      return standIn;
    }
    var value = reading.apply(node);
    if (value == null) {
      wrong(name, node, allowed);
      return standIn;
    }
    return value;
  }

  private <T> List<T> list(
      String name, String allowed, Function<JsonNode, T> reading, Predicate<List<T>> also) {
    return value(
        name,
        allowed,
        List.of(),
        node -> {
          if (!node.isArray()) {
            return null;
          }
          var values = new ArrayList<T>();
          for (var element : node) {
            var value = reading.apply(element);
            if (value == null || values.contains(value)) {
              return null;
            }
            values.add(value);
          }
          return also.test(values) ? List.copyOf(values) : null;
        });
  }

  private JsonNode take(String name, String allowed) {
    read.put(name, allowed);
    var node = fields.get(name);
    return node == null ? MissingNode.getInstance() : node;
  }

  private void wrong(String name, JsonNode node, String allowed) {
    mistakes.add(path + name, "is " + shown(node) + "; it must be " + allowed);
  }

  private JsonNode at(String field) {
    return fields.at("/" + field.replace('.', '/'));
  }

  /** A value as its author wrote it; a text in quotes, so that it is told from a number. */
  private static String shown(JsonNode node) {
    if (node.isNull()) {
      return "empty";
    }
    if (node.isArray()) {
      var elements = new ArrayList<String>();
      node.forEach(e -> elements.add(shown(e)));
      return "[" + String.join(", ", elements) + "]";
    }
    if (node.isObject()) {
      return "a section";
    }
    return node.isTextual() ? "\"" + node.textValue() + "\"" : node.asText();
  }

  private static boolean text(JsonNode node, String pattern) {
    return node.isTextual() && Pattern.matches(pattern, node.textValue());
  }

  private static boolean whole(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt();
  }

  private static boolean steps(double value, double least, double most, double step) {
    return value >= least && value <= most && Math.abs(Math.IEEEremainder(value, step)) < 1e-9;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A number as its author would write it: without a fraction of zero. */
  static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String join(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
