package com.shangwellness.region.cloudwatch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Labels of metrics that a search found: what tells each one from the others. */
final class SearchLabels {

  private final Set<String> common;

  SearchLabels(List<MetricId> found) {
    common = new HashSet<>(found.stream().flatMap(SearchLabels::words).toList());
    found.forEach(id -> common.retainAll(words(id).collect(Collectors.toSet())));
  }

  private static Stream<String> words(MetricId id) {
    return Stream.concat(Stream.of(id.namespace(), id.name()), id.dimensions().values().stream());
  }

  String of(MetricId id) {
    var own = words(id).filter(word -> !common.contains(word)).toList();
    return own.isEmpty() ? id.name() : String.join(" ", own);
  }
}
