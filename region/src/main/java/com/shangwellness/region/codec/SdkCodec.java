package com.shangwellness.region.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import software.amazon.awssdk.core.SdkPojo;

/** SDK model types, by their own field metadata. */
final class SdkCodec<T> implements Codec<T> {

  private final Class<T> type;
  private final MethodHandle builder;

  SdkCodec(Class<T> type) {
    this.type = type;
    try {
      var builderType = type.getMethod("builder").getReturnType();
      this.builder =
          MethodHandles.publicLookup()
              .findStatic(type, "builder", MethodType.methodType(builderType));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " is no SDK model type: it has no builder()", e);
    }
  }

  @Override
  public JsonNode encode(T value) {
    return SdkJson.encode((SdkPojo) value);
  }

  @Override
  public void write(T value, JsonGenerator out) throws IOException {
    SdkJson.write((SdkPojo) value, out);
  }

  @Override
  public T decode(JsonNode json) {
    return type.cast(SdkJson.decode(newBuilder(), json));
  }

  private SdkPojo newBuilder() {
    try {
      return (SdkPojo) builder.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(type + ": its builder() failed", e);
    }
  }
}
