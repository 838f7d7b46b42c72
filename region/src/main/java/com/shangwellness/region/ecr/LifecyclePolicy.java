package com.shangwellness.region.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A lifecycle policy: its rules, the most important first (ECR user guide, "Lifecycle policy
 * properties").
 */
record LifecyclePolicy(List<LifecycleRule> rules) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_RULES = 50;
  private static final Set<String> SELECTION =
      Set.of(
          "tagStatus", "tagPrefixList", "tagPatternList", "countType", "countUnit", "countNumber");

  /**
   * The policy that {@code text} is.
   *
   * @throws RuntimeException ECR's refusal when it is none
   */
  static LifecyclePolicy parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text == null ? "" : text);
    } catch (JsonProcessingException e) {
      throw invalid("Invalid JSON: " + e.getOriginalMessage());
    }
    if (!json.path("rules").isArray() || json.path("rules").isEmpty()) {
      throw invalid("object has missing required properties ([\"rules\"])");
    }
    known("the policy", json, Set.of("rules"));
    var rules = new ArrayList<LifecycleRule>();
    json.path("rules").forEach(rule -> rules.add(rule(rule)));
    if (rules.size() > MOST_RULES) {
      throw invalid("a policy has at most " + MOST_RULES + " rules");
    }
    rules.sort(Comparator.comparingInt(LifecycleRule::priority));
    together(rules);
    return new LifecyclePolicy(rules);
  }

  private static void known(String what, JsonNode json, Set<String> names) {
    for (var name : (Iterable<String>) json::fieldNames) {
      if (!names.contains(name)) {
        throw invalid(what + " has the unknown property \"" + name + "\"");
      }
    }
  }

  private static LifecycleRule rule(JsonNode json) {
    known("a rule", json, Set.of("rulePriority", "description", "selection", "action"));
    int priority = json.path("rulePriority").asInt();
    if (priority < 1) {
      throw invalid("rulePriority must be at least 1");
    }
    var action = json.path("action");
    if (!action.path("type").asText().equals("expire") || action.size() != 1) {
      throw invalid("rule " + priority + ": action.type must be expire");
    }
    var selection = json.path("selection");
    known("the selection of rule " + priority, selection, SELECTION);
    var status = LifecycleRule.TagStatus.parse(priority, selection.path("tagStatus").asText());
    var prefixes = texts(selection.path("tagPrefixList"));
    var patterns = texts(selection.path("tagPatternList"));
    boolean tagged = status == LifecycleRule.TagStatus.TAGGED;
    if (tagged && prefixes.isEmpty() == patterns.isEmpty()) {
      throw invalid(
          "rule " + priority + ": one of tagPrefixList and tagPatternList is required with tagged");
    }
    if (!tagged && !(prefixes.isEmpty() && patterns.isEmpty())) {
      throw invalid("rule " + priority + ": tags are listed only with tagStatus tagged");
    }
    patterns.forEach(pattern -> pattern(priority, pattern));
    return new LifecycleRule(priority, status, prefixes, patterns, count(priority, selection));
  }

  private static void pattern(int priority, String pattern) {
    if (pattern.chars().filter(c -> c == '*').count() > 4) {
      throw invalid("rule " + priority + ": a pattern has at most four wildcards: " + pattern);
    }
  }

  private static LifecycleRule.Count count(int priority, JsonNode selection) {
    var type = selection.path("countType").asText();
    int number = selection.path("countNumber").asInt();
    var unit = selection.path("countUnit").asText();
    if (number < 1) {
      throw invalid("rule " + priority + ": countNumber must be at least 1");
    }
    return switch (type) {
      case "imageCountMoreThan" -> {
        if (!unit.isEmpty()) {
          throw invalid("rule " + priority + ": countUnit does not go with " + type);
        }
        yield new LifecycleRule.Count.MoreThan(number);
      }
      case "sinceImagePushed" -> {
        if (!unit.equals("days")) {
          throw invalid("rule " + priority + ": countUnit must be days with " + type);
        }
        yield new LifecycleRule.Count.Since(number);
      }
      default ->
          throw invalid(
              "rule "
                  + priority
                  + ": countType must be imageCountMoreThan or sinceImagePushed, and is "
                  + type);
    };
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static void together(List<LifecycleRule> rules) {
    var priorities = new HashSet<Integer>();
    var prefixes = new HashSet<String>();
    long untagged = count(rules, LifecycleRule.TagStatus.UNTAGGED);
    long any = count(rules, LifecycleRule.TagStatus.ANY);
    for (var rule : rules) {
      if (!priorities.add(rule.priority())) {
        throw invalid("rulePriority must be unique: " + rule.priority());
      }
      for (var prefix : rule.prefixes()) {
        if (!prefixes.add(prefix)) {
          throw invalid("tag prefixes must be unique among rules: " + prefix);
        }
      }
    }
    if (untagged > 1 || any > 1) {
      throw invalid("only one rule may have tagStatus untagged, and one any");
    }
    if (any == 1 && rules.getLast().status() != LifecycleRule.TagStatus.ANY) {
      throw invalid("the rule with tagStatus any must have the highest rulePriority");
    }
  }

  private static long count(List<LifecycleRule> rules, LifecycleRule.TagStatus status) {
    return rules.stream().filter(rule -> rule.status() == status).count();
  }

  static RuntimeException invalid(String why) {
    return Repositories.invalid(
        "LifecyclePolicyText", "Lifecycle policy validation failure: " + why);
  }
}
