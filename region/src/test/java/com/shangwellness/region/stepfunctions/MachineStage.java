package com.shangwellness.region.stepfunctions;

import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Step Functions on virtual time beside a {@link Shop}; definitions are written with ' for ". */
final class MachineStage implements AutoCloseable {

  /** Whom state machines act for. */
  static final String ROLE = "arn:aws:iam::123456789012:role/worker";

  /** A state that buys. */
  static final String BUY = "'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy'";

  final Shop shop = new Shop();

  /** Details of the events that were told. */
  final List<String> events = new ArrayList<>();

  /** What was counted. */
  final List<String> counted = new ArrayList<>();

  Stage stage;
  StepFunctions states;

  private final Path folder;

  MachineStage(Path folder) {
    this.folder = folder;
    var iam = open(Instant.parse("2026-01-01T00:00:00Z"));
    stage.role(iam, "worker", "states.amazonaws.com");
    stage.role(iam, "other", "ec2.amazonaws.com");
  }

  private Iam open(Instant now) {
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    var iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
    states =
        new StepFunctions(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            shop,
            new Sts(stage.place, iam, new Sessions(stage.timeline, stage.store, stage.ids)),
            (source, type, resources, detail) -> events.add(detail),
            (namespace, data) -> counted.add(namespace + " " + data.getFirst().metricName()));
    return iam;
  }

  /** The region is killed, and begins again with what it has kept. */
  void restarts() {
    var now = stage.timeline.now();
    close();
    var unused = open(now);
  }

  @Override
  public void close() {
    stage.store.close();
  }

  /** Makes a state machine of these states and gives its ARN. */
  String machine(String firstState, String all) {
    return created("{'StartAt': '" + firstState + "', 'States': {" + all + "}}");
  }

  /** Makes a state machine and gives its ARN. */
  String created(String definition) {
    return stage
        .ask(
            () ->
                states.createStateMachine(
                    r -> r.name("machine").roleArn(ROLE).definition(definition.replace('\'', '"'))))
        .stateMachineArn();
  }

  /** Starts the execution {@code one} and gives its ARN. */
  String start(String machine, String input) {
    return stage
        .ask(
            () ->
                states.startExecution(
                    r -> r.stateMachineArn(machine).name("one").input(input.replace('\'', '"'))))
        .executionArn();
  }

  DescribeExecutionResponse told(String execution) {
    return stage.ask(() -> states.describeExecution(r -> r.executionArn(execution)));
  }

  /** Its status, and its output or its error and cause. */
  String outcome(String execution) {
    var told = told(execution);
    return told.statusAsString()
        + " "
        + (told.error() == null ? told.output() : told.error() + ": " + told.cause());
  }

  /** The types of its events. */
  List<String> history(String execution) {
    return stage
        .ask(() -> states.getExecutionHistory(r -> r.executionArn(execution)))
        .events()
        .stream()
        .map(HistoryEvent::typeAsString)
        .toList();
  }
}
