package com.shangwellness.region.wire;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * A value as it stands in a request, whatever the notation. Its methods throw {@link
 * IllegalArgumentException} when it is not what is asked for.
 */
interface Value {

  /** The member of a structure that {@code field} describes; empty when it is not there. */
  Optional<Value> member(SdkField<?> field);

  /** The items of a list. */
  List<Value> items(ListTrait trait);

  /** The entries of a map, in their order. */
  Map<String, Value> entries(MapTrait trait);

  /** A plain value as text. */
  String text();

  /** How a time is written where the model does not say. */
  default Format timeFormat() {
    return Format.ISO_8601;
  }

  /** The bytes that a plain value encodes. */
  default SdkBytes bytes() {
    return SdkBytes.fromByteArray(Base64.getMimeDecoder().decode(text()));
  }

  /** A value of free form; only JSON has such. */
  default Document document() {
    throw new IllegalArgumentException("a document cannot be given here");
  }

  /** A header, a query parameter, a label of the path: one text, or several. */
  record Text(List<String> all, Format timeFormat) implements Value {
    static Text of(String text, Format timeFormat) {
      return new Text(List.of(text), timeFormat);
    }

    @Override
    public Optional<Value> member(SdkField<?> field) {
      throw new IllegalArgumentException("expected a structure, found text");
    }

    @Override
    public List<Value> items(ListTrait trait) {
      return all.stream().<Value>map(text -> of(text, timeFormat)).toList();
    }

    @Override
    public Map<String, Value> entries(MapTrait trait) {
      throw new IllegalArgumentException("expected a map, found text");
    }

    @Override
    public String text() {
      return all.getFirst();
    }
  }
}
