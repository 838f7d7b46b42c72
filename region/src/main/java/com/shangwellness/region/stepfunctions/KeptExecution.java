package com.shangwellness.region.stepfunctions;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * An execution, with the definition and the role that its state machine had when it began: an
 * update is for executions that begin later (API reference, UpdateStateMachine).
 *
 * @param told as DescribeExecution gives it
 * @param state the state that it is in
 * @param data that state's data, as JSON
 * @param entered when it came there
 * @param due when it goes on
 * @param waited whether a wait is over then
 * @param tried how often the state was tried again, by its retrier's place
 * @param deadline when it times out; {@link Instant#MAX} for never
 */
record KeptExecution(
    DescribeExecutionResponse told,
    String definition,
    String roleArn,
    String state,
    String data,
    Instant entered,
    Instant due,
    boolean waited,
    Map<String, Integer> tried,
    Instant deadline) {

  String arn() {
    return told.executionArn();
  }

  boolean isRunning() {
    return told.status() == ExecutionStatus.RUNNING;
  }

  KeptExecution with(DescribeExecutionResponse changed) {
    return new KeptExecution(
        changed, definition, roleArn, state, data, entered, due, waited, tried, deadline);
  }

  /** The same, come to another state. */
  KeptExecution in(String nextState, String nextData, Instant now) {
    return new KeptExecution(
        told, definition, roleArn, nextState, nextData, now, now, false, Map.of(), deadline);
  }

  /** The same, in a wait that is over at {@code time}. */
  KeptExecution waitingUntil(Instant time) {
    return new KeptExecution(
        told, definition, roleArn, state, data, entered, time, true, tried, deadline);
  }

  /** The same, to be tried again at {@code time} because of the retrier at {@code place}. */
  KeptExecution again(int place, Instant time) {
    var counted = new HashMap<>(tried);
    counted.merge(String.valueOf(place), 1, Integer::sum);
    return new KeptExecution(
        told,
        definition,
        roleArn,
        state,
        data,
        entered,
        time,
        waited,
        Map.copyOf(counted),
        deadline);
  }

  /** How often it was tried again because of the retrier at {@code place}. */
  int triedBy(int place) {
    return tried.getOrDefault(String.valueOf(place), 0);
  }
}
