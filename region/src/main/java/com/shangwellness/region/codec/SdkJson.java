package com.shangwellness.region.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * SDK objects as JSON trees, for what is kept: member names are the wire's location names, times
 * are ISO 8601 with all their digits, bytes are base 64. What was never set is left out; a list
 * that was set empty is kept.
 */
public final class SdkJson {

  private static final JsonMapper JSON = new JsonMapper();

  private SdkJson() {}

  /** {@code pojo} as a JSON object. */
  public static ObjectNode encode(SdkPojo pojo) {
    return encode(pojo, UnaryOperator.identity());
  }

  /**
   * {@code pojo} as a JSON object whose members are called otherwise.
   *
   * @param names what each member's name becomes
   */
  public static ObjectNode encode(SdkPojo pojo, UnaryOperator<String> names) {
    var tokens = new TokenBuffer(JSON, false);
    try {
      write(pojo, tokens, names);
      return JSON.readTree(tokens.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
  }

  /** Writes {@code pojo} as a JSON object. */
  static void write(SdkPojo pojo, JsonGenerator out) throws IOException {
    write(pojo, out, UnaryOperator.identity());
  }

  private static void write(SdkPojo pojo, JsonGenerator out, UnaryOperator<String> names)
      throws IOException {
    out.writeStartObject();
    for (var field : pojo.sdkFields()) {
      var value = field.getValueOrDefault(pojo);
      if (value != null
          && !(value instanceof SdkAutoConstructList)
          && !(value instanceof SdkAutoConstructMap)) {
        out.writeFieldName(names.apply(name(field)));
        write(field, value, out, names);
      }
    }
    out.writeEndObject();
  }

  // memberName() is unique in its type; location names are not always (a header and a body member
  // may share one).
  private static String name(SdkField<?> field) {
    return field.memberName();
  }

  private static void write(
      SdkField<?> field, Object value, JsonGenerator out, UnaryOperator<String> names)
      throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String s -> out.writeString(s);
      case Boolean b -> out.writeBoolean(b);
      case Integer n -> out.writeNumber(n);
      case Long n -> out.writeNumber(n);
      case Short n -> out.writeNumber(n);
      case Byte n -> out.writeNumber((int) n);
      case Float n -> out.writeNumber(n);
      case Double n -> out.writeNumber(n);
      case BigDecimal n -> out.writeNumber(n);
      case Instant time -> out.writeString(time.toString());
      case SdkBytes bytes -> out.writeBinary(bytes.asByteArray());
      case SdkPojo pojo -> write(pojo, out, names);
      case List<?> list -> {
        var item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        out.writeStartArray();
        for (var i : list) {
          write(item, i, out, names);
        }
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        var item = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        out.writeStartObject();
        for (var entry : map.entrySet()) {
          out.writeFieldName((String) entry.getKey());
          write(item, entry.getValue(), out, names);
        }
        out.writeEndObject();
      }
      case Document document -> out.writeString(document.toString());
      default ->
          throw new IllegalArgumentException(field.memberName() + " is a " + value.getClass());
    }
  }

  /**
   * Fills {@code builder} from a JSON object and builds it; members that the type does not know are
   * passed over.
   *
   * @throws IllegalArgumentException when a member is not of its type, naming it
   */
  public static Object decode(SdkPojo builder, JsonNode json) {
    for (var field : builder.sdkFields()) {
      var value = json.get(name(field));
      if (value != null && !value.isNull()) {
        field.set(builder, decode(field, value));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object decode(SdkField<?> field, JsonNode json) {
    try {
      return switch (field.marshallingType().getKnownType()) {
        case STRING -> json.asText();
        case INTEGER -> Integer.valueOf(json.asText());
        case LONG -> Long.valueOf(json.asText());
        case SHORT -> Short.valueOf(json.asText());
        case BYTE -> Byte.valueOf(json.asText());
        case FLOAT -> Float.valueOf(json.asText());
        case DOUBLE -> Double.valueOf(json.asText());
        case BIG_DECIMAL -> new BigDecimal(json.asText());
        case BOOLEAN -> json.asBoolean();
        case INSTANT -> Instant.parse(json.asText());
        case SDK_BYTES -> SdkBytes.fromByteArray(json.binaryValue());
        case SDK_POJO -> decode(field.constructor().get(), json);
        case LIST -> decodeList(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), json);
        case MAP -> decodeMap(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), json);
        default ->
            throw new IllegalArgumentException("cannot be of type " + field.marshallingType());
      };
    } catch (IllegalArgumentException | DateTimeException | IOException e) {
      throw new IllegalArgumentException(field.memberName() + ": " + e.getMessage(), e);
    }
  }

  private static List<Object> decodeList(SdkField<?> item, JsonNode json) {
    var list = new ArrayList<>(json.size());
    json.forEach(i -> list.add(i.isNull() ? null : decode(item, i)));
    return list;
  }

  private static Map<String, Object> decodeMap(SdkField<?> item, JsonNode json) {
    var map = new LinkedHashMap<String, Object>();
    json.forEachEntry((k, v) -> map.put(k, decode(item, v)));
    return map;
  }
}
