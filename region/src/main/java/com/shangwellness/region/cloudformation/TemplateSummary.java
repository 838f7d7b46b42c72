package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.ResourceIdentifierSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateParameter;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/** What ValidateTemplate and GetTemplateSummary tell of a template. */
final class TemplateSummary {

  private TemplateSummary() {}

  static ValidateTemplateResponse validated(Template template) {
    var parameters = new ArrayList<TemplateParameter>();
    template
        .section("Parameters")
        .forEachEntry(
            (name, said) ->
                parameters.add(
                    TemplateParameter.builder()
                        .parameterKey(name)
                        .defaultValue(text(said, "Default"))
                        .description(text(said, "Description"))
                        .noEcho(said.path("NoEcho").asBoolean(false))
                        .build()));
    var needed = Capabilities.needed(template);
    return ValidateTemplateResponse.builder()
        .description(template.description())
        .parameters(parameters)
        .capabilities(needed)
        .capabilitiesReason(needed.isEmpty() ? null : reason(template))
        .declaredTransforms(template.transforms())
        .build();
  }

  static GetTemplateSummaryResponse of(Template template, Schemas schemas) {
    var needed = Capabilities.needed(template);
    var parameters = new ArrayList<ParameterDeclaration>();
    template
        .section("Parameters")
        .forEachEntry((name, said) -> parameters.add(declaration(name, said)));
    return GetTemplateSummaryResponse.builder()
        .description(template.description())
        .parameters(parameters)
        .capabilities(needed)
        .capabilitiesReason(needed.isEmpty() ? null : reason(template))
        .resourceTypes(
            template.resources().values().stream()
                .map(Template.Definition::type)
                .distinct()
                .toList())
        .version(text(template.root(), "AWSTemplateFormatVersion"))
        .metadata(template.root().has("Metadata") ? template.section("Metadata").toString() : null)
        .declaredTransforms(template.transforms())
        .resourceIdentifierSummaries(identifiers(template, schemas))
        .build();
  }

  private static ParameterDeclaration declaration(String name, JsonNode said) {
    var allowed = new ArrayList<String>();
    said.path("AllowedValues").forEach(value -> allowed.add(value.asText()));
    return ParameterDeclaration.builder()
        .parameterKey(name)
        .parameterType(said.path("Type").asText())
        .defaultValue(text(said, "Default"))
        .description(text(said, "Description"))
        .noEcho(said.path("NoEcho").asBoolean(false))
        .parameterConstraints(c -> c.allowedValues(allowed))
        .build();
  }

  private static List<ResourceIdentifierSummary> identifiers(Template template, Schemas schemas) {
    return template.resources().values().stream()
        .collect(Collectors.groupingBy(Template.Definition::type))
        .entrySet()
        .stream()
        .filter(entry -> schemas.find(entry.getKey()).isPresent())
        .map(
            entry ->
                ResourceIdentifierSummary.builder()
                    .resourceType(entry.getKey())
                    .logicalResourceIds(
                        entry.getValue().stream().map(Template.Definition::name).toList())
                    .resourceIdentifiers(schemas.find(entry.getKey()).orElseThrow().identifier())
                    .build())
        .toList();
  }

  private static String reason(Template template) {
    return "The following resource(s) require capabilities: ["
        + template.resources().values().stream()
            .map(Template.Definition::type)
            .filter(type -> type.startsWith("AWS::IAM::"))
            .distinct()
            .collect(Collectors.joining(", "))
        + "]";
  }

  // The SDK leaves out what is null.
  private static String text(JsonNode said, String member) {
    return said.has(member) ? said.path(member).asText() : null;
  }
}
