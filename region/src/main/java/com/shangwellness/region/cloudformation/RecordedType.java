package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.place.Place;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A type that production needs and that this region does not act on: its resources are checked
 * against AWS's published schema, given an id, kept and listed, and every event says so.
 */
final class RecordedType implements ResourceType {

  private final Schema schema;
  private final Place place;

  RecordedType(Schema schema, Place place) {
    this.schema = schema;
    this.place = place;
  }

  @Override
  public String name() {
    return schema.type();
  }

  @Override
  public boolean recorded() {
    return true;
  }

  @Override
  public Set<String> operations() {
    return Set.of();
  }

  @Override
  public Map<String, String> ignored() {
    return Map.of();
  }

  @Override
  public Optional<Naming> naming() {
    return Optional.empty();
  }

  @Override
  public Set<String> attributeNames() {
    var names = new TreeSet<String>();
    schema.readOnly().stream().filter(path -> !path.contains("*")).forEach(names::add);
    return names;
  }

  @Override
  public Created create(Resource resource) {
    var attributes = Values.NODES.objectNode();
    for (var name : attributeNames()) {
      if (schema.list(name)) {
        attributes.putArray(name).add(plausible(name, resource));
      } else {
        attributes.put(name, plausible(name, resource));
      }
    }
    return new Created(id(resource, attributes), attributes);
  }

  // The id is what identifies the resource: a name that the template gives, else what AWS would
  // have made.
  private String id(Resource resource, ObjectNode attributes) {
    var identifier = schema.identifier();
    if (identifier.size() != 1) {
      return resource.id();
    }
    var property = identifier.getFirst();
    return resource
        .properties()
        .text(property)
        .orElseGet(() -> attributes.path(property).asText(resource.id()));
  }

  private String plausible(String attribute, Resource resource) {
    var name = attribute.substring(attribute.lastIndexOf('.') + 1);
    var given = name(resource);
    if (name.endsWith("Arn") || name.endsWith("ARN")) {
      return place.arn(service(), inArn(given));
    }
    return name.endsWith("Url") || name.endsWith("Endpoint")
        ? "https://" + given + "." + service() + "." + place.region() + ".amazonaws.com"
        : given;
  }

  // What follows the account, as each service writes it.
  private String inArn(String given) {
    return switch (service()) {
      case "codepipeline", "sns" -> given;
      case "cloudwatch", "codedeploy" -> kind() + ":" + given;
      default -> kind() + "/" + given;
    };
  }

  // The first property that names the resource, as AlarmName does; else the generated name.
  private String name(Resource resource) {
    return schema.settable().stream()
        .filter(property -> property.equals("Name") || property.equals(lastPart() + "Name"))
        .map(property -> resource.properties().text(property))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(resource.id());
  }

  private String service() {
    return part(1).toLowerCase(Locale.ROOT);
  }

  private String kind() {
    return lastPart().toLowerCase(Locale.ROOT);
  }

  private String lastPart() {
    return part(2);
  }

  private String part(int index) {
    return schema.type().split("::", -1)[index];
  }

  @Override
  public Stability stability(Resource resource) {
    return new Stability.Stable();
  }

  @Override
  public ObjectNode attributesOnceStable(Resource resource) {
    return Values.NODES.objectNode();
  }

  @Override
  public Duration patience() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean replacedBy(Update update) {
    return false;
  }

  @Override
  public boolean updatedByOrder() {
    return false;
  }

  @Override
  public void update(Update update) {
    // What is kept is the stack's record itself.
  }

  @Override
  public boolean snapshots() {
    return true;
  }

  @Override
  public void delete(Resource resource, boolean snapshot) {
    // Nothing acts, so nothing goes.
  }

  @Override
  public boolean gone(Resource resource) {
    return true;
  }
}
