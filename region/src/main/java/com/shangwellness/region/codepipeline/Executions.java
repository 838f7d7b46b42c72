package com.shangwellness.region.codepipeline;

import com.shangwellness.region.store.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The executions of pipelines, in the order in which they began. */
final class Executions {

  private final Table<KeptExecution> table;

  Executions(Table<KeptExecution> table) {
    this.table = table;
  }

  KeptExecution put(KeptExecution execution) {
    return table.put(key(execution.pipeline(), execution.number()), execution);
  }

  void remove(KeptExecution execution) {
    table.remove(key(execution.pipeline(), execution.number()));
  }

  /** The number of the next execution of {@code pipeline}. */
  long next(String pipeline) {
    return of(pipeline).stream().mapToLong(KeptExecution::number).max().orElse(0) + 1;
  }

  /** All executions of {@code pipeline}, the oldest first. */
  List<KeptExecution> of(String pipeline) {
    return table.withPrefix(pipeline + "/");
  }

  /** All executions of {@code pipeline}, the newest first. */
  List<KeptExecution> newestFirst(String pipeline) {
    return of(pipeline).reversed();
  }

  Optional<KeptExecution> find(String pipeline, long number) {
    return table.get(key(pipeline, number));
  }

  KeptExecution get(String pipeline, String id) {
    return of(pipeline).stream()
        .filter(execution -> execution.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusals.noExecution(pipeline, id));
  }

  /** The execution that locks a stage. */
  Optional<KeptExecution> in(String pipeline, int stage) {
    return underWay(pipeline).filter(execution -> execution.position().isIn(stage)).findFirst();
  }

  /** Those that wait in front of a stage, the oldest first. */
  List<KeptExecution> before(String pipeline, int stage) {
    return underWay(pipeline)
        .filter(execution -> execution.position().isBefore(stage))
        .sorted(Comparator.comparingLong(KeptExecution::number))
        .toList();
  }

  Stream<KeptExecution> underWay(String pipeline) {
    return of(pipeline).stream().filter(KeptExecution::isUnderWay);
  }

  private static String key(String pipeline, long number) {
    return pipeline + "/" + "%012d".formatted(number);
  }
}
