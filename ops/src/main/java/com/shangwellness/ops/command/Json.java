package com.shangwellness.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;

/** What {@code --json} prints. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Json() {}

  /** Prints {@code value} so that a person can read it too. */
  static void print(Object value) {
    print(value, MAPPER.writerWithDefaultPrettyPrinter());
  }

  /** Prints {@code value} in one line. */
  static void printLine(Object value) {
    print(value, MAPPER.writer());
  }

  /** {@code value} so that a person can read it too. */
  static String text(Object value) {
    return text(value, MAPPER.writerWithDefaultPrettyPrinter());
  }

  private static void print(Object value, ObjectWriter writer) {
    System.out.println(text(value, writer));
  }

  private static String text(Object value, ObjectWriter writer) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // records of text and numbers always have a JSON form
    }
  }
}
