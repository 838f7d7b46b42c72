package com.shangwellness.region.codepipeline;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;

/**
 * One run of an action.
 *
 * @param number grows with each run
 * @param execution the number of its execution
 * @param pipeline whose action it is
 * @param detail as ListActionExecutions gives it
 * @param outputs where its artifacts go
 * @param begun whether it was handed to its provider
 * @param token what an approval must bring; empty for other actions
 * @param due when it has taken too long
 */
record KeptAction(
    long number,
    long execution,
    String pipeline,
    ActionExecutionDetail detail,
    List<ArtifactDetail> outputs,
    boolean begun,
    String token,
    Instant due) {

  String id() {
    return detail.actionExecutionId();
  }

  String name() {
    return detail.actionName();
  }

  String stage() {
    return detail.stageName();
  }

  boolean is(ActionExecutionStatus status) {
    return detail.status() == status;
  }

  boolean isInProgress() {
    return is(ActionExecutionStatus.IN_PROGRESS);
  }

  KeptAction with(ActionExecutionDetail changed) {
    return new KeptAction(number, execution, pipeline, changed, outputs, begun, token, due);
  }

  KeptAction handedOver() {
    return new KeptAction(number, execution, pipeline, detail, outputs, true, token, due);
  }
}
