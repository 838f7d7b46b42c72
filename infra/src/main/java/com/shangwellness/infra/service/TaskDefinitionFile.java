package com.shangwellness.infra.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The template's task definition as ECS's RegisterTaskDefinition takes it.
 *
 * <p>Three values are not known here: the image ({@code <IMAGE1_NAME>}, which CodePipeline fills
 * in), the database's host and its secret ({@code ${DB_HOST}}, {@code ${DB_SECRET_ARN}}, which the
 * build and {@code shang release} fill in from the stacks' outputs).
 */
final class TaskDefinitionFile {
  private static final String TYPE = "AWS::ECS::TaskDefinition";
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          DataOutputs.ENDPOINT, "${DB_HOST}",
          DataOutputs.SECRET, "${DB_SECRET_ARN}");

  private final JsonNode resources;
  private final Names names;

  TaskDefinitionFile(JsonNode resources, Names names) {
    this.resources = resources;
    this.names = names;
  }

  ObjectNode render() {
    var properties =
        StreamSupport.stream(resources.spliterator(), false)
            .filter(resource -> resource.path("Type").asText().equals(TYPE))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("The template has no " + TYPE))
            .get("Properties");
    var file = (ObjectNode) render(properties);
    ((ObjectNode) file.get("containerDefinitions").get(0)).put("image", "<IMAGE1_NAME>");
    return file;
  }

  private JsonNode render(JsonNode value) {
    return switch (value) {
      case ObjectNode object when isFunction(object) -> TextNode.valueOf(resolve(object));
      case ObjectNode object -> {
        var rendered = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(p -> rendered.set(lowerCaseFirst(p.getKey()), render(p.getValue())));
        yield rendered;
      }
      case ArrayNode array -> {
        var rendered = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> rendered.add(render(element)));
        yield rendered;
      }
      default -> value;
    };
  }

  private static boolean isFunction(ObjectNode object) {
    return object.size() == 1
        && object.properties().stream()
            .allMatch(p -> p.getKey().equals("Ref") || p.getKey().startsWith("Fn::"));
  }

  private String resolve(JsonNode value) {
    if (!(value instanceof ObjectNode function)) {
      return value.asText();
    }
    var call = function.properties().iterator().next();
    var argument = call.getValue();
    return switch (call.getKey()) {
      case "Fn::Join" ->
          StreamSupport.stream(argument.get(1).spliterator(), false)
              .map(this::resolve)
              .collect(Collectors.joining(argument.get(0).asText()));
      case "Fn::GetAtt" -> names.roleArn(property(argument.get(0), "RoleName"));
      case "Fn::GetStackOutput" -> placeholder(argument.get("OutputName").asText());
      case "Ref" ->
          resources.has(argument.asText())
              ? property(argument, "LogGroupName")
              : placeholder(argument.asText());
      default -> throw new IllegalStateException("No way to write " + function + " into a file");
    };
  }

  private String property(JsonNode resource, String property) {
    var value = resources.path(resource.asText()).path("Properties").path(property);
    if (!value.isTextual()) {
      throw new IllegalStateException(resource + " has no fixed " + property);
    }
    return value.textValue();
  }

  /** By the name of the output, or of the parameter that stands for it and ends in its name. */
  private static String placeholder(String name) {
    return PLACEHOLDERS.entrySet().stream()
        .filter(known -> name.endsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No placeholder stands for " + name));
  }

  private static String lowerCaseFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
