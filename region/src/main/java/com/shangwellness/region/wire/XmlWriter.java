package com.shangwellness.region.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;

/** Writes SDK objects as XML, for Query, EC2 Query and REST-XML. */
final class XmlWriter {

  private final StringBuilder out = new StringBuilder(512);

  /** Opens an element; attributes may follow the name. */
  XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  XmlWriter open(String name, String namespace) {
    return open(namespace.isEmpty() ? name : name + " xmlns=\"" + namespace + "\"");
  }

  XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** An element of text. */
  XmlWriter text(String name, String text) {
    open(name);
    escape(text);
    return close(name);
  }

  /** Text inside the element that is open. */
  XmlWriter content(String text) {
    escape(text);
    return this;
  }

  /** The members of {@code pojo} that travel in the body. */
  XmlWriter members(SdkPojo pojo) {
    for (var field : pojo.sdkFields()) {
      if (!field.containsTrait(XmlAttributeTrait.class)) {
        Fields.inBody(field, pojo)
            .ifPresent(value -> element(field, field.unmarshallLocationName(), value));
      }
    }
    return this;
  }

  /** {@code value} of {@code field} as the element {@code name}. */
  void element(SdkField<?> field, String name, Object value) {
    switch (value) {
      case SdkPojo pojo -> {
        open(name + attributes(field, pojo));
        members(pojo);
        close(name);
      }
      case List<?> list -> list(field.getRequiredTrait(ListTrait.class), name, list);
      case Map<?, ?> map -> map(field.getRequiredTrait(MapTrait.class), name, map);
      default -> text(name, Fields.text(field, value, Format.ISO_8601));
    }
  }

  private void list(ListTrait trait, String name, List<?> list) {
    if (trait.isFlattened()) {
      list.forEach(item -> element(trait.memberFieldInfo(), name, item));
      return;
    }
    var itemName = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
    open(name);
    list.forEach(item -> element(trait.memberFieldInfo(), itemName, item));
    close(name);
  }

  private void map(MapTrait trait, String name, Map<?, ?> map) {
    var entryName = trait.isFlattened() ? name : "entry";
    if (!trait.isFlattened()) {
      open(name);
    }
    map.forEach(
        (key, value) -> {
          open(entryName);
          text(trait.keyLocationName(), (String) key);
          element(trait.valueFieldInfo(), trait.valueLocationName(), value);
          close(entryName);
        });
    if (!trait.isFlattened()) {
      close(name);
    }
  }

  // S3's grantees have xmlns:xsi and xsi:type.
  private static String attributes(SdkField<?> field, SdkPojo pojo) {
    var text = new StringBuilder();
    field
        .getOptionalTrait(XmlAttributesTrait.class)
        .ifPresent(
            trait ->
                trait
                    .attributes()
                    .forEach(
                        (name, access) -> {
                          var value = access.attributeGetter().apply(pojo);
                          if (value != null) {
                            text.append(' ').append(name).append("=\"");
                            escape(value, text).append('"');
                          }
                        }));
    return text.toString();
  }

  private void escape(String text) {
    escape(text, out);
  }

  private static StringBuilder escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#xD;"); // a parser would take it for a line's end
        default -> out.append(isAllowed(c) ? c : '\uFFFD');
      }
    }
    return out;
  }

  // XML 1.0, 2.2: no control characters, not even escaped.
  private static boolean isAllowed(char c) {
    return (c >= ' ' && c != '\uFFFE' && c != '\uFFFF') || c == '\t' || c == '\n';
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
