package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads templates, JSON or YAML with its short-form functions, into one form: JSON objects. */
final class TemplateText {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  // YAML 1.1 reads these as numbers; CloudFormation keeps every scalar's own text for strings, and
  // so does this: what is a number is decided where a number is wanted.
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");

  private TemplateText() {}

  /**
   * The template that {@code text} is.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code ValidationError}
   *     when it is neither, with the place
   */
  static ObjectNode read(String text) {
    var node = text.stripLeading().startsWith("{") ? json(text) : yaml(text);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Invalid.format("unsupported structure.");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw Invalid.format(
          "JSON not well-formed. (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }
  }

  private static JsonNode yaml(String text) {
    try {
      var options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      options.setMaxAliasesForCollections(50);
      var node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      return node == null ? NODES.nullNode() : convert(node);
    } catch (MarkedYAMLException e) {
      var at = e.getProblemMark();
      throw Invalid.format(
          "YAML not well-formed. (line "
              + (at.getLine() + 1)
              + ", column "
              + (at.getColumn() + 1)
              + ")");
    } catch (YAMLException e) {
      throw Invalid.format("YAML not well-formed. " + e.getMessage());
    }
  }

  private static JsonNode convert(Node node) {
    var value =
        switch (node) {
          case MappingNode mapping -> object(mapping);
          case SequenceNode sequence -> {
            var array = NODES.arrayNode();
            sequence.getValue().forEach(item -> array.add(convert(item)));
            yield array;
          }
          case ScalarNode scalar -> scalar(scalar);
          default ->
              throw Invalid.format("YAML aliases are not allowed in CloudFormation templates");
        };
    var tag = node.getTag().getValue();
    return tag.startsWith("!") && tag.length() > 1 ? function(tag.substring(1), value) : value;
  }

  private static ObjectNode object(MappingNode mapping) {
    var object = NODES.objectNode();
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw Invalid.format("YAML not well-formed. Keys must be texts");
      }
      if (object.has(key.getValue())) {
        throw Invalid.format(
            "YAML not well-formed. duplicate key: "
                + key.getValue()
                + " (line "
                + (key.getStartMark().getLine() + 1)
                + ")");
      }
      object.set(key.getValue(), convert(entry.getValueNode()));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return switch (text) {
        case "true", "True", "TRUE" -> NODES.booleanNode(true);
        case "false", "False", "FALSE" -> NODES.booleanNode(false);
        default -> NODES.textNode(text);
      };
    }
    boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    return number && NUMBER.matcher(text).matches()
        ? NODES.numberNode(new BigDecimal(text))
        : NODES.textNode(text);
  }

  private static JsonNode function(String name, JsonNode value) {
    var object = NODES.objectNode();
    return switch (name) {
      case "Ref", "Condition" -> object.set(name, value);
      case "GetAtt" -> object.set("Fn::GetAtt", value);
      default -> object.set("Fn::" + name, value);
    };
  }
}
