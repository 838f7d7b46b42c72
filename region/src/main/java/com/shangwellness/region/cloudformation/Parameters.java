package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The values of a template's parameters: given, kept from before, or by default; all checked. */
final class Parameters {

  private static final String FROM_SSM = "AWS::SSM::Parameter::Value<";

  private final SsmClient ssm;

  Parameters(SsmClient ssm) {
    this.ssm = ssm;
  }

  /**
   * The value of every parameter of {@code template}; those read from SSM with what was read.
   *
   * @param given what the caller gives
   * @param previous the values of the stack as it is; none for a new stack
   */
  List<Parameter> resolve(Template template, List<Parameter> given, List<Parameter> previous) {
    var declared = template.section("Parameters");
    var unknown = new ArrayList<String>();
    for (var parameter : given) {
      if (!declared.has(parameter.parameterKey())) {
        unknown.add(parameter.parameterKey());
      }
    }
    if (!unknown.isEmpty()) {
      throw Invalid.because("Parameters: " + unknown + " do not exist in the template");
    }
    var missing = new ArrayList<String>();
    var values = new LinkedHashMap<String, Parameter>();
    declared.forEachEntry(
        (name, declaration) -> {
          var value = value(name, declaration, given, previous);
          if (value.isEmpty()) {
            missing.add(name);
          } else {
            values.put(name, checked(name, declaration, value.get()));
          }
        });
    if (!missing.isEmpty()) {
      throw Invalid.because("Parameters: " + missing + " must have values");
    }
    return List.copyOf(values.values());
  }

  private static java.util.Optional<String> value(
      String name, JsonNode declaration, List<Parameter> given, List<Parameter> previous) {
    for (var parameter : given) {
      if (parameter.parameterKey().equals(name)) {
        if (Boolean.TRUE.equals(parameter.usePreviousValue())) {
          return java.util.Optional.of(previous(name, previous));
        }
        if (parameter.parameterValue() != null) {
          return java.util.Optional.of(parameter.parameterValue());
        }
      }
    }
    var byDefault = declaration.path("Default");
    return byDefault.isValueNode()
        ? java.util.Optional.of(byDefault.asText())
        : java.util.Optional.empty();
  }

  private static String previous(String name, List<Parameter> previous) {
    return previous.stream()
        .filter(p -> p.parameterKey().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Invalid.because(
                    "Invalid input for parameter key "
                        + name
                        + ". Cannot specify usePreviousValue as true for a parameter key not in the"
                        + " previous template"))
        .parameterValue();
  }

  private Parameter checked(String name, JsonNode declaration, String value) {
    var type = declaration.path("Type").asText();
    var parameter = Parameter.builder().parameterKey(name).parameterValue(value);
    if (type.startsWith(FROM_SSM)) {
      var read = fromSsm(value);
      constraints(name, declaration, type.substring(FROM_SSM.length(), type.length() - 1), read);
      return parameter.resolvedValue(read).build();
    }
    constraints(name, declaration, type, value);
    return parameter.build();
  }

  private String fromSsm(String name) {
    var answer = ssm.getParameters(r -> r.names(name));
    if (answer.parameters().isEmpty()) {
      throw Invalid.because(
          "Unable to fetch parameters [" + name + "] from parameter store for this account.");
    }
    return answer.parameters().getFirst().value();
  }

  private static void constraints(String name, JsonNode declaration, String type, String value) {
    boolean list = type.equals("CommaDelimitedList") || type.startsWith("List<");
    for (var one : list ? List.of(value.split(",", -1)) : List.of(value)) {
      check(name, declaration, type, one.strip());
    }
  }

  private static void check(String name, JsonNode declaration, String type, String value) {
    if (type.contains("Number") && !value.matches("-?\\d+(\\.\\d+)?")) {
      throw Invalid.because("Parameter '" + name + "' must be a number.");
    }
    var allowed = new TreeSet<String>();
    declaration.path("AllowedValues").forEach(v -> allowed.add(v.asText()));
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw broken(name, declaration, "must be one of AllowedValues");
    }
    var pattern = declaration.path("AllowedPattern").asText("");
    if (!pattern.isEmpty() && !Pattern.matches(pattern, value)) {
      throw broken(name, declaration, "must match pattern " + pattern);
    }
    int least = declaration.path("MinLength").asInt(0);
    int most = declaration.path("MaxLength").asInt(Integer.MAX_VALUE);
    if (value.length() < least) {
      throw broken(name, declaration, "must contain at least " + least + " characters");
    }
    if (value.length() > most) {
      throw broken(name, declaration, "must contain at most " + most + " characters");
    }
    if (type.contains("Number")) {
      double number = Double.parseDouble(value);
      if (declaration.has("MinValue") && number < declaration.path("MinValue").asDouble()) {
        throw broken(
            name,
            declaration,
            "must be a number not less than " + declaration.path("MinValue").asText());
      }
      if (declaration.has("MaxValue") && number > declaration.path("MaxValue").asDouble()) {
        throw broken(
            name,
            declaration,
            "must be a number not greater than " + declaration.path("MaxValue").asText());
      }
    }
  }

  private static RuntimeException broken(String name, JsonNode declaration, String words) {
    var description = declaration.path("ConstraintDescription").asText("");
    return Invalid.because(
        description.isEmpty()
            ? "Parameter '" + name + "' " + words
            : "Parameter '" + name + "' failed to satisfy constraint: " + description);
  }

  /** What {@code Ref} gives for each of {@code parameters}: a text, or a list of texts. */
  static Map<String, JsonNode> values(Template template, List<Parameter> parameters) {
    return parameters.stream()
        .collect(
            Collectors.toMap(
                Parameter::parameterKey,
                p -> value(template.section("Parameters").path(p.parameterKey()), p)));
  }

  private static JsonNode value(JsonNode declaration, Parameter parameter) {
    var type = declaration.path("Type").asText();
    var value =
        parameter.resolvedValue() == null ? parameter.parameterValue() : parameter.resolvedValue();
    if (!type.contains("List<") && !type.contains("CommaDelimitedList")) {
      return Values.text(value);
    }
    var list = Values.NODES.arrayNode();
    List.of(value.split(",", -1)).forEach(item -> list.add(item.strip()));
    return list;
  }

  /** The parameters as callers may see them: those that are not to be echoed as asterisks. */
  static List<Parameter> shown(Template template, List<Parameter> parameters) {
    return parameters.stream()
        .map(
            p ->
                template
                        .section("Parameters")
                        .path(p.parameterKey())
                        .path("NoEcho")
                        .asBoolean(false)
                    ? p.toBuilder().parameterValue("****").build()
                    : p)
        .toList();
  }
}
