package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks a template's structure and references, as CloudFormation does before all else. */
final class TemplateCheck {

  private static final int LONGEST = 1_000_000;
  // CloudFormation quotas: "Resources 500, Outputs 200, Parameters 200, Mappings 200".
  private static final Map<String, Integer> QUOTAS =
      Map.of("Resources", 500, "Outputs", 200, "Parameters", 200, "Mappings", 200);
  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Conditions",
          "Description",
          "Hooks",
          "Mappings",
          "Metadata",
          "Outputs",
          "Parameters",
          "Resources",
          "Rules",
          "Transform");
  private static final Set<String> MEMBERS =
      Set.of(
          "Condition",
          "CreationPolicy",
          "DeletionPolicy",
          "DependsOn",
          "Metadata",
          "Properties",
          "Type",
          "UpdatePolicy",
          "UpdateReplacePolicy",
          "Version");
  private static final Set<String> POLICIES =
      Set.of("Delete", "Retain", "Snapshot", "RetainExceptOnCreate");

  private final ResourceTypes types;
  private final Schemas schemas;

  TemplateCheck(ResourceTypes types, Schemas schemas) {
    this.types = types;
    this.schemas = schemas;
  }

  /**
   * The template that {@code text} is, its structure checked.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code ValidationError} in
   *     CloudFormation's words
   */
  Template read(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw Invalid.because("Template may not exceed 1000000 bytes in size.");
    }
    var template = new Template(text, TemplateText.read(text));
    sections(template);
    quotas(template);
    for (var definition : template.resources().values()) {
      resource(template, definition);
    }
    types(template);
    references(template);
    outputs(template);
    cycles(template);
    return template;
  }

  private static void sections(Template template) {
    var unknown = new TreeSet<String>();
    template.root().fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(SECTIONS);
    if (!unknown.isEmpty()) {
      throw Invalid.format("Invalid template property or properties " + unknown);
    }
    for (var section : List.of("Resources", "Outputs", "Parameters", "Mappings", "Conditions")) {
      var said = template.root().path(section);
      if (!said.isMissingNode() && !said.isObject()) {
        throw Invalid.format(section + " must be an object.");
      }
    }
    if (template.section("Resources").isEmpty()) {
      throw Invalid.format("At least one Resources member must be defined.");
    }
    for (var transform : template.transforms()) {
      throw Invalid.because("No transform named " + transform + " found.");
    }
  }

  private static void quotas(Template template) {
    QUOTAS.forEach(
        (section, most) -> {
          int size = template.section(section).size();
          if (size > most) {
            throw Invalid.format(
                "Number of "
                    + section.toLowerCase(java.util.Locale.ROOT)
                    + ", "
                    + size
                    + ", is greater than maximum allowed, "
                    + most);
          }
        });
    template
        .section("Resources")
        .forEachEntry(
            (name, json) -> {
              if (!name.matches("[A-Za-z0-9]{1,255}")) {
                throw Invalid.format("Resource name " + name + " is non alphanumeric.");
              }
              if (!json.isObject()) {
                throw Invalid.format("Every Resources object must be an object: [" + name + "]");
              }
            });
  }

  private static void resource(Template template, Template.Definition definition) {
    var name = definition.name();
    if (!definition.json().path("Type").isTextual()) {
      throw Invalid.format(
          "[/Resources/" + name + "] Every Resources object must contain a Type member.");
    }
    definition
        .json()
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!MEMBERS.contains(member)) {
                throw Invalid.because("Invalid template resource property '" + member + "'");
              }
            });
    if (!definition.json().path("Properties").isMissingNode()
        && !definition.json().path("Properties").isObject()) {
      throw Invalid.format("[/Resources/" + name + "/Properties] Properties must be an object.");
    }
    policy(name, "DeletionPolicy", definition.deletionPolicy(), POLICIES);
    policy(
        name,
        "UpdateReplacePolicy",
        definition.replacePolicy(),
        Set.of("Delete", "Retain", "Snapshot"));
    var condition = definition.condition();
    if (!condition.isEmpty() && !template.section("Conditions").has(condition)) {
      throw Invalid.format(
          "Template validation error: Unresolved condition dependency "
              + condition
              + " in the Resources block of the template");
    }
    var unknown = new TreeSet<>(definition.dependsOn());
    unknown.removeIf(template.section("Resources")::has);
    if (!unknown.isEmpty()) {
      throw unresolved(unknown, "Resources");
    }
  }

  private static void policy(String name, String member, String said, Set<String> allowed) {
    if (!said.isEmpty() && !allowed.contains(said)) {
      throw Invalid.format(
          "Unrecognized "
              + member
              + " "
              + said
              + " for resource "
              + name
              + "; it must be one of "
              + new TreeSet<>(allowed));
    }
  }

  private void types(Template template) {
    var unknown = new TreeSet<String>();
    for (var definition : template.resources().values()) {
      if (types.find(definition.type()).isEmpty()) {
        unknown.add(definition.type());
      }
    }
    if (!unknown.isEmpty()) {
      throw Invalid.format("Unrecognized resource types: " + unknown);
    }
  }

  private void references(Template template) {
    for (var definition : template.resources().values()) {
      references(template, definition.properties(), "Resources");
      conditions(template, definition.json(), "Resources");
    }
    references(template, template.section("Outputs"), "Outputs");
    conditions(template, template.section("Outputs"), "Outputs");
    template.section("Conditions").forEach(c -> parametersOnly(template, c));
  }

  private void references(Template template, JsonNode json, String block) {
    var resources = template.section("Resources");
    var unknown = new TreeSet<String>();
    for (var reference : References.in(json)) {
      var name = reference.name();
      boolean isResource = resources.has(name);
      if (!reference.attribute().isEmpty()) {
        if (!isResource) {
          throw Invalid.template(
              "instance of " + reference.function() + " references undefined resource " + name);
        }
        attribute(template.resources().get(name), reference);
      } else if (!isResource
          && !name.startsWith("AWS::")
          && !template.section("Parameters").has(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw unresolved(unknown, block);
    }
  }

  private void attribute(Template.Definition definition, References.Reference reference) {
    var type = types.find(definition.type()).orElseThrow();
    if (!type.attributeNames().contains(reference.attribute())
        && !schemas
            .find(definition.type())
            .map(s -> s.attribute(reference.attribute()))
            .orElse(true)) {
      throw Invalid.template(
          "resource "
              + definition.name()
              + " does not support attribute type "
              + reference.attribute()
              + " in Fn::GetAtt");
    }
  }

  private static void parametersOnly(Template template, JsonNode condition) {
    for (var reference : References.in(condition)) {
      var name = reference.name();
      if (!name.startsWith("AWS::") && !template.section("Parameters").has(name)) {
        throw Invalid.format(
            "Unresolved dependencies ["
                + name
                + "]. Cannot reference resources in the Conditions"
                + " block of the template");
      }
    }
  }

  private static void conditions(Template template, JsonNode json, String block) {
    var unknown = new LinkedHashSet<String>();
    named(json, unknown);
    unknown.removeIf(template.section("Conditions")::has);
    if (!unknown.isEmpty()) {
      throw Invalid.format(
          "Unresolved condition dependency "
              + unknown.iterator().next()
              + " in the "
              + block
              + " block of the template");
    }
  }

  /** The conditions that Fn::If names. */
  private static void named(JsonNode json, Set<String> names) {
    if (json instanceof ObjectNode object && object.path("Fn::If").path(0).isTextual()) {
      names.add(object.path("Fn::If").path(0).asText());
    }
    json.forEach(inner -> named(inner, names));
  }

  private static void outputs(Template template) {
    template
        .section("Outputs")
        .forEachEntry(
            (name, output) -> {
              if (!output.isObject() || !output.has("Value")) {
                throw Invalid.format(
                    "Output "
                        + name
                        + " is malformed. Every Outputs member must contain a Value object");
              }
            });
  }

  private static RuntimeException unresolved(Set<String> names, String block) {
    return Invalid.format(
        "Unresolved resource dependencies "
            + names
            + " in the "
            + block
            + " block of the template");
  }

  private static void cycles(Template template) {
    var resources = template.resources();
    var waiting = new TreeSet<>(resources.keySet());
    Deque<String> ready = new ArrayDeque<>(waiting);
    while (!ready.isEmpty()) {
      var name = ready.pop();
      if (waiting.contains(name)
          && template.dependencies(resources.get(name)).stream().noneMatch(waiting::contains)) {
        waiting.remove(name);
        ready.addAll(waiting);
      }
    }
    var self = selfReferences(template);
    waiting.addAll(self);
    if (!waiting.isEmpty()) {
      throw Invalid.because("Circular dependency between resources: " + new ArrayList<>(waiting));
    }
  }

  private static Set<String> selfReferences(Template template) {
    var names = new TreeSet<String>();
    for (var definition : template.resources().values()) {
      boolean self =
          definition.dependsOn().contains(definition.name())
              || References.in(definition.properties()).stream()
                  .anyMatch(r -> r.name().equals(definition.name()));
      if (self) {
        names.add(definition.name());
      }
    }
    return names;
  }
}
