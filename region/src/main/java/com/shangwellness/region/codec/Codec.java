package com.shangwellness.region.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import software.amazon.awssdk.core.SdkPojo;

/**
 * How values of one type become JSON and come back.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {

  /** The value as JSON. */
  JsonNode encode(T value);

  /** Writes the value as {@link #encode} has it, at once. */
  void write(T value, JsonGenerator out) throws IOException;

  /**
   * The value that {@code json} says.
   *
   * @throws IllegalArgumentException when it does not say one, with the path of what is wrong
   */
  T decode(JsonNode json);

  /**
   * The codec of an SDK model type, of a record (of such and of plain values), or of a plain value
   * such as {@code String}.
   */
  static <T> Codec<T> of(Class<T> type) {
    return SdkPojo.class.isAssignableFrom(type) ? new SdkCodec<>(type) : new RecordCodec<>(type);
  }
}
