package com.shangwellness.region.wire;

import com.fasterxml.jackson.core.JacksonException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Turns values of a request into the SDK's objects, as the SDK's field metadata says. */
final class Binding {

  /** A request that cannot be read; its message names the member. */
  static final class Malformed extends RuntimeException {
    Malformed(String message, Exception cause) {
      super(message, cause);
    }
  }

  private Binding() {}

  /** Fills {@code builder} with the members of {@code value} and builds it. */
  static Object struct(SdkPojo builder, Value value) {
    for (var field : builder.sdkFields()) {
      value.member(field).ifPresent(member -> set(builder, field, member));
    }
    return ((Buildable) builder).build();
  }

  /** Sets {@code field} of {@code builder}. */
  static void set(SdkPojo builder, SdkField<?> field, Value value) {
    field.set(builder, object(field, value));
  }

  private static Object object(SdkField<?> field, Value value) {
    try {
      return parsed(field, value);
    } catch (Malformed e) {
      throw new Malformed(field.memberName() + "." + e.getMessage(), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Malformed(field.memberName() + ": " + e.getMessage(), e);
    }
  }

  private static Object parsed(SdkField<?> field, Value value) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> value.text();
      case INTEGER -> Integer.valueOf(value.text());
      case LONG -> Long.valueOf(value.text());
      case SHORT -> Short.valueOf(value.text());
      case BYTE -> Byte.valueOf(value.text());
      case FLOAT -> Float.valueOf(value.text());
      case DOUBLE -> Double.valueOf(value.text());
      case BIG_DECIMAL -> new BigDecimal(value.text());
      case BOOLEAN -> bool(value.text());
      case INSTANT -> Times.parse(value.text(), Times.format(field, value.timeFormat()));
      case SDK_BYTES -> value.bytes();
      case SDK_POJO -> struct(field.constructor().get(), value);
      case LIST -> list(field.getRequiredTrait(ListTrait.class), value);
      case MAP -> map(field.getRequiredTrait(MapTrait.class), value);
      case DOCUMENT -> value.document();
      default -> throw new IllegalArgumentException("is of a type that is not known here");
    };
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false, found " + text);
    };
  }

  private static List<Object> list(ListTrait trait, Value value) {
    var item = trait.memberFieldInfo();
    return value.items(trait).stream().map(i -> object(item, i)).toList();
  }

  private static Map<String, Object> map(MapTrait trait, Value value) {
    var map = new LinkedHashMap<String, Object>();
    value.entries(trait).forEach((k, v) -> map.put(k, object(trait.valueFieldInfo(), v)));
    return map;
  }

  /** What Jackson says of a malformed document, without its source. */
  static Malformed malformed(JacksonException e) {
    return new Malformed(e.getOriginalMessage(), e);
  }
}
