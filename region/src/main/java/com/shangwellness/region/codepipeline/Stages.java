package com.shangwellness.region.codepipeline;

import com.shangwellness.region.store.Table;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;

/** What the stages of pipelines have seen last, and whether executions may enter them. */
final class Stages {

  private static final KeptStage UNTOUCHED =
      new KeptStage("", "", TransitionState.builder().enabled(true).build(), 0);

  private final Table<KeptStage> table;

  Stages(Table<KeptStage> table) {
    this.table = table;
  }

  KeptStage get(String pipeline, String stage) {
    return table.get(key(pipeline, stage)).orElse(UNTOUCHED);
  }

  void put(String pipeline, String stage, KeptStage kept) {
    table.put(key(pipeline, stage), kept);
  }

  /** What became of an execution in a stage. */
  void put(KeptExecution execution, String stage, String status) {
    put(execution.pipeline(), stage, get(execution.pipeline(), stage).with(execution.id(), status));
  }

  void forget(String pipeline) {
    table.keys().stream().filter(key -> key.startsWith(pipeline + "/")).forEach(table::remove);
  }

  private static String key(String pipeline, String stage) {
    return pipeline + "/" + stage;
  }
}
