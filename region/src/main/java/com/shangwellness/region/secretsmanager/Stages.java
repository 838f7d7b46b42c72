package com.shangwellness.region.secretsmanager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which version of a secret carries which staging label. A label is on one version at most; when
 * AWSCURRENT moves, the version it leaves gets AWSPREVIOUS.
 */
record Stages(Map<String, List<String>> byVersion) {

  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";

  /** The version that carries {@code stage}. */
  Optional<String> version(String stage) {
    return byVersion.entrySet().stream()
        .filter(entry -> entry.getValue().contains(stage))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  List<String> of(String version) {
    return byVersion.getOrDefault(version, List.of());
  }

  /** As it is after {@code version} got all of {@code stages}. */
  Stages moved(List<String> stages, String version) {
    var next = this;
    for (var stage : stages) {
      next = next.moved(stage, version);
    }
    return next;
  }

  private Stages moved(String stage, String version) {
    var left = version(stage).filter(v -> !v.equals(version));
    var next = without(stage).with(stage, version);
    return stage.equals(CURRENT) && left.isPresent()
        ? next.without(PREVIOUS).with(PREVIOUS, left.get())
        : next;
  }

  /** As it is after {@code stage} is on no version. */
  Stages without(String stage) {
    var next = new LinkedHashMap<String, List<String>>();
    byVersion.forEach(
        (version, stages) -> {
          var rest = stages.stream().filter(s -> !s.equals(stage)).toList();
          if (!rest.isEmpty()) {
            next.put(version, rest);
          }
        });
    return new Stages(next);
  }

  private Stages with(String stage, String version) {
    var next = new TreeMap<>(byVersion);
    var stages = new ArrayList<>(of(version));
    stages.add(stage);
    next.put(version, List.copyOf(stages));
    return new Stages(next);
  }
}
