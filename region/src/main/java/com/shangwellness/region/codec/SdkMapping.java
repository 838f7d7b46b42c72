package com.shangwellness.region.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * What people write as members of SDK objects, by the SDK's own metadata: the properties of a
 * template, the parameters of an SDK integration. Names match whatever their case; {@code "true"},
 * {@code "80"} and 80 become what the member is; a policy given as an object becomes JSON text;
 * tags change between lists and maps as the member wants them.
 */
public final class SdkMapping {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SdkMapping() {}

  /**
   * Fills {@code builder} from {@code json}.
   *
   * @param names the member for properties that are called differently, by the property's name
   * @return the names of the properties that have no member
   * @throws IllegalArgumentException when a value is not of its member's type, naming the path
   */
  public static Set<String> fill(SdkPojo builder, ObjectNode json, Map<String, String> names) {
    var members = members(builder);
    var rest = new TreeSet<String>();
    json.forEachEntry(
        (property, value) -> {
          var member = members.get(key(names.getOrDefault(property, property)));
          if (member == null) {
            rest.add(property);
          } else if (!value.isNull()) {
            member.set(builder, value(property, member, value));
          }
        });
    return rest;
  }

  /** Whether {@code builder} has a member for {@code property}. */
  public static boolean hasMember(SdkPojo builder, String property) {
    return members(builder).containsKey(key(property));
  }

  /** The name of the type that {@code builder} builds. */
  public static String nameOf(SdkPojo builder) {
    return ((Buildable) builder).build().getClass().getSimpleName();
  }

  private static Map<String, SdkField<?>> members(SdkPojo pojo) {
    var members = new LinkedHashMap<String, SdkField<?>>();
    for (var field : pojo.sdkFields()) {
      members.put(key(field.memberName()), field);
    }
    // What a member is called on the wire counts only where no member has that name itself.
    for (var field : pojo.sdkFields()) {
      members.putIfAbsent(key(field.locationName()), field);
    }
    return members;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Object value(String path, SdkField<?> field, JsonNode json) {
    try {
      return convert(path, field, json);
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException(
          path + ": " + json + " is no " + field.marshallingType().getKnownType(), e);
    }
  }

  private static Object convert(String path, SdkField<?> field, JsonNode json) {
    return switch (field.marshallingType().getKnownType()) {
      // Documents, such as policies, may be given as objects.
      case STRING -> json.isValueNode() ? json.asText() : json.toString();
      case INTEGER -> Integer.valueOf(whole(json));
      case LONG -> Long.valueOf(whole(json));
      case SHORT -> Short.valueOf(whole(json));
      case BYTE -> Byte.valueOf(whole(json));
      case FLOAT -> Float.valueOf(json.asText());
      case DOUBLE -> Double.valueOf(json.asText());
      case BIG_DECIMAL -> new BigDecimal(json.asText());
      case BOOLEAN -> bool(path, json);
      case INSTANT -> Instant.parse(json.asText());
      case SDK_BYTES -> SdkBytes.fromUtf8String(json.isTextual() ? json.asText() : json.toString());
      case SDK_POJO -> pojo(path, field, json);
      case LIST -> list(path, field.getRequiredTrait(ListTrait.class).memberFieldInfo(), json);
      case MAP -> map(path, field.getRequiredTrait(MapTrait.class).valueFieldInfo(), json);
      default ->
          throw new IllegalArgumentException(
              path + ": a member of type " + field.marshallingType() + " must be set by hand");
    };
  }

  // 80 may have become 80.0 on its way through a YAML parser.
  private static String whole(JsonNode json) {
    return new BigDecimal(json.asText()).toBigIntegerExact().toString();
  }

  private static Boolean bool(String path, JsonNode json) {
    return switch (json.asText().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(path + ": " + json + " is neither true nor false");
    };
  }

  private static Object pojo(String path, SdkField<?> field, JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new IllegalArgumentException(path + ": " + json + " is no object");
    }
    var builder = field.constructor().get();
    var rest = fill(builder, object, Map.of());
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          path + ": " + rest + " have no member in " + nameOf(builder));
    }
    return ((Buildable) builder).build();
  }

  private static List<Object> list(String path, SdkField<?> item, JsonNode json) {
    var list = new ArrayList<>();
    if (json instanceof ObjectNode map && isPair(item)) {
      map.forEachEntry((key, value) -> list.add(pair(path, item, key, value)));
    } else if (json.isArray()) {
      json.forEach(value -> list.add(value(path, item, value)));
    } else {
      list.add(value(path, item, json));
    }
    return list;
  }

  private static boolean isPair(SdkField<?> item) {
    return item.marshallingType().getKnownType() == MarshallingKnownType.SDK_POJO
        && members(item.constructor().get()).keySet().equals(Set.of("key", "value"));
  }

  private static Object pair(String path, SdkField<?> item, String key, JsonNode value) {
    return pojo(path, item, NODES.objectNode().put("Key", key).set("Value", value));
  }

  private static Map<String, Object> map(String path, SdkField<?> item, JsonNode json) {
    var map = new LinkedHashMap<String, Object>();
    if (json.isArray()) {
      for (var pair : json) {
        map.put(
            part(pair, "Key", "Name").asText(), value(path, item, part(pair, "Value", "Value")));
      }
    } else {
      json.forEachEntry((key, value) -> map.put(key, value(path + "." + key, item, value)));
    }
    return map;
  }

  private static JsonNode part(JsonNode pair, String name, String orElse) {
    return Optional.ofNullable(pair.get(name)).orElseGet(() -> pair.path(orElse));
  }
}
