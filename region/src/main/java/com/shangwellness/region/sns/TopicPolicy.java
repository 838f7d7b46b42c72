package com.shangwellness.region.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;

/**
 * A topic's access policy, to which permissions add statements (API reference, AddPermission).
 *
 * @param text as it was given
 */
record TopicPolicy(String text) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String STATEMENT = "Statement";

  private static final List<String> OWNERS =
      List.of(
          "GetTopicAttributes",
          "SetTopicAttributes",
          "AddPermission",
          "RemovePermission",
          "DeleteTopic",
          "Subscribe",
          "ListSubscriptionsByTopic",
          "Publish");

  private static final Set<String> ACTIONS = Set.copyOf(OWNERS);

  /** The policy of a topic that was given none: its owner may do everything. */
  static TopicPolicy usual(String topicArn, String account) {
    var json =
        JSON.createObjectNode().put("Version", "2008-10-17").put("Id", "__default_policy_ID");
    var statement = json.putArray(STATEMENT).addObject();
    statement.put("Sid", "__default_statement_ID").put("Effect", "Allow");
    statement.putObject("Principal").put("AWS", "*");
    var actions = statement.putArray("Action");
    OWNERS.forEach(action -> actions.add("SNS:" + action));
    statement.put("Resource", topicArn);
    statement.putObject("Condition").putObject("StringEquals").put("AWS:SourceOwner", account);
    return new TopicPolicy(json.toString());
  }

  /** Refuses what is no policy; an empty text takes the policy away. */
  static void check(String policy) {
    if (!policy.isEmpty()
        && read(policy).filter(json -> json.path(STATEMENT).isContainerNode()).isEmpty()) {
      throw Refusals.invalid("Policy statement must have a Statement");
    }
  }

  private static Optional<ObjectNode> read(String policy) {
    try {
      return Optional.of(JSON.readTree(policy))
          .filter(JsonNode::isObject)
          .map(ObjectNode.class::cast);
    } catch (JsonProcessingException e) {
      throw Refusals.invalid("Policy Error: null");
    }
  }

  /** The policy with the statement that {@code permission} asks for. */
  TopicPolicy with(AddPermissionRequest permission) {
    var label = permission.label();
    if (label == null || !label.matches("[A-Za-z0-9_-]{1,80}")) {
      throw Refusals.invalid("Label");
    }
    if (permission.awsAccountIds().isEmpty()
        || !permission.awsAccountIds().stream().allMatch(id -> id.matches("\\d{12}"))) {
      throw Refusals.invalid("AWSAccountId");
    }
    if (permission.actionNames().isEmpty() || !ACTIONS.containsAll(permission.actionNames())) {
      throw Refusals.invalid("Policy statement action out of service scope!");
    }
    var json = read(text).orElseThrow();
    var statements = statements(json);
    for (var statement : statements) {
      if (statement.path("Sid").asText().equals(label)) {
        throw Refusals.invalid("Statement already exists");
      }
    }
    var added = statements.addObject().put("Sid", label).put("Effect", "Allow");
    var accounts =
        permission.awsAccountIds().stream().map(id -> "arn:aws:iam::" + id + ":root").toList();
    added.putObject("Principal").set("AWS", oneOrAll(accounts));
    added.set("Action", oneOrAll(permission.actionNames().stream().map(a -> "SNS:" + a).toList()));
    added.put("Resource", permission.topicArn());
    return new TopicPolicy(json.set(STATEMENT, statements).toString());
  }

  /** The policy without the statement of that label. */
  TopicPolicy without(String label) {
    var json = read(text).orElseThrow();
    var left = JSON.createArrayNode();
    for (var statement : statements(json)) {
      if (!statement.path("Sid").asText().equals(label)) {
        left.add(statement);
      }
    }
    return new TopicPolicy(json.set(STATEMENT, left).toString());
  }

  private static ArrayNode statements(ObjectNode json) {
    var found = json.path(STATEMENT);
    return found instanceof ArrayNode array ? array : JSON.createArrayNode().add(found);
  }

  private static JsonNode oneOrAll(List<String> texts) {
    if (texts.size() == 1) {
      return JSON.getNodeFactory().textNode(texts.getFirst());
    }
    var all = JSON.createArrayNode();
    texts.forEach(all::add);
    return all;
  }
}
