package com.shangwellness.region.cloudformation;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDetail;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/** What CloudFormation tells of its stacks. */
final class StackReader {

  private final Stacks stacks;
  private final Designs designs;

  StackReader(Stacks stacks, Designs designs) {
    this.stacks = stacks;
    this.designs = designs;
  }

  /** The stack of that name or id. */
  StackRecord require(String nameOrId) {
    return stacks
        .find(nameOrId)
        .orElseThrow(() -> Invalid.because("Stack with id " + nameOrId + " does not exist"));
  }

  /** A stack as callers see it. */
  Stack shown(StackRecord stack) {
    if (stack.template().isEmpty()) {
      return stack.stack();
    }
    var template = designs.template(stack.template());
    return stack.stack().toBuilder()
        .parameters(Parameters.shown(template, stack.stack().parameters()))
        .description(template.description().isEmpty() ? null : template.description())
        .build();
  }

  static StackSummary summary(StackRecord stack) {
    var said = stack.stack();
    return StackSummary.builder()
        .stackId(said.stackId())
        .stackName(said.stackName())
        .templateDescription(said.description())
        .creationTime(said.creationTime())
        .lastUpdatedTime(said.lastUpdatedTime())
        .deletionTime(said.deletionTime())
        .stackStatus(said.stackStatus())
        .stackStatusReason(said.stackStatusReason())
        .driftInformation(d -> d.stackDriftStatus("NOT_CHECKED"))
        .build();
  }

  List<StackResource> resources(StackRecord stack) {
    return stacks.live(stack.id()).stream()
        .map(
            resource ->
                StackResource.builder()
                    .stackId(stack.id())
                    .stackName(stack.name())
                    .logicalResourceId(resource.logicalId())
                    .physicalResourceId(orNull(resource.now().id()))
                    .resourceType(resource.type())
                    .timestamp(resource.updated())
                    .resourceStatus(resource.status())
                    .resourceStatusReason(orNull(resource.reason()))
                    .driftInformation(
                        d -> d.stackResourceDriftStatus(StackResourceDriftStatus.NOT_CHECKED))
                    .build())
        .toList();
  }

  List<StackResourceSummary> summaries(StackRecord stack) {
    return resources(stack).stream()
        .map(
            resource ->
                StackResourceSummary.builder()
                    .logicalResourceId(resource.logicalResourceId())
                    .physicalResourceId(resource.physicalResourceId())
                    .resourceType(resource.resourceType())
                    .lastUpdatedTimestamp(resource.timestamp())
                    .resourceStatus(resource.resourceStatus())
                    .resourceStatusReason(resource.resourceStatusReason())
                    .driftInformation(
                        d -> d.stackResourceDriftStatus(StackResourceDriftStatus.NOT_CHECKED))
                    .build())
        .toList();
  }

  StackResourceDetail detail(StackRecord stack, String logicalId) {
    var resource =
        resources(stack).stream()
            .filter(r -> r.logicalResourceId().equals(logicalId))
            .findFirst()
            .orElseThrow(
                () ->
                    Invalid.because(
                        "Resource " + logicalId + " does not exist for stack " + stack.name()));
    var definition =
        stack.template().isEmpty()
            ? null
            : designs.template(stack.template()).resources().get(logicalId);
    return StackResourceDetail.builder()
        .stackId(resource.stackId())
        .stackName(resource.stackName())
        .logicalResourceId(resource.logicalResourceId())
        .physicalResourceId(resource.physicalResourceId())
        .resourceType(resource.resourceType())
        .lastUpdatedTimestamp(resource.timestamp())
        .resourceStatus(resource.resourceStatus())
        .resourceStatusReason(resource.resourceStatusReason())
        .metadata(
            definition == null || !definition.json().has("Metadata")
                ? "{}"
                : definition.json().path("Metadata").toString())
        .driftInformation(d -> d.stackResourceDriftStatus(StackResourceDriftStatus.NOT_CHECKED))
        .build();
  }

  List<Export> exports() {
    return stacks
        .exports()
        .map(
            export ->
                Export.builder()
                    .exportingStackId(export.stack().id())
                    .name(export.output().exportName())
                    .value(export.output().outputValue())
                    .build())
        .toList();
  }

  // The SDK leaves out what is null.
  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
