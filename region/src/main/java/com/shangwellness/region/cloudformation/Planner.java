package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.ResourceRecord.State;
import com.shangwellness.region.cloudformation.Template.Definition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Finds what an operation would change, without changing anything. */
final class Planner {

  /**
   * What an operation would change.
   *
   * @param changes the resources that it would change
   * @param anything whether it would change anything at all, outputs included
   */
  record Plan(List<Change> changes, boolean anything) {}

  private final Stacks stacks;
  private final ResourceTypes types;
  private final Designs designs;

  Planner(Stacks stacks, ResourceTypes types, Designs designs) {
    this.stacks = stacks;
    this.types = types;
    this.designs = designs;
  }

  /**
   * What {@code operation} would change of {@code stack}.
   *
   * @throws AwsServiceException when a property is not allowed, a rule is violated, or a type
   *     changes
   */
  Plan plan(StackRecord stack, StackRecord.Operation operation) {
    var standing = standing(stack);
    // What is new or replaced is not known before the deployment.
    Set<String> unknown = new HashSet<>();
    Function<String, Optional<State>> known =
        name ->
            unknown.contains(name)
                ? Optional.empty()
                : Optional.ofNullable(standing.get(name)).map(ResourceRecord::now);
    var design = designs.design(stack, operation, known);
    design.checkRules();
    var wanted = design.resources();
    checkTypes(wanted, standing);
    var changes = new ArrayList<Change>();
    for (var definition : inOrder(design, wanted)) {
      var properties = design.properties(definition);
      design.check(definition, properties);
      var change =
          change(stack, operation, design, definition, standing.get(definition.name()), properties);
      change.ifPresent(
          c -> {
            if (c.action() == ChangeAction.ADD || c.replacement() == Replacement.TRUE) {
              unknown.add(definition.name());
            }
            changes.add(change(c));
          });
    }
    for (var resource : standing.values()) {
      if (!wanted.containsKey(resource.logicalId())) {
        changes.add(change(removal(resource)));
      }
    }
    boolean tags = !Set.copyOf(stack.stack().tags()).equals(Set.copyOf(operation.tags()));
    return new Plan(changes, !changes.isEmpty() || tags || outputsDiffer(stack, design));
  }

  private Map<String, ResourceRecord> standing(StackRecord stack) {
    return stacks.live(stack.id()).stream()
        .filter(r -> r.now().exists() && !Deployments.isGone(r))
        .collect(
            Collectors.toMap(ResourceRecord::logicalId, r -> r, (a, b) -> b, LinkedHashMap::new));
  }

  private static void checkTypes(
      Map<String, Definition> wanted, Map<String, ResourceRecord> standing) {
    var names = new TreeSet<String>();
    for (var definition : wanted.values()) {
      var resource = standing.get(definition.name());
      if (resource != null && !resource.type().equals(definition.type())) {
        names.add(definition.name());
      }
    }
    if (!names.isEmpty()) {
      throw Invalid.because(
          "Update of resource type is not permitted. The new template modifies resource type of the"
              + " following resources: "
              + names);
    }
  }

  /** The resources of a design, each after those that it needs. */
  private static List<Definition> inOrder(Design design, Map<String, Definition> wanted) {
    var ordered = new LinkedHashMap<String, Definition>();
    while (ordered.size() < wanted.size()) {
      for (var definition : wanted.values()) {
        if (ordered.keySet().containsAll(design.needs(definition, wanted.keySet()))) {
          ordered.putIfAbsent(definition.name(), definition);
        }
      }
    }
    return List.copyOf(ordered.values());
  }

  private Optional<ResourceChange> change(
      StackRecord stack,
      StackRecord.Operation operation,
      Design design,
      Definition definition,
      ResourceRecord standing,
      ObjectNode properties) {
    var type = types.find(definition.type()).orElseThrow();
    var change =
        ResourceChange.builder()
            .logicalResourceId(definition.name())
            .resourceType(definition.type())
            .afterContext(Details.context(properties));
    if (standing == null) {
      return Optional.of(change.action(ChangeAction.ADD).build());
    }
    var schema = designs.schemas().find(definition.type());
    var difference =
        Difference.between(
            type, schema, standing.now(), properties, designs.isReordered(stack, definition));
    if (difference.nothing()) {
      return Optional.empty();
    }
    var details = new Details(design.template(), operation, schema);
    return Optional.of(
        change
            .action(ChangeAction.MODIFY)
            .physicalResourceId(standing.now().id())
            .replacement(difference.replacement())
            .beforeContext(Details.context(standing.now().properties()))
            .scopeWithStrings(details.scope(difference))
            .details(details.of(definition, difference, properties))
            .policyAction(difference.replaces() ? replaced(definition) : null)
            .build());
  }

  private static PolicyAction replaced(Definition definition) {
    return switch (definition.replacePolicy()) {
      case "Retain" -> PolicyAction.REPLACE_AND_RETAIN;
      case "Snapshot" -> PolicyAction.REPLACE_AND_SNAPSHOT;
      default -> PolicyAction.REPLACE_AND_DELETE;
    };
  }

  private static ResourceChange removal(ResourceRecord resource) {
    var policy =
        switch (resource.now().policy()) {
          case "Retain", "RetainExceptOnCreate" -> PolicyAction.RETAIN;
          case "Snapshot" -> PolicyAction.SNAPSHOT;
          default -> PolicyAction.DELETE;
        };
    return ResourceChange.builder()
        .action(ChangeAction.REMOVE)
        .policyAction(policy)
        .logicalResourceId(resource.logicalId())
        .physicalResourceId(resource.now().id())
        .resourceType(resource.type())
        .beforeContext(Details.context(resource.now().properties()))
        .build();
  }

  private static Change change(ResourceChange change) {
    return Change.builder().type(ChangeType.RESOURCE).resourceChange(change).build();
  }

  private static boolean outputsDiffer(StackRecord stack, Design design) {
    try {
      return !design.outputs().equals(stack.stack().outputs())
          || !Set.copyOf(stack.imports()).containsAll(design.imports());
    } catch (AwsServiceException e) {
      // An output that has no text yet is one that something else is about to change.
      return true;
    }
  }
}
