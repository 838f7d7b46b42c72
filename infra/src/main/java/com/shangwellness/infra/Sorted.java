package com.shangwellness.infra;

import java.util.Map;
import java.util.TreeMap;

/** Maps in the order of their keys, at every level: so every synthesis writes the same bytes. */
public final class Sorted {
  private Sorted() {}

  /** The same entries as {@code map}. */
  public static Map<String, Object> map(Map<String, ?> map) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((key, value) -> sorted.put(key, sorted(value)));
    return sorted;
  }

  private static Object sorted(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    var sorted = new TreeMap<String, Object>();
    map.forEach((key, below) -> sorted.put((String) key, sorted(below)));
    return sorted;
  }
}
