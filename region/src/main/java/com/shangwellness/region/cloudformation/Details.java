package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Template.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;

/** What a change set tells of the change of one resource: which property, why, with what effect. */
final class Details {

  private final Template template;
  private final StackRecord.Operation operation;
  private final Optional<Schema> schema;

  Details(Template template, StackRecord.Operation operation, Optional<Schema> schema) {
    this.template = template;
    this.operation = operation;
    this.schema = schema;
  }

  /** Properties as a change set shows them. */
  static String context(ObjectNode properties) {
    var shown = shown(properties);
    return Values.NODES.objectNode().set("Properties", shown).toString();
  }

  private static JsonNode shown(JsonNode value) {
    if (Values.isUnknown(value)) {
      return Values.text("{{changeSet:KNOWN_AFTER_APPLY}}");
    }
    if (value instanceof ObjectNode object) {
      var copy = Values.NODES.objectNode();
      object.forEachEntry((name, member) -> copy.set(name, shown(member)));
      return copy;
    }
    if (value.isArray()) {
      var copy = Values.NODES.arrayNode();
      value.forEach(item -> copy.add(shown(item)));
      return copy;
    }
    return value;
  }

  /** What of the resource changes: its properties, its tags, or both. */
  List<String> scope(Difference difference) {
    return difference.changed().stream()
        .map(name -> attribute(name).toString())
        .distinct()
        .sorted()
        .toList();
  }

  private ResourceAttribute attribute(String property) {
    boolean tags = schema.flatMap(Schema::tagProperty).filter(property::equals).isPresent();
    return tags ? ResourceAttribute.TAGS : ResourceAttribute.PROPERTIES;
  }

  List<ResourceChangeDetail> of(
      Definition definition, Difference difference, ObjectNode properties) {
    var details = new ArrayList<ResourceChangeDetail>();
    for (var name : difference.changed()) {
      var detail =
          ResourceChangeDetail.builder()
              .target(
                  t -> {
                    t.attribute(attribute(name)).requiresRecreation(recreation(name, difference));
                    if (attribute(name) == ResourceAttribute.PROPERTIES) {
                      t.name(name);
                    }
                  })
              .evaluation(
                  Values.hasUnknown(properties.path(name))
                      ? EvaluationType.DYNAMIC
                      : EvaluationType.STATIC);
      source(definition, name, detail);
      details.add(detail.build());
    }
    return details;
  }

  private RequiresRecreation recreation(String name, Difference difference) {
    if (schema.map(s -> s.createOnly().contains(name)).orElse(false)) {
      return RequiresRecreation.ALWAYS;
    }
    boolean perhaps =
        difference.replacement() != Replacement.FALSE
            && schema
                .map(
                    s ->
                        s.perhapsCreateOnly().contains(name)
                            || s.createOnly().stream().anyMatch(p -> p.startsWith(name + ".")))
                .orElse(false);
    return perhaps ? RequiresRecreation.CONDITIONALLY : RequiresRecreation.NEVER;
  }

  private void source(Definition definition, String name, ResourceChangeDetail.Builder detail) {
    for (var reference : References.in(definition.properties().path(name))) {
      boolean isResource = template.section("Resources").has(reference.name());
      if (isResource && !reference.attribute().isEmpty()) {
        detail
            .changeSource(ChangeSource.RESOURCE_ATTRIBUTE)
            .causingEntity(reference.name() + "." + reference.attribute());
        return;
      }
      if (isResource) {
        detail.changeSource(ChangeSource.RESOURCE_REFERENCE).causingEntity(reference.name());
        return;
      }
      if (isParameter(reference.name())) {
        detail.changeSource(ChangeSource.PARAMETER_REFERENCE).causingEntity(reference.name());
        return;
      }
    }
    detail.changeSource(ChangeSource.DIRECT_MODIFICATION);
  }

  private boolean isParameter(String name) {
    return operation.parameters().stream().anyMatch(p -> p.parameterKey().equals(name));
  }
}
