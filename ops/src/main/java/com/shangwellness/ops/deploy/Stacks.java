package com.shangwellness.ops.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/** Reads stacks. */
public final class Stacks {
  private final CloudFormationClient cloudFormation;

  /** Stacks as {@code cloudFormation} shows them. */
  public Stacks(CloudFormationClient cloudFormation) {
    this.cloudFormation = cloudFormation;
  }

  /** The stack named {@code name}, or by its id also one that was deleted. */
  public Optional<Stack> find(String name) {
    try {
      return cloudFormation.describeStacks(r -> r.stackName(name)).stacks().stream().findFirst();
    } catch (CloudFormationException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The stack's status, or the empty text if there is none. */
  public String status(String name) {
    return find(name).map(Stack::stackStatusAsString).orElse("");
  }

  /** The values of the stack's parameters; none if it does not exist. */
  public Map<String, String> parameters(String name) {
    var values = new HashMap<String, String>();
    find(name).map(Stack::parameters).orElse(List.of()).forEach(p -> put(values, p));
    return values;
  }

  private static void put(Map<String, String> values, Parameter parameter) {
    values.put(parameter.parameterKey(), parameter.parameterValue());
  }

  /** The value of the output {@code key}. */
  public Optional<String> output(String name, String key) {
    return find(name).map(Stack::outputs).orElse(List.of()).stream()
        .filter(output -> output.outputKey().equals(key))
        .map(Output::outputValue)
        .findFirst();
  }

  /** The stack's resources; none if it does not exist. */
  public List<StackResourceSummary> resources(String name) {
    var resources = new ArrayList<StackResourceSummary>();
    try {
      Optional<String> token = Optional.empty();
      do {
        var next = token.orElse(null);
        var page = cloudFormation.listStackResources(r -> r.stackName(name).nextToken(next));
        resources.addAll(page.stackResourceSummaries());
        token = Optional.ofNullable(page.nextToken());
      } while (token.isPresent());
    } catch (CloudFormationException e) {
      if (!isMissing(e)) {
        throw e;
      }
    }
    return resources;
  }

  /**
   * The stack's events after the one with the id {@code after}, oldest first; all if that id is not
   * among them.
   */
  public List<StackEvent> eventsAfter(String name, String after) {
    var events = new ArrayList<StackEvent>();
    Optional<String> token = Optional.empty();
    do {
      var next = token.orElse(null);
      var page = cloudFormation.describeStackEvents(r -> r.stackName(name).nextToken(next));
      for (var event : page.stackEvents()) {
        if (event.eventId().equals(after)) {
          return events.reversed();
        }
        events.add(event);
      }
      token = Optional.ofNullable(page.nextToken());
    } while (token.isPresent());
    return events.reversed();
  }

  /** The id of the stack's latest event, or the empty text if there is none. */
  public String latestEvent(String name) {
    try {
      return cloudFormation.describeStackEvents(r -> r.stackName(name)).stackEvents().stream()
          .findFirst()
          .map(StackEvent::eventId)
          .orElse("");
    } catch (CloudFormationException e) {
      if (isMissing(e)) {
        return "";
      }
      throw e;
    }
  }

  // CloudFormation has no error code of its own for a stack that is not there.
  private static boolean isMissing(CloudFormationException e) {
    return e.awsErrorDetails() != null
        && e.awsErrorDetails().errorCode().equals("ValidationError")
        && String.valueOf(e.awsErrorDetails().errorMessage()).contains("does not exist");
  }
}
