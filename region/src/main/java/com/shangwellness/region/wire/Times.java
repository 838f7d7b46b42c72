package com.shangwellness.region.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.DateUtils;

/** Times as the protocols write them. */
final class Times {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]{1,20}([eE][0-9+]{1,3})?");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private Times() {}

  /** The format that the model gives {@code field}, or else {@code otherwise}. */
  static Format format(SdkField<?> field, Format otherwise) {
    return field
        .getOptionalTrait(TimestampFormatTrait.class)
        .map(TimestampFormatTrait::format)
        .orElse(otherwise);
  }

  /**
   * The time that {@code text} says. Clients differ from their models (a number where a text is
   * asked for), so what was sent decides, and {@code format} only the unit.
   */
  static Instant parse(String text, Format format) {
    if (NUMBER.matcher(text).matches()) {
      int digits = format == Format.UNIX_TIMESTAMP_MILLIS ? 0 : 3;
      return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(digits).longValue());
    }
    if (text.indexOf(',') > 0) {
      return DateUtils.parseRfc822Date(text);
    }
    return OffsetDateTime.parse(DAY.matcher(text).matches() ? text + "T00:00:00Z" : text)
        .toInstant();
  }

  /** {@code time} in {@code format}. */
  static String text(Instant time, Format format) {
    return switch (format) {
      case RFC_822 -> DateUtils.formatRfc822Date(time);
      case UNIX_TIMESTAMP -> DateUtils.formatUnixTimestampInstant(time);
      case UNIX_TIMESTAMP_MILLIS -> Long.toString(time.toEpochMilli());
      default -> DateUtils.formatIso8601Date(time);
    };
  }
}
