package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** The executions of a region's state machines. */
final class Executions {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Quotas, "Execution history retention time". */
  private static final Duration KEPT = Duration.ofDays(90);

  private final Table<KeptExecution> executions;
  private final History history;
  private final Timeline timeline;
  private final Ids ids;
  private final SdkCalls calls;
  private final Runner runner;
  private final Ends ends;

  Executions(
      Table<KeptExecution> executions,
      History history,
      Timeline timeline,
      Ids ids,
      SdkCalls calls,
      Runner runner,
      Ends ends) {
    this.executions = executions;
    this.history = history;
    this.timeline = timeline;
    this.ids = ids;
    this.calls = calls;
    this.runner = runner;
    this.ends = ends;
  }

  /** Starts an execution; one with the same name and input that runs is not started again. */
  KeptExecution start(KeptStateMachine machine, String wanted, String input) {
    forgetOld();
    var name = Optional.ofNullable(wanted).orElseGet(ids::uuid);
    if (!StateMachines.isName(name)) {
      throw Refusals.name(name);
    }
    checkInput(input);
    var arn = arn(machine, name);
    var there = executions.get(arn);
    if (there.isPresent()) {
      return there
          .filter(e -> e.isRunning() && e.told().input().equals(input))
          .orElseThrow(() -> Refusals.executionExists(arn));
    }
    var begun = executions.put(arn, begun(machine, arn, name, input));
    ends.begun(begun);
    runner.begin(begun);
    return begun;
  }

  /** Starts an execution that nothing has started yet. */
  void startOnce(KeptStateMachine machine, String name, String input) {
    if (!executions.contains(arn(machine, name))) {
      var unused = start(machine, name, input);
    }
  }

  private static String arn(KeptStateMachine machine, String name) {
    return machine.arn().replaceFirst(":stateMachine:", ":execution:") + ":" + name;
  }

  private KeptExecution begun(KeptStateMachine machine, String arn, String name, String input) {
    var now = timeline.now();
    var definition = Definition.parse(machine.definition(), calls);
    return new KeptExecution(
        DescribeExecutionResponse.builder()
            .executionArn(arn)
            .stateMachineArn(machine.arn())
            .name(name)
            .status(ExecutionStatus.RUNNING)
            .startDate(now)
            .input(input)
            .redriveCount(0)
            .build(),
        machine.definition(),
        machine.roleArn(),
        definition.startAt(),
        input,
        now,
        now,
        false,
        Map.of(),
        definition.timeout().map(now::plus).orElse(Instant.MAX));
  }

  private static void checkInput(String input) {
    try {
      if (JSON.readTree(input).isMissingNode()) {
        throw Refusals.input("it is empty");
      }
    } catch (JsonProcessingException e) {
      throw Refusals.input(e.getOriginalMessage());
    }
  }

  private void forgetOld() {
    var oldest = timeline.now().minus(KEPT);
    executions.stream()
        .filter(e -> !e.isRunning() && e.told().stopDate().isBefore(oldest))
        .forEach(
            old -> {
              executions.remove(old.arn());
              history.remove(old.arn());
            });
  }

  /** The one that {@code arn} names. */
  KeptExecution get(String arn) {
    if (!arn.startsWith("arn:") || !arn.contains(":execution:")) {
      throw Refusals.arn(arn);
    }
    return executions.get(arn).orElseThrow(() -> Refusals.noExecution(arn));
  }

  /** Those of a state machine, the newest first. */
  List<KeptExecution> of(String machine) {
    return executions.stream()
        .filter(e -> e.told().stateMachineArn().equals(machine))
        .sorted(
            Comparator.comparing((KeptExecution e) -> e.told().startDate())
                .reversed()
                .thenComparing(KeptExecution::arn))
        .toList();
  }

  /** Ends one that runs; when it is over already, nothing changes. */
  Instant stop(String arn, String error, String cause) {
    var execution = get(arn);
    if (execution.isRunning()) {
      history.add(
          arn,
          HistoryEventType.EXECUTION_ABORTED,
          e -> e.executionAbortedEventDetails(d -> d.error(error).cause(cause)));
      ends.end(execution, ExecutionStatus.ABORTED, told -> told.error(error).cause(cause));
    }
    return get(arn).told().stopDate();
  }

  /** Ends all that run of a state machine that is taken away. */
  void stopAll(String machine) {
    for (var execution : of(machine)) {
      var unused = stop(execution.arn(), null, null);
    }
  }
}
