package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Template.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** What a stack is to be: a template with values for its parameters, and tags. */
final class Design {

  private final StackScope scope;
  private final Functions functions;
  private final Schemas schemas;
  private final List<Tag> tags;
  private final String stackName;
  private final String stackId;

  Design(StackScope scope, Schemas schemas, StackRecord stack, List<Tag> tags) {
    this.scope = scope;
    this.functions = new Functions(scope);
    this.schemas = schemas;
    this.tags = tags;
    this.stackName = stack.name();
    this.stackId = stack.id();
  }

  Template template() {
    return scope.template();
  }

  /** The resources that the stack is to have: those whose condition holds. */
  Map<String, Definition> resources() {
    var wanted = new LinkedHashMap<>(template().resources());
    wanted.values().removeIf(d -> !d.condition().isEmpty() && !functions.condition(d.condition()));
    return wanted;
  }

  /** The resources of this design that {@code definition} needs first. */
  List<String> needs(Definition definition, Set<String> wanted) {
    return template().dependencies(definition).stream().filter(wanted::contains).toList();
  }

  /** The properties that {@code definition} comes to, with the stack's tags. */
  ObjectNode properties(Definition definition) {
    var properties = functions.evaluateObject(definition.properties());
    schemas
        .find(definition.type())
        .ifPresent(
            schema ->
                schema
                    .tagProperty()
                    .ifPresent(
                        property ->
                            StackTags.add(
                                properties,
                                property,
                                schema.tagForm(property),
                                stackTags(schema, definition))));
    return properties;
  }

  private Map<String, String> stackTags(Schema schema, Definition definition) {
    var all = new LinkedHashMap<String, String>();
    tags.forEach(tag -> all.put(tag.key(), tag.value()));
    if (schema.systemTags()) {
      all.put("aws:cloudformation:stack-name", stackName);
      all.put("aws:cloudformation:stack-id", stackId);
      all.put("aws:cloudformation:logical-id", definition.name());
    }
    return all;
  }

  /**
   * Refuses properties that the type's schema does not allow.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException in CloudFormation's words,
   *     with all that is wrong
   */
  void check(Definition definition, ObjectNode properties) {
    var schema = schemas.find(definition.type());
    if (schema.isEmpty()) {
      return;
    }
    // A schema speaks of what callers may write: some refuse tags that begin with aws:.
    var written = properties.deepCopy();
    schema.get().tagProperty().ifPresent(property -> StackTags.removeSystems(written, property));
    var problems = new ArrayList<>(schema.get().problems(written));
    definition
        .properties()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (schema.get().readOnly(name) && !schema.get().identifier().contains(name)) {
                problems.add("#/" + name + ": is a read-only property");
              }
            });
    if (!problems.isEmpty()) {
      throw Invalid.because(
          "Properties validation failed for resource "
              + definition.name()
              + " with message:\n"
              + String.join("\n", problems)
              + unsupported(problems));
    }
  }

  // The words that the types from before the resource schemas use, for who looks for those.
  private static String unsupported(List<String> problems) {
    var words = new StringBuilder();
    for (var problem : problems) {
      if (problem.startsWith("#: extraneous key [")) {
        words
            .append("\nEncountered unsupported property ")
            .append(problem, "#: extraneous key [".length(), problem.indexOf(']'));
      }
    }
    return words.toString();
  }

  /** Refuses what a rule of the template does not allow. */
  void checkRules() {
    template()
        .section("Rules")
        .forEachEntry(
            (name, rule) -> {
              boolean applies =
                  !rule.has("RuleCondition") || functions.holds(rule.path("RuleCondition"));
              for (var assertion : rule.path("Assertions")) {
                if (applies && !functions.holds(assertion.path("Assert"))) {
                  throw Invalid.template(
                      "Rule "
                          + name
                          + " was violated: "
                          + assertion.path("AssertDescription").asText("no description"));
                }
              }
            });
  }

  /** The stack's outputs. */
  List<Output> outputs() {
    var outputs = new ArrayList<Output>();
    template()
        .section("Outputs")
        .forEachEntry(
            (name, said) -> {
              var condition = said.path("Condition").asText("");
              if (condition.isEmpty() || functions.condition(condition)) {
                outputs.add(output(name, (ObjectNode) said));
              }
            });
    return outputs;
  }

  private Output output(String name, ObjectNode said) {
    var value = functions.evaluate(said.path("Value"));
    if (!value.isValueNode()) {
      throw Invalid.format(
          "Output "
              + name
              + " is malformed. The Value field of every Outputs member must evaluate to a"
              + " String.");
    }
    var output = Output.builder().outputKey(name).outputValue(value.asText());
    if (said.has("Description")) {
      output.description(said.path("Description").asText());
    }
    if (said.has("Export")) {
      output.exportName(functions.evaluate(said.path("Export").path("Name")).asText());
    }
    return output.build();
  }

  /** The exports that were asked for so far. */
  List<String> imports() {
    return scope.imports();
  }
}
