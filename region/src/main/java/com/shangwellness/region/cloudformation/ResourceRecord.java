package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/**
 * A resource of a stack, as it is kept.
 *
 * @param stackId the stack
 * @param logicalId its name in the template
 * @param type its type
 * @param status how far it is
 * @param reason why, where there is more to say
 * @param updated when the status changed
 * @param operation the operation that dealt with it last
 * @param called whether the call that the status speaks of has been made
 * @param role whether it stays
 * @param deadline when the stack loses its patience with it
 * @param now what it is, or is becoming
 * @param before what it was before the operation; {@link State#NONE} when it was not
 */
record ResourceRecord(
    String stackId,
    String logicalId,
    String type,
    ResourceStatus status,
    String reason,
    Instant updated,
    String operation,
    boolean called,
    Role role,
    Instant deadline,
    State now,
    State before) {

  /** Whether a resource stays in its stack. */
  enum Role {
    /** It stays. */
    LIVE,
    /** It is to be deleted. */
    LEAVING,
    /** It is to be deleted, and another has taken its place. */
    PREDECESSOR
  }

  /**
   * What a resource is.
   *
   * @param id its physical id; empty before it is created
   * @param name the name that was generated for it; empty when the template names it
   * @param properties its properties, dynamic references unresolved
   * @param attributes what Fn::GetAtt gives
   * @param needs the resources that it needs
   * @param policy what happens to it when it leaves the stack; empty for the usual
   * @param replacePolicy what happens to it when another takes its place; empty for the usual
   */
  record State(
      String id,
      String name,
      ObjectNode properties,
      ObjectNode attributes,
      List<String> needs,
      String policy,
      String replacePolicy) {

    static final State NONE =
        new State("", "", Values.NODES.objectNode(), Values.NODES.objectNode(), List.of(), "", "");

    boolean exists() {
      return !id.isEmpty();
    }

    State created(String newId, ObjectNode newAttributes) {
      return new State(newId, name, properties, newAttributes, needs, policy, replacePolicy);
    }
  }

  boolean leaving() {
    return role != Role.LIVE;
  }

  boolean inProgress() {
    return status.toString().endsWith("_IN_PROGRESS");
  }

  boolean inProgressOfDeletion() {
    return status == ResourceStatus.DELETE_IN_PROGRESS;
  }

  boolean failed() {
    return status.toString().endsWith("_FAILED");
  }

  /** Whether it has got where {@code anOperation} wants it. */
  boolean settledBy(String anOperation) {
    return operation.equals(anOperation) && !inProgress() && !failed();
  }

  /** Whether it was there before the operation and another has taken its place. */
  boolean replaced() {
    return before.exists() && !before.id().equals(now.id());
  }

  ResourceRecord status(ResourceStatus other, String why, Instant when) {
    return new ResourceRecord(
        stackId, logicalId, type, other, why, when, operation, called, role, deadline, now, before);
  }

  ResourceRecord calledBy(boolean made) {
    return new ResourceRecord(
        stackId, logicalId, type, status, reason, updated, operation, made, role, deadline, now,
        before);
  }

  ResourceRecord now(State other) {
    return new ResourceRecord(
        stackId, logicalId, type, status, reason, updated, operation, called, role, deadline, other,
        before);
  }

  /** The same under {@code other}, becoming {@code next} from {@code last}. */
  ResourceRecord begins(String other, State next, State last, Instant newDeadline) {
    return new ResourceRecord(
        stackId,
        logicalId,
        type,
        status,
        reason,
        updated,
        other,
        false,
        Role.LIVE,
        newDeadline,
        next,
        last);
  }

  /** The same, which is to be deleted. */
  ResourceRecord leaves(Role newRole, String other, Instant newDeadline) {
    return new ResourceRecord(
        stackId,
        logicalId,
        type,
        status,
        reason,
        updated,
        other,
        false,
        newRole,
        newDeadline,
        now,
        before);
  }
}
