package com.shangwellness.region.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes SDK objects as JSON or, through the same generator's interface, as CBOR. */
record JsonWriter(JsonGenerator out) {

  // RFC 8949, 3.4.2: the tag of an epoch-based time.
  private static final int EPOCH_TIME = 1;

  void struct(SdkPojo pojo) throws IOException {
    out.writeStartObject();
    members(pojo);
    out.writeEndObject();
  }

  void members(SdkPojo pojo) throws IOException {
    for (var field : pojo.sdkFields()) {
      var value = Fields.inBody(field, pojo);
      if (value.isPresent()) {
        out.writeFieldName(field.locationName());
        value(field, value.get());
      }
    }
  }

  private void value(SdkField<?> field, Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String s -> out.writeString(s);
      case Boolean b -> out.writeBoolean(b);
      case Integer n -> out.writeNumber(n);
      case Long n -> out.writeNumber(n);
      case Short n -> out.writeNumber(n);
      case Byte n -> out.writeNumber(n);
      case Float n -> real(n);
      case Double n -> real(n);
      case BigDecimal n -> out.writeNumber(n);
      case Instant t -> time(t, Times.format(field, Format.UNIX_TIMESTAMP));
      case SdkBytes b -> out.writeBinary(b.asByteArrayUnsafe());
      case SdkPojo p -> struct(p);
      case List<?> list -> list(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), list);
      case Map<?, ?> map -> map(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), map);
      case Document d -> document(d);
      default -> throw new IllegalStateException(field.memberName() + " is a " + value.getClass());
    }
  }

  private void list(SdkField<?> item, List<?> list) throws IOException {
    out.writeStartArray();
    for (var i : list) {
      value(item, i);
    }
    out.writeEndArray();
  }

  private void map(SdkField<?> item, Map<?, ?> map) throws IOException {
    out.writeStartObject();
    for (var entry : map.entrySet()) {
      out.writeFieldName((String) entry.getKey());
      value(item, entry.getValue());
    }
    out.writeEndObject();
  }

  private void real(double n) throws IOException {
    if (out instanceof CBORGenerator || Double.isFinite(n)) {
      out.writeNumber(n);
    } else {
      out.writeString(Double.toString(n)); // "NaN", "Infinity": JSON has no numbers for them
    }
  }

  private void time(Instant time, Format format) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      cbor.writeTag(EPOCH_TIME);
      out.writeNumber(time.toEpochMilli() / 1000.0);
    } else if (format == Format.UNIX_TIMESTAMP || format == Format.UNIX_TIMESTAMP_MILLIS) {
      out.writeNumber(new BigDecimal(Times.text(time, format)));
    } else {
      out.writeString(Times.text(time, format));
    }
  }

  private void document(Document document) throws IOException {
    if (document.isNull()) {
      out.writeNull();
    } else if (document.isBoolean()) {
      out.writeBoolean(document.asBoolean());
    } else if (document.isNumber()) {
      out.writeNumber(document.asNumber().bigDecimalValue());
    } else if (document.isString()) {
      out.writeString(document.asString());
    } else if (document.isList()) {
      out.writeStartArray();
      for (var item : document.asList()) {
        document(item);
      }
      out.writeEndArray();
    } else {
      out.writeStartObject();
      for (var entry : document.asMap().entrySet()) {
        out.writeFieldName(entry.getKey());
        document(entry.getValue());
      }
      out.writeEndObject();
    }
  }
}
