package com.shangwellness.region.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.JsonValueTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** What REST protocols keep outside the body: labels of the path, parameters, headers, status. */
final class RestBinding {

  private RestBinding() {}

  /** Sets the members of {@code builder} that are not in the body. */
  static void bind(SdkPojo builder, WireRequest request, Map<String, String> labels) {
    for (var field : builder.sdkFields()) {
      var value =
          switch (field.location()) {
            case HEADER -> header(field, request);
            case QUERY_PARAM -> parameter(field, request, builder);
            case PATH, GREEDY_PATH ->
                Optional.ofNullable(labels.get(field.locationName()))
                    .<Value>map(label -> Value.Text.of(label, Format.ISO_8601));
            default -> Optional.<Value>empty();
          };
      value.ifPresent(v -> Binding.set(builder, field, v));
    }
  }

  private static Optional<Value> header(SdkField<?> field, WireRequest request) {
    if (field.marshallingType() == MarshallingType.MAP) {
      return headers(field.locationName().toLowerCase(Locale.ROOT), request);
    }
    return request
        .header(field.locationName().toLowerCase(Locale.ROOT))
        .map(text -> new Value.Text(texts(field, text), Format.RFC_822));
  }

  private static List<String> texts(SdkField<?> field, String text) {
    if (field.marshallingType() == MarshallingType.LIST) {
      return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
    return List.of(
        field.containsTrait(JsonValueTrait.class)
            ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
            : text);
  }

  // A map of headers by prefix, such as S3's x-amz-meta-.
  private static Optional<Value> headers(String prefix, WireRequest request) {
    var map = new LinkedHashMap<String, Value>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (name.startsWith(prefix)) {
                map.put(
                    name.substring(prefix.length()),
                    Value.Text.of(values.getFirst(), Format.RFC_822));
              }
            });
    return map.isEmpty() ? Optional.empty() : Optional.of(new Entries(map));
  }

  private static Optional<Value> parameter(
      SdkField<?> field, WireRequest request, SdkPojo builder) {
    if (field.marshallingType() == MarshallingType.MAP) {
      return Optional.of(new Entries(unclaimed(request, builder)));
    }
    return Optional.ofNullable(request.query().get(field.locationName()))
        .map(texts -> new Value.Text(texts, Format.ISO_8601));
  }

  // A map of parameters takes those that no other member claims.
  private static Map<String, Value> unclaimed(WireRequest request, SdkPojo builder) {
    var claimed = builder.sdkFields().stream().map(SdkField::locationName).toList();
    var map = new LinkedHashMap<String, Value>();
    request
        .query()
        .forEach(
            (name, values) -> {
              if (!claimed.contains(name)) {
                map.put(name, new Value.Text(values, Format.ISO_8601));
              }
            });
    return map;
  }

  private record Entries(Map<String, Value> map) implements Value {
    @Override
    public Optional<Value> member(SdkField<?> field) {
      throw new IllegalArgumentException("expected a structure, found a map");
    }

    @Override
    public List<Value> items(software.amazon.awssdk.core.traits.ListTrait trait) {
      throw new IllegalArgumentException("expected a list, found a map");
    }

    @Override
    public Map<String, Value> entries(MapTrait trait) {
      return map;
    }

    @Override
    public String text() {
      throw new IllegalArgumentException("expected text, found a map");
    }
  }

  /** The headers that members of {@code response} are. */
  static Map<String, String> headers(SdkPojo response) {
    var headers = new LinkedHashMap<String, String>();
    for (var field : response.sdkFields()) {
      if (field.location() == MarshallLocation.HEADER) {
        Fields.value(field, response)
            .ifPresent(
                value -> {
                  if (value instanceof Map<?, ?> map) {
                    map.forEach((k, v) -> headers.put(field.locationName() + k, v.toString()));
                  } else {
                    headers.putIfAbsent(field.locationName(), headerText(field, value));
                  }
                });
      }
    }
    return headers;
  }

  private static String headerText(SdkField<?> field, Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).collect(Collectors.joining(","));
    }
    var text = Fields.text(field, value, Format.RFC_822);
    return field.containsTrait(JsonValueTrait.class)
        ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        : text;
  }

  /** The HTTP status that a member of {@code response} is, or else 200. */
  static int status(SdkPojo response) {
    return response.sdkFields().stream()
        .filter(field -> field.location() == MarshallLocation.STATUS_CODE)
        .flatMap(field -> Fields.value(field, response).stream())
        .map(Integer.class::cast)
        .findFirst()
        .orElse(200);
  }

  /** The bytes of a payload that is no structure. */
  static byte[] plain(Object value) {
    return value instanceof SdkBytes bytes
        ? bytes.asByteArray()
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Sets a payload that is no structure. */
  static void bindPlain(SdkPojo builder, SdkField<?> payload, byte[] body) {
    if (body.length > 0) {
      payload.set(
          builder,
          payload.marshallingType() == MarshallingType.SDK_BYTES
              ? SdkBytes.fromByteArray(body)
              : new String(body, StandardCharsets.UTF_8));
    }
  }
}
