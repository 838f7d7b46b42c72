package com.shangwellness.region.cloudformation;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * Takes stacks from where they are to where they are to be, phase by phase. Where a stack is stands
 * in the store alone; going on from there is safe at any time, so a region that starts again goes
 * on with every stack that was under way.
 */
final class Deployments {

  private final Store store;
  private final Timeline timeline;
  private final Ids ids;
  private final Stacks stacks;
  private final ResourceCalls calls;
  private final Deploying deploying;
  private final Restoring restoring;
  private final Removing removing;

  Deployments(
      Store store,
      Timeline timeline,
      Ids ids,
      Stacks stacks,
      ResourceTypes types,
      Surroundings around,
      Designs designs) {
    this.store = store;
    this.timeline = timeline;
    this.ids = ids;
    this.stacks = stacks;
    var dynamic = new DynamicReferences(around.ssm(), around.secrets());
    this.calls = new ResourceCalls(store, timeline, ids, stacks, types, dynamic, this::advanceSoon);
    this.deploying = new Deploying(timeline, stacks, types, designs, calls, this);
    this.restoring = new Restoring(timeline, stacks, types, calls, this);
    this.removing = new Removing(timeline, stacks, types, calls, this);
  }

  /** Goes on with every stack that was under way when the region stopped. */
  void carryOn() {
    for (var stack : stacks.all().filter(StackRecord::busy).toList()) {
      var what = "carry on with the stack " + stack.name();
      timeline.post(what, () -> act(what, stack.id(), () -> carryOn(stack.id())));
    }
  }

  private void carryOn(String stackId) {
    stacks.resources(stackId).values().stream()
        .filter(ResourceRecord::inProgress)
        .forEach(calls::carryOn);
    advance(stackId);
  }

  /** Lets the stack go on once what is running is committed. */
  void advanceSoon(String stackId) {
    store.afterCommit(() -> act("go on with " + stackId, stackId, () -> advance(stackId)));
  }

  /** Has {@code step} made in an action of its own; one that throws must not hang its stack. */
  private void act(String what, String stackId, Runnable step) {
    var unused =
        timeline
            .call(
                what,
                () -> {
                  step.run();
                  return stackId;
                })
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    timeline.post(what + ": failed", () -> gaveUp(stackId, error));
                  }
                });
  }

  /** Ends what {@code stackId} was about, as far as it can be taken back. */
  private void gaveUp(String stackId, Throwable error) {
    var stack = stacks.byId(stackId).orElseThrow();
    var reason = Reasons.internal(stack.name(), error);
    switch (stack.status()) {
      case CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS -> deploying.turnBack(stack, reason + ". ");
      case ROLLBACK_IN_PROGRESS -> stacks.status(stack, StackStatus.ROLLBACK_FAILED, reason);
      case DELETE_IN_PROGRESS -> stacks.status(stack, StackStatus.DELETE_FAILED, reason);
      case UPDATE_ROLLBACK_IN_PROGRESS ->
          stacks.status(stack, StackStatus.UPDATE_ROLLBACK_FAILED, reason);
      case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ->
          removing.cleanedUp(stack, StackStatus.UPDATE_COMPLETE, reason);
      case UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
          removing.cleanedUp(stack, StackStatus.UPDATE_ROLLBACK_COMPLETE, reason);
      default -> {}
    }
  }

  private void advance(String stackId) {
    var stack = stacks.byId(stackId).orElseThrow();
    switch (stack.status()) {
      case CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS -> deploying.advance(stack);
      case UPDATE_ROLLBACK_IN_PROGRESS -> restoring.advance(stack);
      case ROLLBACK_IN_PROGRESS,
          DELETE_IN_PROGRESS,
          UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
          UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
          removing.advance(stack);
      default -> {}
    }
  }

  // ---- the beginnings of operations

  /** Begins to create or to update {@code stack}. */
  void deploy(StackRecord stack, StackRecord.Operation operation, boolean creates) {
    var status = creates ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS;
    var begun = stack.with(operation);
    if (!creates) {
      begun = begun.with(begun.stack().toBuilder().lastUpdatedTime(timeline.now()).build());
    }
    var unused = stacks.status(begun, status, Reasons.BY_USER);
    advanceSoon(stack.id());
  }

  /** Begins to delete {@code stack}; the resources {@code retained} are kept. */
  void delete(StackRecord stack, String token, Set<String> retained) {
    var begun =
        stacks.status(
            stack.with(operation(token)), StackStatus.DELETE_IN_PROGRESS, Reasons.BY_USER);
    for (var resource : stacks.resources(stack.id()).values()) {
      if (retained.contains(resource.logicalId())) {
        stacks.status(resource, ResourceStatus.DELETE_SKIPPED, "");
      } else if (!isGone(resource) && !isToBeTriedAgain(resource)) {
        stacks.put(resource.leaves(role(resource), begun.operation().id(), timeline.now()));
      }
    }
    advanceSoon(stack.id());
  }

  // It leaves already. Left with the operation in which it failed, it is tried again in this one.
  private static boolean isToBeTriedAgain(ResourceRecord resource) {
    return resource.status() == ResourceStatus.DELETE_FAILED;
  }

  private static ResourceRecord.Role role(ResourceRecord resource) {
    return resource.leaving() ? resource.role() : ResourceRecord.Role.LEAVING;
  }

  static boolean isGone(ResourceRecord resource) {
    return resource.status() == ResourceStatus.DELETE_COMPLETE
        || resource.status() == ResourceStatus.DELETE_SKIPPED;
  }

  /** Begins to take back what a failed creation has made, because of {@code reason}. */
  void rollBackCreation(StackRecord stack, String reason) {
    switch (stack.operation().onFailure()) {
      case DO_NOTHING -> stacks.status(stack, StackStatus.CREATE_FAILED, reason);
      case DELETE -> removeAll(stack, StackStatus.DELETE_IN_PROGRESS, reason);
      case ROLLBACK ->
          removeAll(
              stack, StackStatus.ROLLBACK_IN_PROGRESS, reason + "Rollback requested by user.");
    }
  }

  private void removeAll(StackRecord stack, StackStatus status, String reason) {
    var begun = stacks.status(stack.with(operation(stack.operation().token())), status, reason);
    for (var resource : stacks.live(stack.id())) {
      stacks.put(
          resource.leaves(ResourceRecord.Role.LEAVING, begun.operation().id(), timeline.now()));
    }
    advanceSoon(stack.id());
  }

  /** Begins to take back what a failed update has done, because of {@code reason}. */
  void rollBackUpdate(StackRecord stack, String reason) {
    if (stack.operation().onFailure() == StackRecord.OnFailure.DO_NOTHING) {
      restoring.stopHere(stack);
      stacks.status(stack, StackStatus.UPDATE_FAILED, reason);
      return;
    }
    var failed = stack.operation().id();
    var begun =
        stacks.status(
            stack.with(operation(stack.operation().token())),
            StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
            reason);
    restoring.begin(begun, failed);
    advanceSoon(stack.id());
  }

  /** Turns an update that is under way back, because its caller wants so. */
  void cancelUpdate(StackRecord stack) {
    deploying.cancel(stack);
    rollBackUpdate(stack, Reasons.BY_USER);
  }

  /** Goes on with a rollback that failed; the resources {@code skipped} are left as they are. */
  void continueRollback(StackRecord stack, String token, List<String> skipped) {
    var begun =
        stacks.status(
            stack.with(operation(token)), StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, Reasons.BY_USER);
    restoring.again(begun, Set.copyOf(skipped));
    advanceSoon(stack.id());
  }

  private StackRecord.Operation operation(String token) {
    return new StackRecord.Operation(
        ids.uuid(), token, "", List.of(), List.of(), StackRecord.OnFailure.ROLLBACK);
  }
}
