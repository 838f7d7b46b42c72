package com.shangwellness.region.wire;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** What the SDK's fields hold, and where on the wire they go. */
final class Fields {

  private Fields() {}

  /** What {@code field} of {@code pojo} holds, unless it was never set: a list set empty counts. */
  static Optional<Object> value(SdkField<?> field, Object pojo) {
    var value = field.getValueOrDefault(pojo);
    return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap
        ? Optional.empty()
        : Optional.ofNullable(value);
  }

  /** What a field that travels in the body holds. */
  static Optional<Object> inBody(SdkField<?> field, Object pojo) {
    return isInBody(field) ? value(field, pojo) : Optional.empty();
  }

  static boolean isInBody(SdkField<?> field) {
    return field.location() == MarshallLocation.PAYLOAD;
  }

  /** The member that is the whole body, in REST services. */
  static Optional<SdkField<?>> payload(SdkPojo pojo) {
    return pojo.sdkFields().stream()
        .filter(field -> field.containsTrait(PayloadTrait.class))
        .<SdkField<?>>map(field -> field)
        .findFirst();
  }

  /** A plain value as text, for an XML element or a header. */
  static String text(SdkField<?> field, Object value, Format timeFormat) {
    return switch (value) {
      case Instant time -> Times.text(time, Times.format(field, timeFormat));
      case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
      default -> value.toString();
    };
  }
}
