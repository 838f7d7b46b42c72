package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * AWS's published schema of one resource type.
 *
 * @param type the type's name
 * @param json the schema; not to be changed
 */
record Schema(String type, ObjectNode json) {

  /** The form that the type's tag property has. */
  enum TagForm {
    LIST,
    MAP
  }

  /** What is wrong with {@code properties}, in AWS's words; empty when nothing is. */
  List<String> problems(ObjectNode properties) {
    return new SchemaCheck(json).problems(properties);
  }

  /** The paths of the properties whose change always needs a new resource. */
  Set<String> createOnly() {
    return pointers("createOnlyProperties");
  }

  /** The paths of the properties whose change may need a new resource. */
  Set<String> perhapsCreateOnly() {
    return pointers("conditionalCreateOnlyProperties");
  }

  /** Whether the property at {@code path}, {@code A.B}, is set by AWS alone. */
  boolean readOnly(String path) {
    return pointers("readOnlyProperties").contains(path);
  }

  /** Whether Fn::GetAtt may ask for {@code attribute}: a property that AWS sets. */
  boolean attribute(String attribute) {
    return readOnly(attribute)
        || pointers("readOnlyProperties").stream().anyMatch(p -> attribute.startsWith(p + "."));
  }

  /** The paths of the properties that AWS alone sets. */
  Set<String> readOnly() {
    return pointers("readOnlyProperties");
  }

  /** Whether the property at {@code path}, {@code A.B}, is a list. */
  boolean list(String path) {
    var check = new SchemaCheck(json);
    JsonNode schema = json;
    for (var name : path.split("\\.", -1)) {
      schema = check.resolve(schema.path("properties").path(name));
    }
    return schema.path("type").asText().equals("array");
  }

  /** The paths of the properties that identify a resource. */
  List<String> identifier() {
    var paths = new ArrayList<String>();
    json.path("primaryIdentifier").forEach(p -> paths.add(path(p)));
    return paths;
  }

  /** The property that is the resource's tags; empty when it has none. */
  Optional<String> tagProperty() {
    var tagging = json.path("tagging");
    if (!tagging.path("taggable").asBoolean(false)) {
      return Optional.empty();
    }
    var pointer = tagging.path("tagProperty").asText("/properties/Tags");
    var name = pointer.substring("/properties/".length());
    return json.path("properties").has(name) ? Optional.of(name) : Optional.empty();
  }

  /** Whether CloudFormation adds its own tags, {@code aws:cloudformation:…}. */
  boolean systemTags() {
    return json.path("tagging").path("cloudFormationSystemTags").asBoolean(true);
  }

  /** Whether the tag property is a list of keys and values or a map. */
  TagForm tagForm(String property) {
    var schema = new SchemaCheck(json).resolve(json.path("properties").path(property));
    return schema.path("type").asText().equals("array") ? TagForm.LIST : TagForm.MAP;
  }

  /** The names of the properties that a template may give. */
  Set<String> settable() {
    var names = new TreeSet<String>();
    json.path("properties").fieldNames().forEachRemaining(names::add);
    names.removeIf(this::readOnly);
    return names;
  }

  private Set<String> pointers(String member) {
    var paths = new TreeSet<String>();
    json.path(member).forEach(p -> paths.add(path(p)));
    return paths;
  }

  private static String path(JsonNode pointer) {
    return pointer
        .asText()
        .replaceFirst("^/properties/", "")
        .replace("/properties/", ".")
        .replace('/', '.');
  }
}
