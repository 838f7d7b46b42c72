package com.shangwellness.region.codepipeline;

import com.shangwellness.region.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;

/** The runs of actions, in the order in which they began. */
final class Runs {

  private final Table<KeptAction> table;

  Runs(Table<KeptAction> table) {
    this.table = table;
  }

  KeptAction put(KeptAction run) {
    return table.put(key(run.pipeline(), run.number()), run);
  }

  Optional<KeptAction> find(String pipeline, long number) {
    return table.get(key(pipeline, number));
  }

  /** The number of the next run of an action of {@code pipeline}. */
  long next(String pipeline) {
    return of(pipeline).stream().mapToLong(KeptAction::number).max().orElse(0) + 1;
  }

  /** All runs of the actions of {@code pipeline}, the oldest first. */
  List<KeptAction> of(String pipeline) {
    return table.withPrefix(pipeline + "/");
  }

  List<KeptAction> of(KeptExecution execution) {
    return of(execution.pipeline()).stream()
        .filter(run -> run.execution() == execution.number())
        .toList();
  }

  /** All that are in progress, of all pipelines. */
  List<KeptAction> inProgress() {
    return table.stream().filter(KeptAction::isInProgress).toList();
  }

  /** By name, the latest run of each action in the stage in which {@code execution} is. */
  Map<String, KeptAction> latest(KeptExecution execution, String stage) {
    var latest = new LinkedHashMap<String, KeptAction>();
    of(execution).stream()
        .filter(run -> run.stage().equals(stage))
        .filter(run -> run.number() >= execution.position().since())
        .forEach(run -> latest.put(run.name(), run));
    return latest;
  }

  /** The latest run of an action, of whichever execution. */
  Optional<KeptAction> latest(String pipeline, String stage, String action) {
    return of(pipeline).reversed().stream()
        .filter(run -> run.stage().equals(stage) && run.name().equals(action))
        .findFirst();
  }

  /** Where the artifacts are that actions of {@code execution} have made, by name. */
  Map<String, ArtifactDetail> artifacts(KeptExecution execution) {
    var artifacts = new TreeMap<String, ArtifactDetail>();
    succeeded(execution)
        .forEach(run -> run.outputs().forEach(output -> artifacts.put(output.name(), output)));
    return artifacts;
  }

  /** The variables that actions of {@code execution} have made, by namespace and name. */
  Map<String, Map<String, String>> variables(KeptExecution execution) {
    var variables = new TreeMap<String, Map<String, String>>();
    for (var run : succeeded(execution)) {
      var namespace = run.detail().input().namespace();
      if (namespace != null) {
        variables.put(namespace, run.detail().output().outputVariables());
      }
    }
    return variables;
  }

  private List<KeptAction> succeeded(KeptExecution execution) {
    return of(execution).stream().filter(run -> run.is(ActionExecutionStatus.SUCCEEDED)).toList();
  }

  void forget(String pipeline) {
    of(pipeline).forEach(run -> table.remove(key(pipeline, run.number())));
  }

  void forget(KeptExecution execution) {
    for (var run : new ArrayList<>(of(execution))) {
      table.remove(key(run.pipeline(), run.number()));
    }
  }

  private static String key(String pipeline, long number) {
    return pipeline + "/" + "%012d".formatted(number);
  }
}
