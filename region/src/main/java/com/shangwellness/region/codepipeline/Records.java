package com.shangwellness.region.codepipeline;

/** What CodePipeline remembers. */
record Records(Pipelines pipelines, Executions executions, Stages stages, Runs runs) {

  /** Forgets a pipeline and all that it did. */
  void forget(String pipeline) {
    executions.of(pipeline).forEach(executions::remove);
    runs.forget(pipeline);
    stages.forget(pipeline);
    pipelines.delete(pipeline);
  }
}
