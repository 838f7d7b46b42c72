package com.shangwellness.region.cloudformation;

import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * The phase in which resources that are to leave are deleted, each as soon as nothing that leaves
 * needs it any more.
 */
final class Removing {

  private final Timeline timeline;
  private final Stacks stacks;
  private final ResourceTypes types;
  private final ResourceCalls calls;
  private final Deployments deployments;

  Removing(
      Timeline timeline,
      Stacks stacks,
      ResourceTypes types,
      ResourceCalls calls,
      Deployments deployments) {
    this.timeline = timeline;
    this.stacks = stacks;
    this.types = types;
    this.calls = calls;
    this.deployments = deployments;
  }

  /** Starts whatever can be started; ends the phase when nothing is left that can be. */
  void advance(StackRecord stack) {
    if (stack.status() == StackStatus.DELETE_IN_PROGRESS && isInUse(stack)) {
      return;
    }
    boolean started = false;
    for (var resource : left(stack)) {
      boolean failed = resource.status() == ResourceStatus.DELETE_FAILED && isOurs(stack, resource);
      if (!failed && !resource.inProgressOfDeletion() && isFree(stack, resource)) {
        start(stack, resource);
        started = true;
      }
    }
    var left = left(stack);
    if (left.stream().anyMatch(ResourceRecord::inProgressOfDeletion)) {
      return;
    }
    if (started) {
      deployments.advanceSoon(stack.id());
    } else {
      ends(stack, left);
    }
  }

  /** Whether it got where it is in the stack's present operation, not in an earlier one. */
  private static boolean isOurs(StackRecord stack, ResourceRecord resource) {
    return resource.operation().equals(stack.operation().id());
  }

  private List<ResourceRecord> left(StackRecord stack) {
    return stacks.resources(stack.id()).values().stream()
        .filter(r -> r.leaving() && !Deployments.isGone(r))
        .toList();
  }

  /** Whether nothing that is left needs {@code resource}. */
  private boolean isFree(StackRecord stack, ResourceRecord resource) {
    return left(stack).stream()
        .noneMatch(
            other ->
                !other.logicalId().equals(resource.logicalId())
                    && other.now().needs().contains(resource.logicalId()));
  }

  private void start(StackRecord stack, ResourceRecord resource) {
    boolean creationFailed =
        stack.status() == StackStatus.ROLLBACK_IN_PROGRESS
            || stack.status() == StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS;
    if (!resource.now().exists()) {
      stacks.status(resource, ResourceStatus.DELETE_COMPLETE, "");
    } else if (Policies.retained(resource, creationFailed)) {
      stacks.status(resource, ResourceStatus.DELETE_SKIPPED, "");
    } else {
      var patience = types.find(resource.type()).orElseThrow().patience();
      var leaving =
          resource.leaves(resource.role(), stack.operation().id(), timeline.now().plus(patience));
      calls.begin(stacks.status(leaving, ResourceStatus.DELETE_IN_PROGRESS, ""));
    }
  }

  /** Whether others import what the stack exports: then it stays. */
  private boolean isInUse(StackRecord stack) {
    for (Output output : stack.stack().outputs()) {
      var users =
          output.exportName() == null
              ? List.<StackRecord>of()
              : stacks.importers(output.exportName());
      if (!users.isEmpty()) {
        stacks.status(
            stack,
            StackStatus.DELETE_FAILED,
            "Export "
                + output.exportName()
                + " cannot be deleted as it is in use by "
                + users.stream().map(StackRecord::name).collect(Collectors.joining(" and ")));
        return true;
      }
    }
    return false;
  }

  private void ends(StackRecord stack, List<ResourceRecord> left) {
    var failed =
        left.stream()
            .filter(r -> r.status() == ResourceStatus.DELETE_FAILED)
            .map(ResourceRecord::logicalId)
            .toList();
    var reason = failed.isEmpty() ? "" : Reasons.failed("delete", failed);
    switch (stack.status()) {
      case DELETE_IN_PROGRESS -> {
        if (failed.isEmpty()) {
          stacks.status(
              stack.with(stack.stack().toBuilder().deletionTime(timeline.now()).build()),
              StackStatus.DELETE_COMPLETE,
              "");
        } else {
          stacks.status(stack, StackStatus.DELETE_FAILED, reason);
        }
      }
      case ROLLBACK_IN_PROGRESS ->
          stacks.status(
              stack,
              failed.isEmpty() ? StackStatus.ROLLBACK_COMPLETE : StackStatus.ROLLBACK_FAILED,
              reason);
      case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ->
          cleanedUp(stack, StackStatus.UPDATE_COMPLETE, reason);
      default -> cleanedUp(stack, StackStatus.UPDATE_ROLLBACK_COMPLETE, reason);
    }
  }

  /**
   * Ends the cleaning up. What could not be deleted is no longer the stack's: CloudFormation
   * forgets it, too.
   */
  void cleanedUp(StackRecord stack, StackStatus status, String reason) {
    stacks.resources(stack.id()).values().stream()
        .filter(ResourceRecord::leaving)
        .forEach(stacks::remove);
    stacks.status(stack, status, reason);
  }
}
