package com.shangwellness.region.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** JSON and, through the same tree, CBOR. */
record JsonValue(JsonNode node) implements Value {

  private static Optional<Value> of(JsonNode node) {
    return node == null || node.isNull() ? Optional.empty() : Optional.of(new JsonValue(node));
  }

  @Override
  public Optional<Value> member(SdkField<?> field) {
    require(node.isObject(), "an object");
    return of(node.get(field.locationName()));
  }

  @Override
  public List<Value> items(ListTrait trait) {
    require(node.isArray(), "a list");
    return node.valueStream().flatMap(item -> of(item).stream()).toList();
  }

  @Override
  public Map<String, Value> entries(MapTrait trait) {
    require(node.isObject(), "a map");
    var entries = new LinkedHashMap<String, Value>();
    node.forEachEntry((key, value) -> of(value).ifPresent(v -> entries.put(key, v)));
    return entries;
  }

  @Override
  public String text() {
    require(node.isValueNode(), "a plain value");
    return node.asText();
  }

  private void require(boolean fits, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "expected " + expected + ", found " + node.getNodeType().name());
    }
  }

  @Override
  public Format timeFormat() {
    return node.isNumber() ? Format.UNIX_TIMESTAMP : Format.ISO_8601;
  }

  @Override
  public SdkBytes bytes() {
    try {
      var bytes = node.binaryValue();
      require(bytes != null, "base 64");
      return SdkBytes.fromByteArray(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("expected base 64: " + e.getMessage(), e);
    }
  }

  @Override
  public Document document() {
    return document(node);
  }

  private static Document document(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var map = Document.mapBuilder();
        node.forEachEntry((key, value) -> map.putDocument(key, document(value)));
        yield map.build();
      }
      case ARRAY -> {
        var list = Document.listBuilder();
        node.forEach(item -> list.addDocument(document(item)));
        yield list.build();
      }
      case NUMBER -> Document.fromNumber(node.asText());
      case BOOLEAN -> Document.fromBoolean(node.asBoolean());
      case NULL -> Document.fromNull();
      default -> Document.fromString(node.asText());
    };
  }
}
