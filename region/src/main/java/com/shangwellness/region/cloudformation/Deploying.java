package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.ResourceRecord.Role;
import com.shangwellness.region.cloudformation.ResourceRecord.State;
import com.shangwellness.region.cloudformation.Template.Definition;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * The phase in which a stack becomes what its template says: each resource as soon as those that it
 * needs are there, independent ones side by side.
 */
final class Deploying {

  private final Timeline timeline;
  private final Stacks stacks;
  private final ResourceTypes types;
  private final Designs designs;
  private final ResourceCalls calls;
  private final Deployments deployments;

  Deploying(
      Timeline timeline,
      Stacks stacks,
      ResourceTypes types,
      Designs designs,
      ResourceCalls calls,
      Deployments deployments) {
    this.timeline = timeline;
    this.stacks = stacks;
    this.types = types;
    this.designs = designs;
    this.calls = calls;
    this.deployments = deployments;
  }

  /** Starts whatever can be started; ends the phase when nothing is left, or something failed. */
  void advance(StackRecord stack) {
    if (turnsBack(stack)) {
      return;
    }
    var design = designs.underWay(stack, stack.operation());
    var wanted = design.resources();
    boolean left = false;
    for (var definition : wanted.values()) {
      var needs = design.needs(definition, wanted.keySet());
      if (settled(stack, definition.name())) {
        continue;
      }
      left = true;
      if (needs.stream().allMatch(name -> settled(stack, name)) && !underWay(stack, definition)) {
        start(stack, design, definition, needs);
      }
    }
    if (!left) {
      ends(stack, design, wanted.keySet());
    } else if (!turnsBack(stack)
        && stacks.live(stack.id()).stream().noneMatch(ResourceRecord::inProgress)) {
      // What was started needed no call at all.
      deployments.advanceSoon(stack.id());
    }
  }

  private boolean settled(StackRecord stack, String name) {
    return stacks
        .resource(stack.id(), name)
        .filter(r -> r.settledBy(stack.operation().id()))
        .isPresent();
  }

  private boolean underWay(StackRecord stack, Definition definition) {
    return stacks
        .resource(stack.id(), definition.name())
        .filter(r -> r.operation().equals(stack.operation().id()))
        .isPresent();
  }

  // ---- one resource

  private void start(StackRecord stack, Design design, Definition definition, List<String> needs) {
    var last = stacks.resource(stack.id(), definition.name());
    var before = last.map(ResourceRecord::now).orElse(State.NONE);
    try {
      var properties = design.properties(definition);
      design.check(definition, properties);
      begin(stack, definition, before, target(definition, before, properties, needs));
    } catch (AwsServiceException e) {
      fails(stack, definition, before, AwsErrors.message(e));
    } catch (RuntimeException e) {
      fails(stack, definition, before, Reasons.internal(definition.name(), e));
    }
  }

  private static State target(
      Definition definition, State before, ObjectNode properties, List<String> needs) {
    return new State(
        before.id(),
        before.name(),
        properties,
        before.attributes(),
        needs,
        definition.deletionPolicy(),
        definition.replacePolicy());
  }

  private void begin(StackRecord stack, Definition definition, State before, State target) {
    var type = types.find(definition.type()).orElseThrow();
    if (!before.exists()) {
      create(stack, type, record(stack, definition, State.NONE), target);
      return;
    }
    var schema = designs.schemas().find(definition.type());
    var difference =
        Difference.between(
            type, schema, before, target.properties(), designs.isReordered(stack, definition));
    var resource = record(stack, definition, before);
    if (difference.nothing()) {
      stacks.put(resource.now(target));
    } else if (difference.replaces()) {
      refuseSameName(type, before, target);
      var fresh = fresh(stack, type, resource, target);
      calls.begin(stacks.status(fresh, ResourceStatus.UPDATE_IN_PROGRESS, Reasons.REPLACING));
    } else {
      calls.begin(stacks.status(resource.now(target), ResourceStatus.UPDATE_IN_PROGRESS, ""));
    }
  }

  private void create(StackRecord stack, ResourceType type, ResourceRecord resource, State target) {
    calls.begin(
        stacks.status(fresh(stack, type, resource, target), ResourceStatus.CREATE_IN_PROGRESS, ""));
  }

  /** The resource on its way to be created, under a generated name unless it has one. */
  private ResourceRecord fresh(
      StackRecord stack, ResourceType type, ResourceRecord resource, State target) {
    boolean named =
        type.naming().isPresent() && target.properties().has(type.naming().get().property());
    return resource.now(
        new State(
            "",
            named ? "" : calls.generated(stack, resource),
            target.properties(),
            Values.NODES.objectNode(),
            target.needs(),
            target.policy(),
            target.replacePolicy()));
  }

  private ResourceRecord record(StackRecord stack, Definition definition, State before) {
    var type = types.find(definition.type()).orElseThrow();
    return new ResourceRecord(
        stack.id(),
        definition.name(),
        definition.type(),
        stacks
            .resource(stack.id(), definition.name())
            .filter(r -> !r.failed())
            .map(ResourceRecord::status)
            .orElse(
                before.exists() ? ResourceStatus.UPDATE_COMPLETE : ResourceStatus.CREATE_COMPLETE),
        "",
        stacks
            .resource(stack.id(), definition.name())
            .map(ResourceRecord::updated)
            .orElse(timeline.now()),
        stack.operation().id(),
        false,
        Role.LIVE,
        timeline.now().plus(type.patience()),
        before,
        before);
  }

  // Both would have the name at the same time.
  private static void refuseSameName(ResourceType type, State before, State target) {
    var name = type.naming().map(Naming::property);
    if (name.isPresent()
        && target.properties().has(name.get())
        && target.properties().path(name.get()).equals(before.properties().path(name.get()))) {
      throw Invalid.because(
          "CloudFormation cannot update a stack when a custom-named resource requires replacing."
              + " Rename "
              + target.properties().path(name.get()).asText()
              + " and update the stack again.");
    }
  }

  private void fails(StackRecord stack, Definition definition, State before, String reason) {
    var resource = record(stack, definition, before);
    var status = before.exists() ? ResourceStatus.UPDATE_FAILED : ResourceStatus.CREATE_FAILED;
    stacks.status(resource, status, reason);
    deployments.advanceSoon(stack.id());
  }

  // ---- the end

  /** Turns back when a resource has failed: the others that are under way are cancelled. */
  private boolean turnsBack(StackRecord stack) {
    var ours =
        stacks.live(stack.id()).stream()
            .filter(r -> r.operation().equals(stack.operation().id()))
            .toList();
    var failed = ours.stream().filter(ResourceRecord::failed).toList();
    if (failed.isEmpty()) {
      return false;
    }
    cancel(stack);
    var names = new TreeMap<String, List<String>>();
    for (var resource : stacks.live(stack.id())) {
      if (resource.operation().equals(stack.operation().id()) && resource.failed()) {
        var verb = resource.status() == ResourceStatus.CREATE_FAILED ? "create" : "update";
        names.computeIfAbsent(verb, v -> new ArrayList<>()).add(resource.logicalId());
      }
    }
    rollBack(
        stack,
        names.entrySet().stream()
            .map(entry -> Reasons.failed(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining()));
    return true;
  }

  /** Turns back because of {@code reason}, whatever its resources have come to. */
  void turnBack(StackRecord stack, String reason) {
    cancel(stack);
    rollBack(stack, reason);
  }

  /** Ends whatever of the stack's operation is under way. */
  void cancel(StackRecord stack) {
    for (var resource : stacks.live(stack.id())) {
      if (resource.status() == ResourceStatus.CREATE_IN_PROGRESS) {
        stacks.status(resource, ResourceStatus.CREATE_FAILED, Reasons.CREATION_CANCELLED);
      } else if (resource.inProgress()) {
        stacks.status(resource, ResourceStatus.UPDATE_FAILED, Reasons.UPDATE_CANCELLED);
      }
    }
  }

  private void rollBack(StackRecord stack, String reason) {
    if (stack.status() == StackStatus.CREATE_IN_PROGRESS) {
      deployments.rollBackCreation(stack, reason);
    } else {
      deployments.rollBackUpdate(stack, reason);
    }
  }

  private void ends(StackRecord stack, Design design, Set<String> wanted) {
    List<Output> outputs;
    try {
      outputs = design.outputs();
      checkExports(stack, outputs);
      // Every property is evaluated once more, so that all imports are known.
      design.resources().values().forEach(design::properties);
    } catch (AwsServiceException e) {
      rollBack(stack, AwsErrors.message(e));
      return;
    }
    var operation = stack.operation();
    var template = design.template();
    var done =
        new StackRecord(
            stack.stack().toBuilder()
                .outputs(outputs)
                .parameters(operation.parameters())
                .tags(operation.tags())
                .description(template.description().isEmpty() ? null : template.description())
                .build(),
            operation.template(),
            design.imports(),
            operation);
    if (stack.status() == StackStatus.CREATE_IN_PROGRESS) {
      stacks.status(done, StackStatus.CREATE_COMPLETE, "");
    } else {
      cleanUp(done, wanted);
    }
  }

  private void cleanUp(StackRecord stack, Set<String> wanted) {
    var operation = stack.operation().id();
    for (var resource : stacks.live(stack.id())) {
      if (!wanted.contains(resource.logicalId())) {
        stacks.put(resource.leaves(Role.LEAVING, operation, timeline.now()));
      } else if (resource.replaced() && resource.operation().equals(operation)) {
        stacks.put(
            resource.now(resource.before()).leaves(Role.PREDECESSOR, operation, timeline.now()));
      }
    }
    stacks.status(stack, StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, "");
    deployments.advanceSoon(stack.id());
  }

  private void checkExports(StackRecord stack, List<Output> outputs) {
    for (var output : outputs) {
      var other =
          output.exportName() == null
              ? java.util.Optional.<Stacks.Export>empty()
              : stacks.export(output.exportName());
      if (other.isPresent() && !other.get().stack().id().equals(stack.id())) {
        throw Invalid.because(
            "Export with name "
                + output.exportName()
                + " is already exported by stack "
                + other.get().stack().name()
                + ". Rule: Exports must be unique across a given account and region.");
      }
    }
    Map<String, String> next =
        outputs.stream()
            .filter(o -> o.exportName() != null)
            .collect(Collectors.toMap(Output::exportName, Output::outputValue, (a, b) -> b));
    for (var output : stack.stack().outputs()) {
      if (output.exportName() != null) {
        checkInUse(output, next.get(output.exportName()));
      }
    }
  }

  private void checkInUse(Output output, String next) {
    var users = stacks.importers(output.exportName());
    if (!users.isEmpty() && !output.outputValue().equals(next)) {
      throw Invalid.because(
          "Export "
              + output.exportName()
              + (next == null ? " cannot be deleted" : " cannot be updated")
              + " as it is in use by "
              + users.stream().map(StackRecord::name).collect(Collectors.joining(" and ")));
    }
  }
}
