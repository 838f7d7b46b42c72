package com.shangwellness.region.ecs;

/** Why a task cannot be started, as its stopped reason says it. */
final class TaskFailure extends Exception {

  TaskFailure(String reason) {
    super(reason);
  }
}
