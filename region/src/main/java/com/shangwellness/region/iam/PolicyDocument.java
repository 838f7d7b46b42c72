package com.shangwellness.region.iam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy in AWS's policy language, checked for its grammar. It is kept as it was written; what it
 * says is read from here.
 *
 * @param statements its statements, in order
 */
public record PolicyDocument(List<Statement> statements) {

  /** What a policy is written for; it decides which elements a statement must and may not have. */
  public enum Kind {
    /** What an identity may do: resources, no principal. */
    IDENTITY,
    /** Who may assume a role: principals, no resource. */
    TRUST,
    /** Who may do what with the resource that it is attached to. */
    RESOURCE
  }

  /**
   * One statement.
   *
   * @param allow true for Allow, false for Deny
   * @param actions the actions as written; empty when the statement names NotAction
   * @param principals principals by type ({@code AWS}, {@code Service}, {@code Federated}, or
   *     {@code *} for everyone)
   * @param conditions the condition block: operator to key to values
   */
  public record Statement(
      boolean allow,
      List<String> actions,
      Map<String, List<String>> principals,
      Map<String, Map<String, List<String>>> conditions) {}

  /** A document that AWS would refuse, with AWS's words. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Set<String> PRINCIPALS = Set.of("AWS", "Service", "Federated", "*");

  /**
   * Reads a policy.
   *
   * @throws Malformed when it is no JSON or breaks the grammar
   */
  public static PolicyDocument parse(String text, Kind kind) throws Malformed {
    JsonNode root;
    try {
      root = JSON.readTree(text == null ? "" : text);
    } catch (JsonProcessingException e) {
      throw new Malformed("This policy contains invalid Json");
    }
    if (!root.isObject() || !root.has("Statement")) {
      throw new Malformed("Syntax errors in policy.");
    }
    requireKnown(root, MEMBERS);
    if (root.has("Version") && !VERSIONS.contains(root.get("Version").asText())) {
      throw new Malformed("Policy document must be version 2012-10-17 or greater.");
    }
    var statements = new ArrayList<Statement>();
    var body = root.get("Statement");
    for (var statement : body.isArray() ? body : List.of(body)) {
      statements.add(statement(statement, kind));
    }
    if (statements.isEmpty()) {
      throw new Malformed("Syntax errors in policy.");
    }
    return new PolicyDocument(List.copyOf(statements));
  }

  private static void requireKnown(JsonNode node, Set<String> known) throws Malformed {
    if (!node.isObject()) {
      throw new Malformed("Syntax errors in policy.");
    }
    for (var member : node.properties()) {
      if (!known.contains(member.getKey())) {
        throw new Malformed("Syntax errors in policy.");
      }
    }
  }

  private static Statement statement(JsonNode node, Kind kind) throws Malformed {
    requireKnown(node, ELEMENTS);
    var effect = node.path("Effect").asText();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw new Malformed("Syntax errors in policy.");
    }
    requireElements(node, kind);
    var actions = texts(node.path("Action"));
    requireActions(kind, actions);
    requireActions(kind, texts(node.path("NotAction")));
    if (kind == Kind.IDENTITY) {
      requireResources(texts(node.path("Resource")));
      requireResources(texts(node.path("NotResource")));
    }
    return new Statement(
        effect.equals("Allow"), actions, principals(node.path("Principal")), conditions(node));
  }

  private static void requireElements(JsonNode node, Kind kind) throws Malformed {
    boolean principal = node.has("Principal") || node.has("NotPrincipal");
    boolean resource = node.has("Resource") || node.has("NotResource");
    if (node.has("Action") == node.has("NotAction")) {
      throw new Malformed(
          node.has("Action")
              ? "Syntax errors in policy."
              : "Policy statement must contain actions.");
    }
    switch (kind) {
      case IDENTITY -> {
        if (principal) {
          throw new Malformed("Policy document should not specify a principal.");
        }
        if (!resource) {
          throw new Malformed("Policy statement must contain resources.");
        }
      }
      case TRUST -> {
        if (resource) {
          throw new Malformed("Has prohibited field Resource");
        }
        if (!principal) {
          throw new Malformed("Missing required field Principal");
        }
      }
      case RESOURCE -> {
        if (!principal) {
          throw new Malformed("Missing required field Principal");
        }
      }
    }
  }

  private static void requireActions(Kind kind, List<String> actions) throws Malformed {
    for (var action : actions) {
      if (!action.equals("*") && !action.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?-]+")) {
        throw new Malformed(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      if (kind == Kind.TRUST && !action.startsWith("sts:")) {
        throw new Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
      }
    }
  }

  private static void requireResources(List<String> resources) throws Malformed {
    for (var resource : resources) {
      if (!resource.equals("*") && !resource.matches("(arn|\\$\\{|\\*).*:.*|arn:\\*|\\*.*")) {
        throw new Malformed("Resource " + resource + " must be in ARN format or \"*\".");
      }
    }
  }

  private static Map<String, List<String>> principals(JsonNode node) throws Malformed {
    if (node.isTextual()) {
      if (!node.asText().equals("*")) {
        throw new Malformed("Invalid principal in policy: \"" + node.asText() + "\"");
      }
      return Map.of("*", List.of("*"));
    }
    var principals = new LinkedHashMap<String, List<String>>();
    for (var entry : node.properties()) {
      if (!PRINCIPALS.contains(entry.getKey())) {
        throw new Malformed("Unknown principal type in policy: \"" + entry.getKey() + "\"");
      }
      principals.put(entry.getKey(), texts(entry.getValue()));
    }
    return principals;
  }

  private static Map<String, Map<String, List<String>>> conditions(JsonNode statement)
      throws Malformed {
    var conditions = new LinkedHashMap<String, Map<String, List<String>>>();
    for (var operator : statement.path("Condition").properties()) {
      var keys = new LinkedHashMap<String, List<String>>();
      for (var key : operator.getValue().properties()) {
        keys.put(key.getKey(), texts(key.getValue()));
      }
      conditions.put(operator.getKey(), keys);
    }
    return conditions;
  }

  private static List<String> texts(JsonNode node) throws Malformed {
    if (node.isMissingNode()) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (var text : node.isArray() ? node : List.of(node)) {
      if (!text.isValueNode() || text.isNull()) {
        throw new Malformed("Syntax errors in policy.");
      }
      texts.add(text.asText());
    }
    return List.copyOf(texts);
  }
}
