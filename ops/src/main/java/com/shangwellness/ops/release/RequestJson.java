package com.shangwellness.ops.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Reads a request of the SDK from the JSON that the AWS command takes, by the SDK's metadata. */
final class RequestJson {
  private RequestJson() {}

  /**
   * Fills {@code builder} with what {@code json} says.
   *
   * @param where what {@code json} is, for messages
   * @throws Failure if it says something that the request has no place for
   */
  static <B extends SdkPojo> B read(JsonNode json, B builder, String where) {
    for (var member : json.properties()) {
      var name = member.getKey();
      var field =
          builder.sdkFields().stream()
              .filter(f -> f.locationName().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      Failure.wrongSettings(
                          where + " has the field " + name + ", which AWS does not know there"));
      field.set(builder, value(field, member.getValue(), where + "." + name));
    }
    return builder;
  }

  private static Object value(SdkField<?> field, JsonNode json, String where) {
    var type = field.marshallingType();
    if (type == MarshallingType.LIST) {
      return list(field.getTrait(ListTrait.class).memberFieldInfo(), json, where);
    }
    if (type == MarshallingType.MAP) {
      return map(field.getTrait(MapTrait.class).valueFieldInfo(), json, where);
    }
    if (type == MarshallingType.SDK_POJO) {
      return ((Buildable) read(json, field.constructor().get(), where)).build();
    }
    if (type == MarshallingType.INTEGER) {
      return json.asInt();
    }
    if (type == MarshallingType.BOOLEAN) {
      return json.asBoolean();
    }
    if (type == MarshallingType.STRING) {
      return json.asText();
    }
    throw Failure.wrongSettings(
        where + " is of a kind (" + type + ") that is not read from a file");
  }

  private static List<Object> list(SdkField<?> element, JsonNode json, String where) {
    var values = new ArrayList<>();
    for (var item : json) {
      values.add(value(element, item, where + "[" + values.size() + "]"));
    }
    return values;
  }

  private static Map<String, Object> map(SdkField<?> element, JsonNode json, String where) {
    var values = new LinkedHashMap<String, Object>();
    json.properties().forEach(e -> values.put(e.getKey(), value(element, e.getValue(), where)));
    return values;
  }
}
