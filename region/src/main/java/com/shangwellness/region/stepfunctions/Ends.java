package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Begins and ends of executions, and who hears of them: EventBridge and CloudWatch. */
final class Ends {

  private static final JsonMapper JSON = new JsonMapper();

  private final Table<KeptExecution> executions;
  private final Timeline timeline;
  private final EventSink events;
  private final MetricSink metrics;

  Ends(Table<KeptExecution> executions, Timeline timeline, EventSink events, MetricSink metrics) {
    this.executions = executions;
    this.timeline = timeline;
    this.events = events;
    this.metrics = metrics;
  }

  /** An execution has begun. */
  void begun(KeptExecution execution) {
    tell(execution, "ExecutionsStarted");
  }

  /**
   * Ends an execution.
   *
   * @param details what else is to be told of it
   */
  void end(
      KeptExecution execution,
      ExecutionStatus status,
      Consumer<DescribeExecutionResponse.Builder> details) {
    var told = execution.told().toBuilder().status(status).stopDate(timeline.now());
    details.accept(told);
    tell(executions.put(execution.arn(), execution.with(told.build())), metric(status));
  }

  private static String metric(ExecutionStatus status) {
    return switch (status) {
      case SUCCEEDED -> "ExecutionsSucceeded";
      case FAILED -> "ExecutionsFailed";
      case ABORTED -> "ExecutionsAborted";
      case TIMED_OUT -> "ExecutionsTimedOut";
      default -> throw new IllegalArgumentException("nothing ends as " + status);
    };
  }

  // Step Functions guide, "Automating Step Functions event delivery with EventBridge".
  private void tell(KeptExecution execution, String metric) {
    var told = execution.told();
    metrics.count("AWS/States", metric, "StateMachineArn", told.stateMachineArn(), timeline.now());
    var detail = JSON.createObjectNode();
    detail.put("executionArn", told.executionArn());
    detail.put("stateMachineArn", told.stateMachineArn());
    detail.put("name", told.name()).put("status", told.statusAsString());
    detail.put("startDate", told.startDate().toEpochMilli());
    if (told.stopDate() == null) {
      detail.putNull("stopDate");
    } else {
      detail.put("stopDate", told.stopDate().toEpochMilli());
    }
    detail.put("input", told.input()).put("output", told.output());
    detail.put("error", told.error()).put("cause", told.cause());
    events.emit(
        "aws.states",
        "Step Functions Execution Status Change",
        List.of(told.executionArn()),
        detail.toString());
  }
}
