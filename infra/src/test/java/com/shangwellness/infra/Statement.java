package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement of a policy, in words: what it allows, to whom, where, and under which condition.
 *
 * @param json as the template has it
 */
record Statement(JsonNode json) {
  /** What these tests can read. NotAction and the like would allow what no list shows. */
  private static final Set<String> KNOWN =
      Set.of("Action", "Condition", "Effect", "Principal", "Resource", "Sid");

  /** The hash that the CDK appends to a logical id. */
  private static final String HASH = "[0-9A-F]{8}$";

  Statement {
    assertThat(json.fieldNames()).toIterable().isSubsetOf(KNOWN);
  }

  static List<Statement> of(JsonNode document) {
    var statements = document.get("Statement");
    assertThat(statements.isArray()).isTrue();
    return statements.valueStream().map(Statement::new).toList();
  }

  boolean allows() {
    return json.get("Effect").asText().equals("Allow");
  }

  List<String> actions() {
    return texts(json.get("Action"));
  }

  List<String> resources() {
    return texts(json.get("Resource"));
  }

  /** Services by name, others as {@code AWS ...}. */
  List<String> principals() {
    var principal = json.get("Principal");
    assertThat(principal.properties()).hasSize(1);
    return principal.has("Service")
        ? texts(principal.get("Service"))
        : texts(principal.get("AWS")).stream().map(who -> "AWS " + who).toList();
  }

  /** Empty, or {@code , if StringEquals aws:SourceAccount 669097061043}. */
  String condition() {
    var conditions =
        json.path("Condition").properties().stream()
            .flatMap(operator -> conditions(operator.getKey(), operator.getValue()))
            .collect(Collectors.joining(" and "));
    return conditions.isEmpty() ? "" : ", if " + conditions;
  }

  private static Stream<String> conditions(String operator, JsonNode keys) {
    return keys.properties().stream()
        .map(
            key ->
                "%s %s %s"
                    .formatted(operator, key.getKey(), String.join(" or ", texts(key.getValue()))));
  }

  private static List<String> texts(JsonNode oneOrMany) {
    var each = oneOrMany.isArray() ? oneOrMany.valueStream() : Stream.of(oneOrMany);
    return each.map(Statement::text).toList();
  }

  /** As {@code Fn::Sub} would have it, without hashes: {@code ${ArtifactsBucket.Arn}/*}. */
  private static String text(JsonNode value) {
    if (value.isValueNode()) {
      return value.asText();
    }
    assertThat(value.properties()).hasSize(1);
    var call = value.properties().iterator().next();
    var argument = call.getValue();
    return switch (call.getKey()) {
      case "Ref" -> "${" + id(argument) + "}";
      case "Fn::GetAtt" -> "${" + id(argument.get(0)) + "." + argument.get(1).asText() + "}";
      case "Fn::Join" -> String.join(argument.get(0).asText(), texts(argument.get(1)));
      case "Fn::GetStackOutput" -> "${" + output(argument) + "}";
      default -> throw new AssertionError("Statement cannot read " + value);
    };
  }

  private static String id(JsonNode logicalId) {
    return logicalId.asText().replaceFirst(HASH, "");
  }

  private static String output(JsonNode argument) {
    var region = argument.has("Region") ? " in " + argument.get("Region").asText() : "";
    return argument.get("StackName").asText() + "." + argument.get("OutputName").asText() + region;
  }
}
