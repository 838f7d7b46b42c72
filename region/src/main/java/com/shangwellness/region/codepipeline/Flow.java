package com.shangwellness.region.codepipeline;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/**
 * The way of executions through stages (CodePipeline guide, "How pipeline executions work"): a
 * stage is locked by the execution in it, others wait in front, and a newer one takes the place of
 * one that waits, unless the pipeline queues.
 */
final class Flow {

  private static final String NAMESPACE = "AWS/CodePipeline";

  private final Timeline timeline;
  private final Records records;
  private final StateEvents events;
  private final MetricSink metrics;
  private final Runner runner;

  /**
   * Carries on with what is under way.
   *
   * @param runners makes the one that runs actions, given whom to tell of a run's end
   */
  Flow(
      Timeline timeline,
      Records records,
      StateEvents events,
      MetricSink metrics,
      Function<Consumer<KeptExecution>, Runner> runners) {
    this.timeline = timeline;
    this.records = records;
    this.events = events;
    this.metrics = metrics;
    this.runner = runners.apply(this::carryOn);
  }

  Runner runner() {
    return runner;
  }

  /** A new execution. */
  void begin(KeptExecution execution) {
    events.pipeline(records.executions().put(execution), "STARTED");
    arrive(execution);
  }

  private void arrive(KeptExecution execution) {
    if (execution.execution().executionMode() == ExecutionMode.SUPERSEDED) {
      records.executions().before(execution.pipeline(), execution.position().stage()).stream()
          .filter(other -> other.number() < execution.number())
          .forEach(other -> end(other, PipelineExecutionStatus.SUPERSEDED, "SUPERSEDED"));
    }
    open(execution.pipeline(), execution.position().stage());
  }

  /** Lets in the first that waits, if the stage is free and the way into it is open. */
  void open(String pipeline, int stage) {
    var name = records.pipelines().get(pipeline).declaration().stages().get(stage).name();
    if (records.stages().get(pipeline, name).transition().enabled()
        && records.executions().in(pipeline, stage).isEmpty()) {
      records.executions().before(pipeline, stage).stream().findFirst().ifPresent(this::enter);
    }
  }

  private void enter(KeptExecution waiting) {
    long first = records.runs().next(waiting.pipeline());
    var inside =
        records
            .executions()
            .put(waiting.at(Position.inside(waiting.position().stage(), first), timeline.now()));
    var stage = stage(inside);
    records.stages().put(inside, stage.name(), "InProgress");
    events.stage(inside, stage.name(), "STARTED");
    carryOn(inside);
  }

  /** The stage in which {@code execution} is, or before which it waits. */
  StageDeclaration stage(KeptExecution execution) {
    return records.pipelines().of(execution).stages().get(execution.position().stage());
  }

  /** The next actions, or the stage's end, once nothing is in progress. */
  void carryOn(KeptExecution execution) {
    var stage = stage(execution);
    var latest = records.runs().latest(execution, stage.name());
    if (latest.values().stream().anyMatch(KeptAction::isInProgress)) {
      return;
    }
    if (execution.isStopping()) {
      stopped(execution);
      return;
    }
    if (latest.values().stream().anyMatch(run -> !run.is(ActionExecutionStatus.SUCCEEDED))) {
      fail(execution, stage.name());
      return;
    }
    var rest =
        stage.actions().stream().filter(action -> !latest.containsKey(action.name())).toList();
    var order = rest.stream().mapToInt(ActionDeclaration::runOrder).min();
    if (order.isEmpty()) {
      leave(execution, stage.name());
    } else {
      rest.stream()
          .filter(action -> action.runOrder() == order.getAsInt())
          .forEach(action -> runner.start(execution, stage.name(), action));
    }
  }

  private void leave(KeptExecution execution, String stage) {
    records.stages().put(execution, stage, "Succeeded");
    events.stage(execution, stage, "SUCCEEDED");
    int next = execution.position().stage() + 1;
    if (next == records.pipelines().of(execution).stages().size()) {
      end(execution, PipelineExecutionStatus.SUCCEEDED, "SUCCEEDED");
      duration(execution);
    } else {
      arrive(records.executions().put(execution.at(Position.before(next), timeline.now())));
    }
    open(execution.pipeline(), next - 1);
  }

  private void fail(KeptExecution execution, String stage) {
    records.stages().put(execution, stage, "Failed");
    events.stage(execution, stage, "FAILED");
    end(execution, PipelineExecutionStatus.FAILED, "FAILED");
    metrics.count(
        NAMESPACE,
        "FailedPipelineExecutions",
        "PipelineName",
        execution.pipeline(),
        timeline.now());
    open(execution.pipeline(), execution.position().stage());
  }

  /** What was to be completed before {@code execution} stops is. */
  void stopped(KeptExecution execution) {
    boolean inside = execution.position().place() == Position.Place.INSIDE;
    if (inside) {
      var stage = stage(execution).name();
      records.stages().put(execution, stage, "Stopped");
      events.stage(execution, stage, "STOPPED");
    }
    end(execution, PipelineExecutionStatus.STOPPED, "STOPPED");
    if (inside) {
      open(execution.pipeline(), execution.position().stage());
    }
  }

  /** The pipeline has another structure now: what is under way does not fit it. */
  void cancel(KeptExecution execution) {
    if (execution.position().place() == Position.Place.INSIDE) {
      runner.inProgress(execution).forEach(run -> runner.abandon(execution, run));
      var stage = stage(execution).name();
      records.stages().put(execution, stage, "Cancelled");
      events.stage(execution, stage, "CANCELED");
    }
    end(execution, PipelineExecutionStatus.CANCELLED, "CANCELED");
  }

  private void end(KeptExecution execution, PipelineExecutionStatus status, String state) {
    var now = timeline.now();
    var ended = execution.is(status, now).at(execution.position().ended(), now);
    events.pipeline(records.executions().put(ended), state);
  }

  // In the seconds that it took from its beginning.
  private void duration(KeptExecution execution) {
    var took = Duration.between(execution.started(), timeline.now());
    metrics.record(
        NAMESPACE,
        List.of(
            MetricDatum.builder()
                .metricName("PipelineDuration")
                .dimensions(
                    Dimension.builder().name("PipelineName").value(execution.pipeline()).build())
                .unit(StandardUnit.SECONDS)
                .timestamp(timeline.now())
                .value(took.toMillis() / 1000.0)
                .build()));
  }
}
