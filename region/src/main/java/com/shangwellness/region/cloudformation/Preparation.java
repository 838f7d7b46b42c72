package com.shangwellness.region.cloudformation;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Checks what is asked for and makes operations of it; nothing is written here. */
final class Preparation {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Designs designs;
  private final Parameters parameters;

  Preparation(Place place, Timeline timeline, Ids ids, Designs designs, Parameters parameters) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.designs = designs;
    this.parameters = parameters;
  }

  /** A stack that is to be. */
  Stack newStack(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw Invalid.because(
          "1 validation error detected: Value '"
              + name
              + "' at 'stackName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [a-zA-Z][-a-zA-Z0-9]*, and have at most 128 characters");
    }
    return Stack.builder()
        .stackId(place.arn("cloudformation", "stack/" + name + "/" + ids.uuid()))
        .stackName(name)
        .creationTime(timeline.now())
        .stackStatus(StackStatus.REVIEW_IN_PROGRESS)
        .disableRollback(false)
        .enableTerminationProtection(false)
        .driftInformation(d -> d.stackDriftStatus(StackDriftStatus.NOT_CHECKED))
        .parameters(List.of())
        .outputs(List.of())
        .tags(List.of())
        .notificationARNs(List.of())
        .build();
  }

  /** What {@code demand} comes to for {@code stack}, its template and parameters checked. */
  StackRecord.Operation operation(Demand demand, StackRecord stack) {
    var template = designs.template(demand.template());
    Capabilities.require(template, demand.capabilities());
    List<Parameter> values =
        parameters.resolve(template, demand.parameters(), stack.stack().parameters());
    return new StackRecord.Operation(
        ids.uuid(), demand.token(), demand.template(), values, demand.tags(), demand.onFailure());
  }
}
