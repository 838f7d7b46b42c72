package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.region.place.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;

/** The scope of one stack's template, with one set of parameter values. */
final class StackScope implements Scope {

  private final Surroundings around;
  private final Stacks stacks;
  private final Stack stack;
  private final Template template;
  private final Map<String, JsonNode> parameters;
  private final Function<String, Optional<ResourceRecord.State>> resources;
  private final Set<String> imports = new LinkedHashSet<>();

  /**
   * @param resources what a resource is, by its logical id; empty while it is not known
   */
  StackScope(
      Surroundings around,
      Stacks stacks,
      Stack stack,
      Template template,
      Map<String, JsonNode> parameters,
      Function<String, Optional<ResourceRecord.State>> resources) {
    this.around = around;
    this.stacks = stacks;
    this.stack = stack;
    this.template = template;
    this.parameters = parameters;
    this.resources = resources;
  }

  @Override
  public Template template() {
    return template;
  }

  @Override
  public JsonNode ref(String name) {
    if (parameters.containsKey(name)) {
      return parameters.get(name);
    }
    if (name.startsWith("AWS::")) {
      return pseudo(name);
    }
    requireResource(name);
    return resources.apply(name).map(state -> Values.text(state.id())).orElse(Values.UNKNOWN);
  }

  private JsonNode pseudo(String name) {
    Place place = around.place();
    return switch (name) {
      case "AWS::AccountId" -> Values.text(place.account());
      case "AWS::Region" -> Values.text(place.region());
      case "AWS::Partition" -> Values.text("aws");
      case "AWS::URLSuffix" -> Values.text("amazonaws.com");
      case "AWS::StackName" -> Values.text(stack.stackName());
      case "AWS::StackId" -> Values.text(stack.stackId());
      case "AWS::NoValue" -> Values.NONE;
      case "AWS::NotificationARNs" -> {
        var list = Values.NODES.arrayNode();
        stack.notificationARNs().forEach(list::add);
        yield list;
      }
      default ->
          throw Invalid.format(
              "Unresolved resource dependencies ["
                  + name
                  + "] in the Resources block of the template");
    };
  }

  @Override
  public JsonNode attribute(String resource, String attribute) {
    requireResource(resource);
    return resources
        .apply(resource)
        .map(state -> attribute(resource, state, attribute))
        .orElse(Values.UNKNOWN);
  }

  private static JsonNode attribute(String resource, ResourceRecord.State state, String attribute) {
    if (state.attributes().has(attribute)) {
      return state.attributes().path(attribute);
    }
    JsonNode value = state.properties();
    for (var part : attribute.split("\\.", -1)) {
      value = value.path(part);
    }
    if (value.isMissingNode()) {
      throw Invalid.template(
          "this region gives no attribute " + attribute + " for the resource " + resource);
    }
    return value;
  }

  // A resource whose condition does not hold is not there to be referred to.
  private void requireResource(String name) {
    var json = template.section("Resources").path(name);
    var condition = json.path("Condition").asText("");
    boolean there =
        !json.isMissingNode() && (condition.isEmpty() || new Functions(this).condition(condition));
    if (!there) {
      throw Invalid.format(
          "Unresolved resource dependencies [" + name + "] in the Resources block of the template");
    }
  }

  @Override
  public List<String> zones(String region) {
    return around.ec2().describeAvailabilityZones().availabilityZones().stream()
        .map(AvailabilityZone::zoneName)
        .toList();
  }

  @Override
  public JsonNode imported(String name) {
    imports.add(name);
    return stacks
        .export(name)
        .map(export -> Values.text(export.output().outputValue()))
        .orElseThrow(() -> Invalid.because("No export named " + name + " found."));
  }

  @Override
  public JsonNode stackOutput(String name, String output, String region) {
    var where = region.isEmpty() ? around.place().region() : region;
    Stack found;
    try {
      found =
          around.regions().apply(where).describeStacks(r -> r.stackName(name)).stacks().getFirst();
    } catch (AwsServiceException e) {
      throw Invalid.because(
          "Fn::GetStackOutput: Stack " + name + " does not exist in region " + where);
    }
    return found.outputs().stream()
        .filter(o -> o.outputKey().equals(output))
        .map(o -> Values.text(o.outputValue()))
        .findFirst()
        .orElseThrow(
            () ->
                Invalid.because(
                    "Fn::GetStackOutput: Stack "
                        + name
                        + " in region "
                        + where
                        + " has no output named "
                        + output));
  }

  /** The exports that were asked for. */
  List<String> imports() {
    return List.copyOf(imports);
  }
}
