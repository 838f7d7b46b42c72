package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * One event of a stream.
 *
 * @param ordinal its place in the stream, from 0
 * @param timestamp milliseconds since 1970, as its sender gave them
 * @param ingested milliseconds since 1970, when it was received
 * @param message its text
 */
record Event(long ordinal, long timestamp, long ingested, String message) {

  private static final JsonMapper JSON = new JsonMapper();

  /** The event as a line of a segment; its ordinal follows from its place. */
  String line() {
    return JSON.createObjectNode().put("t", timestamp).put("i", ingested).put("m", message) + "\n";
  }

  /**
   * The event that a line of a segment says.
   *
   * @throws IllegalStateException when the line is damaged
   */
  static Event read(long ordinal, String line) {
    try {
      var json = JSON.readTree(line);
      return new Event(
          ordinal, json.path("t").asLong(), json.path("i").asLong(), json.path("m").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a log event cannot be read: " + line, e);
    }
  }

  /** An id that sorts by time, then stream, then place: 56 digits, as CloudWatch's are. */
  String id(int stream) {
    return "%020d%012d%024d".formatted(timestamp, Integer.toUnsignedLong(stream), ordinal);
  }
}
