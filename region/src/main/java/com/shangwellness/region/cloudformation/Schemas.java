package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * AWS's published resource schemas, as drawn into {@code schemas.txt} by {@code
 * src/main/scripts/draw-schemas.py}. A type's schema is read when it is first asked for.
 */
final class Schemas {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> lines = new HashMap<>();
  private final Map<String, Schema> read = new HashMap<>();

  /** The schemas that come with this region. */
  Schemas() {
    try (var in = Schemas.class.getResourceAsStream("schemas.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(
              line -> {
                int tab = line.indexOf('\t');
                lines.put(line.substring(0, tab), line.substring(tab + 1));
              });
    } catch (IOException e) {
      throw new UncheckedIOException("schemas.txt cannot be read", e);
    }
  }

  /** The schema of the type {@code name}; empty when AWS publishes none, or none is drawn. */
  Optional<Schema> find(String name) {
    if (!lines.containsKey(name)) {
      return Optional.empty();
    }
    return Optional.of(read.computeIfAbsent(name, n -> new Schema(n, parse(lines.get(n)))));
  }

  private static ObjectNode parse(String line) {
    try {
      return (ObjectNode) JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("schemas.txt is damaged: " + e.getOriginalMessage(), e);
    }
  }
}
