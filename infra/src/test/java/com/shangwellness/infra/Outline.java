package com.shangwellness.infra;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lines below lines, of several variants at once. A line that only some of the variants have, of
 * those that have the line above it, says which.
 */
final class Outline {
  private final Set<String> variants = new TreeSet<>();
  private final Map<String, Outline> lines = new TreeMap<>();

  /** Adds the last of {@code path} below the others, in order. */
  void add(String variant, String... path) {
    var at = this;
    at.variants.add(variant);
    for (var line : path) {
      at = at.lines.computeIfAbsent(line, l -> new Outline());
      at.variants.add(variant);
    }
  }

  /** All lines, each two spaces further in than the one above it; the outermost stand apart. */
  String text() {
    var text = new StringBuilder();
    lines.forEach(
        (line, below) -> {
          text.append('\n');
          below.print(text, "", line, variants);
        });
    return text.toString();
  }

  private void print(StringBuilder text, String indent, String line, Set<String> above) {
    text.append(indent).append(line);
    if (!variants.equals(above)) {
      text.append("  [only ").append(String.join(", ", variants)).append(']');
    }
    text.append('\n');
    lines.forEach((next, below) -> below.print(text, indent + "  ", next, variants));
  }
}
