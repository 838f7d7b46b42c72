package com.shangwellness.region.stepfunctions;

import java.time.Instant;
import java.util.Map;

/**
 * A state machine.
 *
 * @param definition in the Amazon States Language
 * @param roleArn whom its tasks act for
 * @param revision changes with each update
 */
record KeptStateMachine(
    String arn,
    String name,
    String definition,
    String roleArn,
    Instant created,
    String revision,
    Map<String, String> tags) {

  KeptStateMachine updated(String newDefinition, String newRoleArn, String newRevision) {
    return new KeptStateMachine(arn, name, newDefinition, newRoleArn, created, newRevision, tags);
  }

  KeptStateMachine withTags(Map<String, String> changed) {
    return new KeptStateMachine(
        arn, name, definition, roleArn, created, revision, Map.copyOf(changed));
  }
}
