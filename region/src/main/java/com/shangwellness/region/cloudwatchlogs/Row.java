package com.shangwellness.region.cloudwatchlogs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a query: fields by name. Every value is a text, as Insights gives it; a number is a
 * text that writes one.
 */
record Row(Map<String, String> fields) {

  Optional<String> get(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  Row with(String field, Optional<String> value) {
    var changed = new LinkedHashMap<>(fields);
    value.ifPresentOrElse(v -> changed.put(field, v), () -> changed.remove(field));
    return new Row(changed);
  }
}
