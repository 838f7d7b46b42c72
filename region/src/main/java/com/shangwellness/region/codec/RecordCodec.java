package com.shangwellness.region.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.SdkPojo;

/** Records of ours and plain values, by Jackson; SDK objects inside them by their own metadata. */
final class RecordCodec<T> implements Codec<T> {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new Values())
          .build();

  private final Class<T> type;

  RecordCodec(Class<T> type) {
    this.type = type;
  }

  @Override
  public JsonNode encode(T value) {
    return MAPPER.valueToTree(value);
  }

  @Override
  public void write(T value, JsonGenerator out) throws IOException {
    MAPPER.writeValue(out, value);
  }

  @Override
  public T decode(JsonNode json) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** What Jackson does not know by itself: SDK objects, times, durations. */
  private static final class Values extends com.fasterxml.jackson.databind.Module {

    @Override
    public String getModuleName() {
      return "region-values";
    }

    @Override
    public Version version() {
      return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
      context.addSerializers(
          new Serializers.Base() {
            @Override
            public JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription description) {
              return SdkPojo.class.isAssignableFrom(type.getRawClass())
                  ? new Writer<SdkPojo>(SdkJson::write)
                  : null;
            }
          });
      var writers = new SimpleSerializers();
      writers.addSerializer(Instant.class, new Writer<>((i, out) -> out.writeString(i.toString())));
      writers.addSerializer(
          Duration.class, new Writer<>((d, out) -> out.writeString(d.toString())));
      context.addSerializers(writers);
      context.addDeserializers(
          new SimpleDeserializers() {
            @Override
            public JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
              if (SdkPojo.class.isAssignableFrom(type.getRawClass())) {
                return new Reader<>(new SdkCodec<>(type.getRawClass())::decode);
              }
              if (type.getRawClass() == Instant.class) {
                return new Reader<>(json -> Instant.parse(json.asText()));
              }
              return type.getRawClass() == Duration.class
                  ? new Reader<>(json -> Duration.parse(json.asText()))
                  : null;
            }
          });
    }
  }

  private static final class Writer<V> extends JsonSerializer<V> {

    /** How a value is written. */
    private interface Way<V> {
      void write(V value, JsonGenerator out) throws IOException;
    }

    private final Way<V> way;

    Writer(Way<V> way) {
      this.way = way;
    }

    @Override
    public void serialize(V value, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      way.write(value, out);
    }
  }

  private static final class Reader<V> extends JsonDeserializer<V> {
    private final java.util.function.Function<JsonNode, V> decode;

    Reader(java.util.function.Function<JsonNode, V> decode) {
      this.decode = decode;
    }

    @Override
    public V deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return decode.apply(in.readValueAsTree());
    }
  }
}
