package com.shangwellness.region.cloudformation;

import com.shangwellness.region.cloudformation.ResourceRecord.Role;
import com.shangwellness.region.timeline.Timeline;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * The phase in which a failed update is taken back: every resource that it has changed becomes what
 * it was. What is new is deleted in the phase after it.
 */
final class Restoring {

  // Marks a resource whose turn has not come.
  private static final String WAITING = "|waiting";

  private final Timeline timeline;
  private final Stacks stacks;
  private final ResourceTypes types;
  private final ResourceCalls calls;
  private final Deployments deployments;

  Restoring(
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

  /** Decides what becomes of each resource that the operation {@code failed} has dealt with. */
  void begin(StackRecord stack, String failed) {
    var operation = stack.operation().id();
    for (var resource : stacks.live(stack.id())) {
      if (resource.operation().equals(failed)) {
        begin(resource, operation);
      }
    }
  }

  private void begin(ResourceRecord resource, String operation) {
    if (!resource.before().exists()) {
      stacks.put(resource.leaves(Role.LEAVING, operation, timeline.now()));
    } else if (resource.replaced()) {
      if (resource.now().exists()) {
        stacks.put(resource.leaves(Role.PREDECESSOR, operation, timeline.now()));
      }
      isAgain(resource, operation);
    } else if (resource.called()) {
      // It may have been changed: it is changed back when its turn comes.
      stacks.put(
          resource.begins(
              operation + WAITING,
              resource.before(),
              resource.now(),
              timeline.now().plus(patience(resource))));
    } else {
      isAgain(resource, operation);
    }
  }

  /** Nothing has happened to what {@code resource} was: it is that again. */
  private void isAgain(ResourceRecord resource, String operation) {
    var same =
        resource.begins(operation, resource.before(), resource.before(), resource.deadline());
    if (resource.failed() || resource.replaced()) {
      stacks.status(same, ResourceStatus.UPDATE_COMPLETE, "");
    } else {
      stacks.put(same);
    }
  }

  /** Leaves everything as the failed update left it: what was not changed is what it was. */
  void stopHere(StackRecord stack) {
    for (var resource : stacks.live(stack.id())) {
      if (resource.operation().equals(stack.operation().id())
          && resource.before().exists()
          && !resource.called()) {
        stacks.put(resource.now(resource.before()));
      }
    }
  }

  /** Tries again what a failed rollback could not take back, but for {@code skipped}. */
  void again(StackRecord stack, Set<String> skipped) {
    var operation = stack.operation().id();
    for (var resource : stacks.live(stack.id())) {
      if (skipped.contains(resource.logicalId())) {
        stacks.status(
            resource.begins(operation, resource.now(), resource.now(), resource.deadline()),
            ResourceStatus.UPDATE_COMPLETE,
            "");
      } else if (resource.status() == ResourceStatus.UPDATE_FAILED) {
        stacks.put(
            resource.begins(
                operation + WAITING,
                resource.now(),
                resource.before(),
                timeline.now().plus(patience(resource))));
      } else if (resource.operation().endsWith(WAITING)) {
        stacks.put(
            resource.begins(
                operation + WAITING, resource.now(), resource.before(), resource.deadline()));
      }
    }
  }

  private java.time.Duration patience(ResourceRecord resource) {
    return types.find(resource.type()).orElseThrow().patience();
  }

  /** Starts whatever can be started; ends the phase when nothing is left, or something failed. */
  void advance(StackRecord stack) {
    var operation = stack.operation().id();
    var waiting =
        stacks.live(stack.id()).stream()
            .filter(r -> r.operation().equals(operation + WAITING))
            .toList();
    var names =
        waiting.stream()
            .map(ResourceRecord::logicalId)
            .collect(java.util.stream.Collectors.toSet());
    stacks.live(stack.id()).stream()
        .filter(ResourceRecord::inProgress)
        .forEach(r -> names.add(r.logicalId()));
    for (var resource : waiting) {
      if (resource.now().needs().stream().noneMatch(names::contains)) {
        var begun =
            resource.begins(operation, resource.now(), resource.before(), resource.deadline());
        calls.begin(stacks.status(begun, ResourceStatus.UPDATE_IN_PROGRESS, ""));
      }
    }
    if (stacks.live(stack.id()).stream().noneMatch(ResourceRecord::inProgress)) {
      ends(stack);
    }
  }

  private void ends(StackRecord stack) {
    var failed =
        stacks.live(stack.id()).stream()
            .filter(r -> !r.leaving() && r.failed())
            .map(ResourceRecord::logicalId)
            .toList();
    if (failed.isEmpty()) {
      stacks.status(stack, StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, "");
      deployments.advanceSoon(stack.id());
    } else {
      stacks.status(stack, StackStatus.UPDATE_ROLLBACK_FAILED, Reasons.failed("update", failed));
    }
  }
}
