package com.shangwellness.region.stepfunctions;

import static software.amazon.awssdk.services.sfn.model.HistoryEventType.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.stepfunctions.State.Until;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Carries executions from state to state, each state in an action of its own. */
final class Runner {

  private static final Logger LOG = System.getLogger(Runner.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  /** Quotas, "Maximum input or output size for a task, state, or execution". */
  private static final int MOST_DATA = 256 * 1024;

  /** As many as a state has at most, the end of the execution included. */
  private static final int EVENTS_OF_A_STATE = 6;

  private final Table<KeptExecution> executions;
  private final History history;
  private final Place place;
  private final Timeline timeline;
  private final SdkCalls calls;
  private final ActingRole acting;
  private final Ends ends;

  /** Carries on with those that are under way. */
  Runner(
      Table<KeptExecution> executions,
      History history,
      Place place,
      Timeline timeline,
      SdkCalls calls,
      ActingRole acting,
      Ends ends) {
    this.executions = executions;
    this.history = history;
    this.place = place;
    this.timeline = timeline;
    this.calls = calls;
    this.acting = acting;
    this.ends = ends;
    executions.stream().filter(KeptExecution::isRunning).forEach(this::arm);
  }

  /** Begins an execution, which is in no state yet. */
  void begin(KeptExecution execution) {
    history.add(
        execution.arn(),
        EXECUTION_STARTED,
        e ->
            e.executionStartedEventDetails(
                d -> d.input(execution.told().input()).roleArn(execution.roleArn())));
    var definition = definition(execution);
    enter(execution, definition, definition.startAt(), execution.told().input());
  }

  private Definition definition(KeptExecution execution) {
    return Definition.parse(execution.definition(), calls);
  }

  private void enter(KeptExecution execution, Definition definition, String name, String data) {
    history.add(
        execution.arn(),
        entered(definition.state(name)),
        e -> e.stateEnteredEventDetails(d -> d.name(name).input(data)));
    arm(executions.put(execution.arn(), execution.in(name, data, timeline.now())));
  }

  private void arm(KeptExecution execution) {
    var due =
        execution.due().isBefore(execution.deadline()) ? execution.due() : execution.deadline();
    timeline.at(
        due,
        "states: " + execution.told().name() + " in " + execution.state(),
        () -> goOnWith(execution));
  }

  // What a call did before it broke is undone with the action. The execution is not to hang.
  private void goOnWith(KeptExecution armed) {
    var unused =
        timeline
            .call(
                "states: " + armed.told().name() + " runs " + armed.state(),
                () -> {
                  executions.get(armed.arn()).filter(armed::equals).ifPresent(this::goOn);
                  return armed;
                })
            .whenComplete(
                (done, broken) -> {
                  if (broken != null) {
                    LOG.log(Level.ERROR, "states: " + armed.arn() + " broke", broken);
                    timeline.post("states: " + armed.told().name() + " broke", () -> broke(armed));
                  }
                });
  }

  private void broke(KeptExecution armed) {
    executions
        .get(armed.arn())
        .filter(armed::equals)
        .ifPresent(
            execution ->
                fail(
                    execution,
                    StateError.runtime(
                        "The state "
                            + execution.state()
                            + " met an internal error of this region; its log has it")));
  }

  private void goOn(KeptExecution execution) {
    if (!timeline.now().isBefore(execution.deadline())) {
      history.add(execution.arn(), EXECUTION_TIMED_OUT, e -> {});
      ends.end(execution, ExecutionStatus.TIMED_OUT, t -> {});
      return;
    }
    if (history.size(execution.arn()) > History.MOST - EVENTS_OF_A_STATE) {
      fail(
          execution,
          StateError.runtime(
              "The execution reached the maximum number of history events ("
                  + History.MOST
                  + ")."));
      return;
    }
    var definition = definition(execution);
    try {
      run(execution, definition, definition.state(execution.state()));
    } catch (StateError e) {
      fail(execution, e);
    }
  }

  private void run(KeptExecution execution, Definition definition, State state) {
    var data = new Data(parsed(execution.data()), context(execution));
    switch (state) {
      case State.Task task -> new Attempt(execution, definition, task, data).make();
      case State.Choice choice -> {
        var effective = data.with(choice.flow().effective(data));
        var next =
            choice.rules().stream()
                .filter(rule -> rule.condition().isMet(effective))
                .findFirst()
                .map(State.Choice.Rule::next)
                .or(choice::otherwise);
        leave(
            execution,
            definition,
            state,
            choice.flow().after(data, effective.value()),
            Optional.of(next.orElseThrow(Runner::noChoice)));
      }
      case State.Wait wait -> wait(execution, definition, wait, data);
      case State.Pass pass -> {
        var effective = pass.flow().effective(data);
        leave(
            execution,
            definition,
            state,
            pass.flow().after(data, pass.result().orElse(effective)),
            pass.next());
      }
      case State.Succeed succeed ->
          leave(
              execution,
              definition,
              state,
              succeed.flow().after(data, succeed.flow().effective(data)),
              Optional.empty());
      case State.Fail fail -> fail(execution, fail.error().orElse(null), fail.cause().orElse(null));
    }
  }

  private static StateError noChoice() {
    return new StateError(
        "States.NoChoiceMatched",
        "Failed to transition out of the state. No choice rule matched and there is no default"
            + " state.");
  }

  private void wait(KeptExecution execution, Definition definition, State.Wait wait, Data data) {
    if (execution.waited()) {
      leave(
          execution,
          definition,
          wait,
          wait.flow().after(data, wait.flow().effective(data)),
          wait.next());
      return;
    }
    var until = until(wait.until(), data.with(wait.flow().effective(data)));
    arm(executions.put(execution.arn(), execution.waitingUntil(until)));
  }

  private Instant until(Until until, Data data) {
    return switch (until) {
      case Until.Passed passed -> timeline.now().plus(passed.duration());
      case Until.At at -> at.time();
      case Until.SecondsAt seconds -> {
        var value = seconds.path().get(data);
        if (!value.isIntegralNumber() || value.asLong() < 0) {
          throw StateError.runtime(
              "The SecondsPath parameter does not reference a positive integer: " + value);
        }
        yield timeline.now().plusSeconds(value.asLong());
      }
      case Until.TimestampAt timestamp -> {
        var value = timestamp.path().get(data);
        try {
          yield Instant.parse(value.asText());
        } catch (DateTimeException e) {
          throw StateError.runtime(
              "The TimestampPath parameter does not reference a valid ISO-8601 extended offset"
                  + " date-time format string: "
                  + value);
        }
      }
    };
  }

  private void leave(
      KeptExecution execution,
      Definition definition,
      State state,
      JsonNode output,
      Optional<String> next) {
    var text = text(output);
    history.add(
        execution.arn(),
        exited(state),
        e -> e.stateExitedEventDetails(d -> d.name(execution.state()).output(text)));
    if (next.isPresent()) {
      enter(execution, definition, next.orElseThrow(), text);
      return;
    }
    history.add(
        execution.arn(),
        EXECUTION_SUCCEEDED,
        e -> e.executionSucceededEventDetails(d -> d.output(text)));
    ends.end(execution, ExecutionStatus.SUCCEEDED, t -> t.output(text));
  }

  private static String text(JsonNode data) {
    var text = data.toString();
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_DATA) {
      throw new StateError(
          "States.DataLimitExceeded",
          "A state returned a result with a size exceeding the maximum number of bytes service"
              + " limit.");
    }
    return text;
  }

  private void fail(KeptExecution execution, StateError error) {
    fail(execution, error.error(), error.getMessage());
  }

  private void fail(KeptExecution execution, String error, String cause) {
    history.add(
        execution.arn(),
        EXECUTION_FAILED,
        e -> e.executionFailedEventDetails(d -> d.error(error).cause(cause)));
    ends.end(execution, ExecutionStatus.FAILED, t -> t.error(error).cause(cause));
  }

  private static JsonNode parsed(String data) {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an execution's data are no JSON: " + data, e);
    }
  }

  // Step Functions guide, "Accessing execution data from the Context object".
  private static JsonNode context(KeptExecution execution) {
    var told = execution.told();
    var context = JSON.createObjectNode();
    context
        .putObject("Execution")
        .put("Id", told.executionArn())
        .put("Name", told.name())
        .put("RoleArn", execution.roleArn())
        .put("StartTime", told.startDate().toString())
        .set("Input", parsed(told.input()));
    context
        .putObject("State")
        .put("Name", execution.state())
        .put("EnteredTime", execution.entered().toString())
        .put("RetryCount", execution.tried().values().stream().mapToInt(i -> i).sum());
    context
        .putObject("StateMachine")
        .put("Id", told.stateMachineArn())
        .put("Name", told.stateMachineArn().substring(told.stateMachineArn().lastIndexOf(':') + 1));
    return context;
  }

  private static HistoryEventType entered(State state) {
    return switch (state) {
      case State.Task _ -> TASK_STATE_ENTERED;
      case State.Choice _ -> CHOICE_STATE_ENTERED;
      case State.Wait _ -> WAIT_STATE_ENTERED;
      case State.Pass _ -> PASS_STATE_ENTERED;
      case State.Succeed _ -> SUCCEED_STATE_ENTERED;
      case State.Fail _ -> FAIL_STATE_ENTERED;
    };
  }

  private static HistoryEventType exited(State state) {
    return switch (state) {
      case State.Task _ -> TASK_STATE_EXITED;
      case State.Choice _ -> CHOICE_STATE_EXITED;
      case State.Wait _ -> WAIT_STATE_EXITED;
      case State.Pass _ -> PASS_STATE_EXITED;
      case State.Succeed _ -> SUCCEED_STATE_EXITED;
      case State.Fail _ -> throw new IllegalArgumentException("nothing leaves a Fail");
    };
  }

  /** One try of a task. */
  private final class Attempt {

    private final KeptExecution execution;
    private final Definition definition;
    private final State.Task task;
    private final Data data;

    Attempt(KeptExecution execution, Definition definition, State.Task task, Data data) {
      this.execution = execution;
      this.definition = definition;
      this.task = task;
      this.data = data;
    }

    void make() {
      try {
        var answer = call(task.flow().effective(data));
        var output = task.flow().after(data, answer);
        leave(execution, definition, task, output, task.next());
      } catch (StateError e) {
        recover(e);
      }
    }

    private JsonNode call(JsonNode parameters) {
      var type = "aws-sdk:" + task.service();
      history.add(
          execution.arn(),
          TASK_SCHEDULED,
          e ->
              e.taskScheduledEventDetails(
                  d ->
                      d.resourceType(type)
                          .resource(task.operation())
                          .region(place.region())
                          .parameters(parameters.toString())));
      history.add(
          execution.arn(),
          TASK_STARTED,
          e -> e.taskStartedEventDetails(d -> d.resourceType(type).resource(task.operation())));
      try {
        var answer = answer(parameters);
        var text = text(answer);
        history.add(
            execution.arn(),
            TASK_SUCCEEDED,
            e ->
                e.taskSucceededEventDetails(
                    d -> d.resourceType(type).resource(task.operation()).output(text)));
        return answer;
      } catch (StateError error) {
        history.add(
            execution.arn(),
            TASK_FAILED,
            e ->
                e.taskFailedEventDetails(
                    d ->
                        d.resourceType(type)
                            .resource(task.operation())
                            .error(error.error())
                            .cause(error.getMessage())));
        throw error;
      }
    }

    private JsonNode answer(JsonNode parameters) {
      if (!(parameters instanceof ObjectNode object)) {
        throw StateError.runtime("The parameters of a call are an object, not " + parameters);
      }
      try {
        return acting.as(
            execution.roleArn(),
            execution.told().name(),
            () -> calls.call(task.service(), task.operation(), object));
      } catch (IllegalArgumentException e) {
        throw StateError.runtime(
            "The Parameters '"
                + parameters
                + "' could not be used to start the Task: ["
                + e.getMessage()
                + "]");
      } catch (AwsServiceException e) {
        var service = calls.find(task.service(), task.operation()).orElseThrow();
        throw new StateError(
            service + "." + e.getClass().getSimpleName(),
            "%s (Service: %s, Status Code: %d, Request ID: %s)"
                .formatted(
                    AwsErrors.message(e), service, AwsErrors.status(e), execution.told().name()));
      }
    }

    private void recover(StateError error) {
      for (int i = 0; i < task.retriers().size(); i++) {
        var retrier = task.retriers().get(i);
        if (error.isOneOf(retrier.errors())) {
          if (execution.triedBy(i) < retrier.most()) {
            retry(i, retrier.wait(execution.triedBy(i)));
            return;
          }
          break;
        }
      }
      var catcher = task.catchers().stream().filter(c -> error.isOneOf(c.errors())).findFirst();
      if (catcher.isEmpty()) {
        throw error;
      }
      var output =
          data.with(
              catcher.orElseThrow().result(),
              JSON.createObjectNode().put("Error", error.error()).put("Cause", error.getMessage()));
      leave(execution, definition, task, output.value(), Optional.of(catcher.orElseThrow().next()));
    }

    private void retry(int retrier, Duration wait) {
      arm(executions.put(execution.arn(), execution.again(retrier, timeline.now().plus(wait))));
    }
  }
}
