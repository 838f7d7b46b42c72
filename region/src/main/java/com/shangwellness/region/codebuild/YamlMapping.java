package com.shangwellness.region.codebuild;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

/**
 * A mapping of a YAML file, whose scalars are all texts as they are written: what a command or a
 * version is does not depend on whether it looks like a number.
 */
final class YamlMapping {

  private final String path;
  private final Map<String, Node> members;

  private YamlMapping(String path, Map<String, Node> members) {
    this.path = path;
    this.members = members;
  }

  /** The mapping that the file {@code text} is. */
  static YamlMapping read(String text) throws BuildFault {
    try {
      var options = new LoaderOptions();
      options.setMaxAliasesForCollections(50);
      var root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root instanceof MappingNode mapping) {
        return new YamlMapping("", members("", mapping));
      }
      throw BuildFault.yaml("the buildspec must be a mapping with version and phases");
    } catch (MarkedYAMLException e) {
      throw BuildFault.yaml(
          "yaml: line " + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem());
    } catch (YAMLException e) {
      throw BuildFault.yaml("yaml: " + e.getMessage());
    }
  }

  private static Map<String, Node> members(String path, MappingNode mapping) throws BuildFault {
    var members = new LinkedHashMap<String, Node>();
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw BuildFault.yaml(path + " has a key that is no text, at " + line(entry.getKeyNode()));
      }
      if (members.put(key.getValue(), entry.getValueNode()) != null) {
        throw BuildFault.yaml("the key " + key.getValue() + " comes twice, at " + line(key));
      }
    }
    return members;
  }

  private static String line(Node node) {
    return "line " + (node.getStartMark().getLine() + 1);
  }

  List<String> names() {
    return List.copyOf(members.keySet());
  }

  /** Nothing is passed over in silence. */
  void requireKnown(Set<String> known) throws BuildFault {
    for (var name : members.keySet()) {
      if (!known.contains(name)) {
        throw BuildFault.yaml(
            "unknown key "
                + path
                + name
                + " at "
                + line(members.get(name))
                + "; known are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  void refuse(String name, String why) throws BuildFault {
    if (members.containsKey(name)) {
      throw BuildFault.yaml(path + name + " is not supported: " + why);
    }
  }

  /** A mapping inside this one; empty when it is missing. */
  YamlMapping mapping(String name) throws BuildFault {
    var inside = path + name + "/";
    return switch (members.get(name)) {
      case null -> new YamlMapping(inside, Map.of());
      case MappingNode mapping -> new YamlMapping(inside, members(inside, mapping));
      case ScalarNode nothing when nothing.getTag().equals(Tag.NULL) ->
          new YamlMapping(inside, Map.of());
      case Node other -> throw expected(name, "a mapping", other);
    };
  }

  String text(String name, String fallback) throws BuildFault {
    return switch (members.get(name)) {
      case null -> fallback;
      case ScalarNode scalar -> scalar.getValue();
      case Node other -> throw expected(name, "a text", other);
    };
  }

  boolean flag(String name) throws BuildFault {
    var text = text(name, "no");
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw BuildFault.yaml(path + name + " is " + text + "; it must be yes or no");
    };
  }

  /** A mapping from texts to texts. */
  Map<String, String> texts(String name) throws BuildFault {
    var mapping = mapping(name);
    var texts = new LinkedHashMap<String, String>();
    for (var key : mapping.names()) {
      texts.put(key, mapping.text(key, ""));
    }
    return texts;
  }

  /** A list of texts; one text stands for a list of one. */
  List<String> list(String name) throws BuildFault {
    return switch (members.get(name)) {
      case null -> List.of();
      case ScalarNode one when !one.getTag().equals(Tag.NULL) -> List.of(one.getValue());
      case SequenceNode sequence -> {
        var texts = new ArrayList<String>();
        for (var item : sequence.getValue()) {
          if (!(item instanceof ScalarNode scalar)) {
            throw expected(name, "a list of texts", item);
          }
          texts.add(scalar.getValue());
        }
        yield texts;
      }
      case Node other -> throw expected(name, "a list", other);
    };
  }

  /** A list of commands, refused in CodeBuild's words when a colon has made one a mapping. */
  List<String> commands(String name) throws BuildFault {
    if (members.get(name) instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        var item = sequence.getValue().get(i);
        if (!(item instanceof ScalarNode)) {
          int line = item.getStartMark().getLine() + 1;
          throw BuildFault.yaml(
              "Expected %s[%d] to be of string type: found subkeys instead at line %d, value of the key tag on line %d might be empty"
                  .formatted(
                      Character.toUpperCase(name.charAt(0)) + name.substring(1),
                      i,
                      line,
                      Math.max(1, line - 1)));
        }
      }
    }
    return list(name);
  }

  private BuildFault expected(String name, String what, Node found) {
    return BuildFault.yaml(path + name + " must be " + what + ", at " + line(found));
  }
}
