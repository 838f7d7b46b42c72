package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Clients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Brings one stack to what its template says. */
final class StackDeployer {
  private static final String REMOVE =
      "If nothing in it is needed: shang destroy --delete-data with the same --target, and deploy"
          + " again; a last snapshot is taken. If it is, see DEPLOYMENT.md.";

  private final Stacks stacks;
  private final ChangeSets changeSets;
  private final Delegation delegation;
  private final StackFollower follower;
  private final Clients clients;
  private final Waiting waiting;
  private final ReleaseGuard releases;
  private final Consent consent;
  private final Progress progress;

  StackDeployer(
      Clients clients, ReleaseGuard releases, Waiting waiting, Consent consent, Progress progress) {
    this.clients = clients;
    this.waiting = waiting;
    this.stacks = new Stacks(clients.cloudFormation());
    this.changeSets = new ChangeSets(clients.cloudFormation(), waiting);
    this.delegation = new Delegation(clients, progress);
    this.follower = new StackFollower(stacks, waiting, progress, delegation::on);
    this.releases = releases;
    this.consent = consent;
    this.progress = progress;
  }

  /**
   * Deploys {@code plan}; a stack that is right already is left alone.
   *
   * @throws Failure if the user declines, or CloudFormation fails; then the stack has been rolled
   *     back
   */
  Outcome deploy(StackPlan plan) {
    settle(plan.name());
    clearFailedCreation(plan.name());
    var creates = StackStatuses.isNew(stacks.status(plan.name()));
    if (!creates) {
      refuseDuringRelease();
      recordColours(plan);
    }
    // A colour that the stack has no parameter for yet is said, too, and not left to its default.
    var wanted = creates ? plan : plan.with(liveColours(plan));
    var change = changeSets.create(plan.name(), creates, request -> describe(wanted, request));
    if (change.isEmpty()) {
      progress.ends(plan.name(), Outcome.UNCHANGED.words());
      return Outcome.UNCHANGED;
    }
    progress.on(new Happening.Proposed(plan.name(), change.lines()));
    if (!consent.to("Deploy these changes to " + plan.name() + "?")) {
      changeSets.discard(plan.name(), change.id());
      throw Failure.declined("stack " + plan.name() + " was left as it is, and those after it");
    }
    if (!creates) {
      requireUnmoved(plan, wanted, change);
    }
    execute(change);
    protect(plan);
    var outcome = creates ? Outcome.CREATED : Outcome.UPDATED;
    progress.ends(plan.name(), outcome.words());
    return outcome;
  }

  /** A person takes a while to answer, and a release may have begun meanwhile. */
  private void requireUnmoved(StackPlan plan, StackPlan asked, ChangeSet change) {
    try {
      refuseDuringRelease();
      if (!asked.equals(plan.with(liveColours(plan)))) {
        throw Failure.failed(
            "a release has moved the traffic of " + plan.name() + " meanwhile; deploy again");
      }
    } catch (Failure e) {
      changeSets.discard(plan.name(), change.id());
      throw e;
    }
  }

  /**
   * What {@link #deploy} would change. Nothing is executed, and the change set is thrown away.
   *
   * @throws Failure if the stack is just being changed, or CloudFormation refuses the change
   */
  ChangeSet preview(StackPlan plan) {
    var status = stacks.status(plan.name());
    if (StackStatuses.isNew(status) || StackStatuses.isUnusable(status)) {
      return ChangeSet.creating(plan.name(), plan.template());
    }
    if (StackStatuses.isMoving(status)) {
      throw Failure.failed("stack " + plan.name() + " is " + status + "; ask again when it rests");
    }
    var wanted = plan.with(liveColours(plan));
    var change = changeSets.create(plan.name(), false, request -> describe(wanted, request));
    if (!change.isEmpty()) {
      changeSets.discard(plan.name(), change.id());
    }
    return change;
  }

  private Map<String, String> liveColours(StackPlan plan) {
    return new ListenerColours(plan.template(), clients.loadBalancing(), releases)
        .asTheyStand(stacks.resources(plan.name()));
  }

  /** Another deployment, or one that a crash cut off, is awaited first. */
  private void settle(String name) {
    var status = stacks.status(name);
    if (StackStatuses.isMoving(status)) {
      progress.remarks(name + " is " + status + "; waiting for it to rest");
      progress.on(new Happening.Begun(name, 0));
      stacks.eventsAfter(name, "").forEach(delegation::on);
      do {
        waiting.pause();
      } while (StackStatuses.isMoving(stacks.status(name)));
    }
  }

  private void clearFailedCreation(String name) {
    var found = stacks.find(name);
    var status = found.map(Stack::stackStatusAsString).orElse("");
    if (!StackStatuses.isUnusable(status)) {
      return;
    }
    progress.remarks(
        "stack "
            + name
            + " is "
            + status
            + ": "
            + StackStatuses.reason(status)
            + ", so CloudFormation can only delete it.");
    failuresOf(name).forEach(line -> progress.remarks("  " + line));
    // No general --yes covers this: it would be data that is deleted, not a failed attempt.
    if (HeldData.isIn(stacks.resources(name))) {
      throw Failure.failed(
          "stack " + name + " is " + status + " and holds data; it is not deleted. " + REMOVE);
    }
    if (!consent.to("Delete " + name + " and create it anew?")) {
      throw Failure.declined("stack " + name + " is still " + status);
    }
    delete(found.orElseThrow().stackId(), name);
  }

  private List<String> failuresOf(String name) {
    return stacks.eventsAfter(name, "").stream()
        .filter(event -> event.resourceStatusAsString().matches("(CREATE|DELETE)_FAILED"))
        .filter(event -> !event.logicalResourceId().equals(name))
        .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
        .toList();
  }

  private void delete(String stackId, String name) {
    progress.on(new Happening.Begun(name, 0));
    var last = stacks.latestEvent(stackId);
    clients.cloudFormation().deleteStack(r -> r.stackName(stackId));
    var end = follower.follow(name, stackId, last, 0);
    if (!end.isGood()) {
      throw failed(name, end);
    }
  }

  /** What a release has begun is not to be moved by a stack. */
  void refuseDuringRelease() {
    releases.refuseDuringRelease();
  }

  /** The first of two change sets: only the colours, so that the second moves no traffic. */
  private void recordColours(StackPlan plan) {
    var live = liveColours(plan);
    var known = stacks.parameters(plan.name());
    var moved = new TreeSet<String>();
    live.forEach(
        (parameter, colour) -> {
          if (known.containsKey(parameter) && !colour.equals(known.get(parameter))) {
            moved.add(parameter + " is " + colour + " since a release");
          }
        });
    if (moved.isEmpty()) {
      return;
    }
    moved.forEach(line -> progress.remarks(plan.name() + ": " + line));
    var change =
        changeSets.create(
            plan.name(),
            false,
            request -> {
              request.usePreviousTemplate(true);
              request.parameters(parameters(known.keySet(), known, live));
              plan.options(request);
            });
    if (!change.isEmpty()) {
      execute(change);
    }
  }

  private void describe(StackPlan plan, CreateChangeSetRequest.Builder request) {
    plan.source().accept(request);
    var known = stacks.parameters(plan.name());
    var wanted = new ArrayList<String>();
    plan.template().path("Parameters").fieldNames().forEachRemaining(wanted::add);
    request.parameters(parameters(wanted, known, plan.parameters()));
    plan.options(request);
  }

  /** Given values first, then what the stack has; anything else keeps the template's default. */
  private static List<Parameter> parameters(
      Collection<String> wanted, Map<String, String> known, Map<String, String> given) {
    var parameters = new ArrayList<Parameter>();
    for (var name : wanted) {
      if (given.containsKey(name)) {
        parameters.add(
            Parameter.builder().parameterKey(name).parameterValue(given.get(name)).build());
      } else if (known.containsKey(name)) {
        parameters.add(Parameter.builder().parameterKey(name).usePreviousValue(true).build());
      }
    }
    return parameters;
  }

  private void execute(ChangeSet change) {
    var stackId = stacks.find(change.stack()).orElseThrow().stackId();
    var last = stacks.latestEvent(stackId);
    progress.on(new Happening.Begun(change.stack(), change.changes().size()));
    changeSets.execute(change);
    var end = follower.follow(change.stack(), stackId, last, change.changes().size());
    if (!end.isGood()) {
      throw failed(change.stack(), end);
    }
  }

  private Failure failed(String name, StackFollower.End end) {
    progress.fails(name, end.status());
    var reasons = new StringBuilder("stack " + name + " ended as " + end.status());
    end.failures().forEach(reason -> reasons.append("\n  ").append(reason));
    if (StackStatuses.leavesRemains(end.status())) {
      reasons.append("\nWhat could not be deleted, or is protected from it, stands there still. ");
      reasons.append(REMOVE);
    }
    return Failure.failed(reasons.toString());
  }

  private void protect(StackPlan plan) {
    if (plan.protect()) {
      clients
          .cloudFormation()
          .updateTerminationProtection(
              r -> r.stackName(plan.name()).enableTerminationProtection(true));
    }
  }
}
