package com.shangwellness.region.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.shangwellness.region.patterns.ReferencePath;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * What a target gets of an event: all of it, a constant, a part, or a template filled from it
 * (EventBridge guide, "Input transformation").
 */
final class TargetInput {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9._-]+)>");

  private TargetInput() {}

  /**
   * Refuses a target that says how in a wrong way.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static void check(Target target) {
    int ways =
        (target.input() == null ? 0 : 1)
            + (target.inputPath() == null ? 0 : 1)
            + (target.inputTransformer() == null ? 0 : 1);
    if (ways > 1) {
      throw new IllegalArgumentException(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + target.id()
              + ".");
    }
    if (target.input() != null) {
      try {
        JSON.readTree(target.input());
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            "JSON syntax error in input for target " + target.id() + ".", e);
      }
    }
    checkPath(target.inputPath() == null ? "$" : target.inputPath());
    if (target.inputTransformer() != null) {
      target.inputTransformer().inputPathsMap().values().forEach(TargetInput::checkPath);
    }
  }

  private static void checkPath(String path) {
    try {
      var unused = ReferencePath.parse(path);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("InputPath " + path + " is not valid.", e);
    }
  }

  /** What {@code target} gets of {@code event}. */
  static String of(Target target, JsonNode event, String ruleArn, String ruleName) {
    if (target.input() != null) {
      return target.input();
    }
    if (target.inputPath() != null) {
      return at(event, target.inputPath()).toString();
    }
    if (target.inputTransformer() == null) {
      return event.toString();
    }
    var values = new HashMap<String, JsonNode>();
    target
        .inputTransformer()
        .inputPathsMap()
        .forEach((name, path) -> values.put(name, at(event, path)));
    var names = JSON.getNodeFactory();
    values.put("aws.events.rule-arn", names.textNode(ruleArn));
    values.put("aws.events.rule-name", names.textNode(ruleName));
    values.put("aws.events.event.ingestion-time", event.path("time"));
    values.put("aws.events.event", event);
    values.put("aws.events.event.json", event);
    return filled(target.inputTransformer().inputTemplate(), values);
  }

  // A text keeps its quotation marks, also on its way into a mail. In it a value stands as it is:
  // "EventBridge doesn't escape values extracted by Input Path, when populating the Input
  // Template".
  private static String filled(String template, Map<String, JsonNode> values) {
    var found = VARIABLE.matcher(template);
    var text = new StringBuilder();
    while (found.find()) {
      var value = values.getOrDefault(found.group(1), MissingNode.getInstance());
      boolean quoted = isInside(template, found.start());
      found.appendReplacement(text, Matcher.quoteReplacement(text(value, quoted)));
    }
    found.appendTail(text);
    return text.toString();
  }

  private static String text(JsonNode value, boolean quoted) {
    if (value.isMissingNode()) {
      return quoted ? "" : "\"\"";
    }
    if (!quoted) {
      return value.toString();
    }
    return value.isValueNode() ? value.asText() : value.toString().replace("\"", "");
  }

  private static boolean isInside(String template, int position) {
    boolean inside = false;
    for (int i = 0; i < position; i++) {
      if (template.charAt(i) == '\\') {
        i++;
      } else if (template.charAt(i) == '"') {
        inside = !inside;
      }
    }
    return inside;
  }

  private static JsonNode at(JsonNode event, String path) {
    return ReferencePath.parse(path).of(event);
  }
}
