package com.shangwellness.ops.screen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A line of a log as a person reads it. */
public final class LogLine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METRICS = "_aws";

  private LogLine() {}

  /** The message without what it declares to CloudWatch of its metrics. */
  public static String readable(String message) {
    if (!message.startsWith("{") || !message.contains('"' + METRICS + '"')) {
      return message;
    }
    try {
      var line = (ObjectNode) JSON.readTree(message);
      line.remove(METRICS);
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      return message; // it only looked like JSON
    }
  }
}
