package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/**
 * What CloudFormation would do to a stack.
 *
 * @param stack the stack's name
 * @param id the change set's id
 * @param creates whether the stack does not exist yet
 * @param changes what changes, resource by resource; empty if nothing would
 */
public record ChangeSet(String stack, String id, boolean creates, List<ResourceChange> changes) {
  /** Keeps its own copy of the list. */
  public ChangeSet {
    changes = List.copyOf(changes);
  }

  /** What creating the stack {@code stack} by {@code template} would make, as far as it tells. */
  static ChangeSet creating(String stack, JsonNode template) {
    var changes = new ArrayList<ResourceChange>();
    template
        .path("Resources")
        .properties()
        .forEach(
            resource ->
                changes.add(
                    ResourceChange.builder()
                        .action(ChangeAction.ADD)
                        .logicalResourceId(resource.getKey())
                        .resourceType(resource.getValue().path("Type").asText())
                        .build()));
    return new ChangeSet(stack, "", true, changes);
  }

  /** Whether executing it would change nothing. */
  public boolean isEmpty() {
    return changes.isEmpty() && !creates;
  }

  /** The changes, a line each, as they are shown before the question. */
  public List<String> lines() {
    return changes.stream().map(ChangeSet::line).toList();
  }

  private static String line(ResourceChange change) {
    var sign =
        switch (change.actionAsString()) {
          case "Add" -> "+";
          case "Remove" -> "-";
          default -> "~";
        };
    var replacement =
        switch (String.valueOf(change.replacementAsString())) {
          case "True" -> "  REPLACED: the old one is deleted";
          case "Conditional" -> "  perhaps REPLACED: the old one is deleted then";
          default -> "";
        };
    return sign + " " + change.logicalResourceId() + "  " + change.resourceType() + replacement;
  }
}
