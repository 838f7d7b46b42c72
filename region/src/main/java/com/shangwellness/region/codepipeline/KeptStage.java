package com.shangwellness.region.codepipeline;

import software.amazon.awssdk.services.codepipeline.model.TransitionState;

/**
 * What a stage has seen last.
 *
 * @param execution the id of the execution that entered it last; empty before the first
 * @param status what became of it: InProgress, Succeeded, Failed, Stopping, Stopped, Cancelled
 * @param transition whether executions may enter
 * @param retries how often it was retried for this execution
 */
record KeptStage(String execution, String status, TransitionState transition, int retries) {

  KeptStage with(String id, String becomes) {
    return new KeptStage(id, becomes, transition, execution.equals(id) ? retries : 0);
  }

  KeptStage with(TransitionState changed) {
    return new KeptStage(execution, status, changed, retries);
  }

  KeptStage again() {
    return new KeptStage(execution, status, transition, retries + 1);
  }
}
