package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The text of one event, which is read as JSON at most once, however many ask for it. */
final class LogLine {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String text;
  private Optional<JsonNode> read = Optional.empty();

  LogLine(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The JSON object that the text is; empty when it is none. */
  Optional<ObjectNode> json() {
    if (read.isEmpty()) {
      read = Optional.of(parsed());
    }
    return read.get() instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  private JsonNode parsed() {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    if (start == text.length() || text.charAt(start) != '{') {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // A line that only looks like an object is a line of text.
      return MissingNode.getInstance();
    }
  }
}
