package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkMapping;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/** Turns the properties of one type's resources into the requests of its calls. */
final class Requests {

  private final String type;
  private final Map<String, String> renames = new LinkedHashMap<>();
  private final Set<String> leftOut = new TreeSet<>();
  private Function<Properties, Properties> shape = Function.identity();

  Requests(String type) {
    this.type = type;
  }

  void rename(String property, String member) {
    renames.put(property, member);
  }

  void leaveOut(Collection<String> properties) {
    leftOut.addAll(properties);
  }

  void shape(Function<Properties, Properties> change) {
    shape = shape.andThen(change);
  }

  /**
   * A request with every property in it.
   *
   * @throws IllegalArgumentException when a property has no member there, naming it
   */
  <B extends SdkPojo> B whole(B builder, BiConsumer<B, Resource> more, Resource resource) {
    var rest = SdkMapping.fill(builder, mapped(resource), renames);
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          type + ": the properties " + rest + " are not acted on in this region");
    }
    more.accept(builder, resource);
    return builder;
  }

  /** A request with the properties that it has members for. */
  <B extends SdkPojo> B partial(B builder, BiConsumer<B, Resource> more, Resource resource) {
    var unused = SdkMapping.fill(builder, mapped(resource), renames);
    more.accept(builder, resource);
    return builder;
  }

  /** Whether the request that {@code builder} builds has a member for {@code property}. */
  boolean hasMember(SdkPojo builder, String property) {
    return SdkMapping.hasMember(builder, renames.getOrDefault(property, property));
  }

  private ObjectNode mapped(Resource resource) {
    var json = resource.properties().json().deepCopy();
    json.remove(leftOut);
    return shape.apply(new Properties(json)).json();
  }

  /** {@code properties} with the tags where EC2's create calls want them. */
  static Properties withTagSpecifications(Properties properties, String resourceType) {
    var json = properties.json().deepCopy();
    var tags = json.remove("Tags");
    if (tags != null && !tags.isEmpty()) {
      var specification = JsonNodeFactory.instance.objectNode().put("ResourceType", resourceType);
      json.putArray("TagSpecifications").add(specification.set("Tags", tags));
    }
    return new Properties(json);
  }
}
