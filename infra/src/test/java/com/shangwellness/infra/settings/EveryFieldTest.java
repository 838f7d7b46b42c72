package com.shangwellness.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of every environment, wrong in each way. The fields come from the records that hold
 * them, so that none can be forgotten; what contradicts what is in {@link ContradictionTest}.
 */
class EveryFieldTest {
  /** What no field of a type can be, as it stands in the file and as the line shows it. */
  private static final Map<Type, String> NEVER =
      Map.of(
          Type.WHOLE_NUMBER,
          """
          many              -> "many"
          "2"               -> "2"
          true              -> true
          1.25              -> 1.25
          -1                -> -1
          2147483647        -> 2147483647
          20000000000000000 -> 20000000000000000
          [1]               -> [1]
          {nobody: knows}   -> a section
          """,
          Type.NUMBER,
          """
          many            -> "many"
          "2"             -> "2"
          true            -> true
          1.23456         -> 1.23456
          -1              -> -1
          2147483647      -> 2147483647
          [1]             -> [1]
          {nobody: knows} -> a section
          """,
          Type.FLAG,
          """
          sure            -> "sure"
          "true"          -> "true"
          1               -> 1
          [true]          -> [true]
          {nobody: knows} -> a section
          """,
          Type.TEXT,
          """
          7               -> 7
          true            -> true
          ""              -> ""
          no such !       -> "no such !"
          [one]           -> ["one"]
          {nobody: knows} -> a section
          """,
          Type.LIST,
          """
          many            -> "many"
          7               -> 7
          true            -> true
          [no such !]     -> ["no such !"]
          [[1]]           -> [[1]]
          [{one: two}]    -> [a section]
          [443, 443]      -> [443, 443]
          {nobody: knows} -> a section
          """,
          Type.SECTION,
          """
          all   -> "all"
          7     -> 7
          true  -> true
          [one] -> ["one"]
          """);

  private enum Type {
    WHOLE_NUMBER,
    NUMBER,
    FLAG,
    TEXT,
    LIST,
    SECTION;

    static Type of(Class<?> component) {
      if (component == int.class) {
        return WHOLE_NUMBER;
      }
      if (component == double.class) {
        return NUMBER;
      }
      if (component == boolean.class) {
        return FLAG;
      }
      if (component == List.class) {
        return LIST;
      }
      if (component.isRecord()) {
        return SECTION;
      }
      assertThat(component == String.class || component.isEnum()).as(component.getName()).isTrue();
      return TEXT;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void a_value_that_it_cannot_have_is_one_line_with_file_field_value_and_what_is_allowed(
      Field field) {
    for (var row : NEVER.get(field.type()).lines().toList()) {
      var wrong = row.split(" *-> ", 2);

      assertThat(field.as(wrong[0]).mistakes())
          .as("%s as %s", field, wrong[0])
          .singleElement()
          .asString()
          .matches(Pattern.quote(field.is(wrong[1])) + "; it must be .+");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void what_is_missing_empty_or_misspelt_is_one_line(Field field) {
    assertThat(field.leftOut().mistakes())
        .singleElement()
        .asString()
        .startsWith("env.yaml: " + field.name() + " is missing; it must be ");
    assertThat(field.as("~").mistakes())
        .singleElement()
        .asString()
        .startsWith(field.is("empty") + "; it must be ");
    assertThat(field.misspelt().mistakes())
        .singleElement()
        .asString()
        .startsWith("env.yaml: " + field.name() + "x is ")
        .endsWith("but there is no such field; did you mean " + field.name() + "?");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void what_is_said_to_be_allowed_is_allowed_and_what_lies_just_outside_is_not(Field field) {
    var allowed = field.leftOut().mistakes().getFirst().replaceFirst(".*?; it must be ", "");

    for (var value : Allowed.valuesIn(allowed)) {
      assertThat(field.as(value).complaints())
          .as("%s as %s", field, value)
          .noneMatch(line -> line.endsWith("; it must be " + allowed));
    }
    for (var value : Allowed.justOutside(allowed)) {
      assertThat(field.as(value).mistakes())
          .containsExactly(field.is(value) + "; it must be " + allowed);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("environments")
  void everything_wrong_at_once_is_a_line_for_each_field(EnvironmentFile file) {
    var broken = file;
    var names = new ArrayList<String>();
    for (var field : fieldsOf(file)) {
      if (!file.at(field.name()).isObject()) {
        broken = broken.with(field.name(), EnvironmentFile.yaml("[[1]]"));
        names.add(field.name());
      }
    }

    assertThat(broken.mistakes())
        .map(line -> line.split(" ", 3)[1])
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("environments")
  void a_file_has_the_fields_of_the_records_and_no_others(EnvironmentFile file) {
    assertThat(fieldsOf(file).stream().map(Field::name))
        .hasSizeGreaterThan(100)
        .containsExactlyInAnyOrderElementsOf(names("", file.fields()));
  }

  /** What a line says is allowed, read as its reader does. */
  private static final class Allowed {
    private static final Pattern RANGE =
        Pattern.compile("(a whole )?(?:a )?number from (\\d+|0\\.1) to (\\d+)(?: in steps .*)?");
    private static final Pattern EXAMPLE = Pattern.compile("such as (\\[.*]|\\S+)$");

    static List<String> valuesIn(String allowed) {
      var range = RANGE.matcher(allowed);
      if (range.matches()) {
        return List.of(range.group(2), range.group(3));
      }
      if (allowed.startsWith("one of ")) {
        return List.of(allowed.substring("one of ".length()).split(", ", -1));
      }
      var example = EXAMPLE.matcher(allowed);
      return example.find() ? List.of(quoted(example.group(1))) : List.of();
    }

    static List<String> justOutside(String allowed) {
      var range = RANGE.matcher(allowed);
      if (!range.matches()) {
        return List.of();
      }
      return List.of(below(range.group(2)), String.valueOf(Long.parseLong(range.group(3)) + 1));
    }

    private static String below(String least) {
      return least.equals("0.1") ? "0" : String.valueOf(Long.parseLong(least) - 1);
    }

    private static String quoted(String example) {
      return example.startsWith("[") ? example : "\"" + example + "\"";
    }
  }

  /**
   * One value, or a section of values.
   *
   * @param file whose
   * @param name its way, as in {@code network.cidr}
   */
  private record Field(EnvironmentFile file, String name, Type type) {
    @Override
    public String toString() {
      return name + " of " + file;
    }

    String is(String value) {
      return "env.yaml: " + name + " is " + value;
    }

    EnvironmentFile as(String value) {
      return file.with(name, EnvironmentFile.yaml(value));
    }

    EnvironmentFile leftOut() {
      return file.without(name);
    }

    EnvironmentFile misspelt() {
      return leftOut().with(name + "x", file.at(name));
    }
  }

  static Stream<Field> fields() {
    return environments().flatMap(file -> fieldsOf(file).stream());
  }

  static Stream<EnvironmentFile> environments() {
    return EnvironmentFile.all();
  }

  /** The components of the records, a section that is {@code none} without what it could have. */
  private static List<Field> fieldsOf(EnvironmentFile file) {
    var fields = new ArrayList<Field>();
    collect("", Settings.class, file, fields);
    return fields;
  }

  private static void collect(
      String section, Class<?> type, EnvironmentFile file, List<Field> found) {
    for (var component : type.getRecordComponents()) {
      var name = section + component.getName();
      found.add(new Field(file, name, Type.of(component.getType())));
      if (file.at(name).isObject()) {
        collect(name + ".", component.getType(), file, found);
      }
    }
  }

  private static List<String> names(String section, JsonNode of) {
    var names = new ArrayList<String>();
    for (var field : of.properties()) {
      names.add(section + field.getKey());
      names.addAll(names(section + field.getKey() + ".", field.getValue()));
    }
    return names;
  }
}
