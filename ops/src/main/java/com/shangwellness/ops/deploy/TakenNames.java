package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.deploy.NameLookups.Asked;
import com.shangwellness.ops.deploy.NameLookups.Named;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Finds names that a template gives to new resources and that something else has already: a
 * production that was built by other means, or what an earlier one left behind. CloudFormation
 * would find out one by one, halfway through.
 */
final class TakenNames {
  private static final int NOT_IMPLEMENTED = 501;
  private static final int FORBIDDEN = 403;

  private final Target target;
  private final Progress progress;

  /** Types whose service the target does not have: nothing there can have a name of theirs. */
  private final Set<String> absent = new HashSet<>();

  /** Types that we may not look at. */
  private final Set<String> hidden = new TreeSet<>();

  TakenNames(Target target, Progress progress) {
    this.target = target;
    this.progress = progress;
  }

  /**
   * Checks every stack of {@code assembly} before anything is created.
   *
   * @throws Failure that lists all taken names
   */
  void refuse(CloudAssembly assembly) {
    var taken = new ArrayList<String>();
    assembly.stacks().forEach(stack -> taken.addAll(takenBy(stack, assembly)));
    if (!hidden.isEmpty()) {
      progress.remarks(
          "These credentials may not look whether names of these types are taken: "
              + String.join(", ", hidden));
    }
    if (!taken.isEmpty()) {
      throw Failure.failed(
          "these names are taken in the account by something that our stacks do not own, so nothing"
              + " was created:\n  "
              + String.join("\n  ", taken)
              + "\nIs production running already? DEPLOYMENT.md begins with what to do then.");
    }
  }

  private List<String> takenBy(StackArtifact stack, CloudAssembly assembly) {
    var ours = new HashSet<String>();
    new Stacks(target.clients(stack.place().region()).cloudFormation())
        .resources(stack.name())
        .forEach(resource -> ours.add(resource.logicalResourceId()));
    var taken = new ArrayList<String>();
    for (var resource : stack.template().path("Resources").properties()) {
      if (!ours.contains(resource.getKey())) {
        var properties = resolved(resource.getValue().path("Properties"), assembly);
        taken.addAll(takenBy(stack, resource.getValue().path("Type").asText(), properties));
      }
    }
    return taken;
  }

  private List<String> takenBy(StackArtifact stack, String type, JsonNode properties) {
    var taken = new ArrayList<String>();
    NameLookups.of(type)
        .ifPresent(
            named -> {
              for (var name : names(properties.at(named.pointer()))) {
                if (isTaken(stack, type, named, name, properties)) {
                  taken.add(line(stack, type, named, name));
                }
              }
            });
    return taken;
  }

  /** One name, or several. One that is put together by functions is not known beforehand. */
  private static List<String> names(JsonNode value) {
    var names = new ArrayList<String>();
    if (value.isTextual()) {
      names.add(value.asText());
    }
    value.forEach(
        element -> {
          if (value.isArray() && element.isTextual()) {
            names.add(element.asText());
          }
        });
    return names;
  }

  private static String line(StackArtifact stack, String type, Named named, String name) {
    return type
        + " "
        + name
        + "  (stack "
        + stack.name()
        + ")"
        + (named.remedy().isEmpty() ? "" : ": " + named.remedy());
  }

  private boolean isTaken(
      StackArtifact stack, String type, Named named, String name, JsonNode properties) {
    var key = type + " in " + stack.place().region();
    if (absent.contains(key)) {
      return false;
    }
    try {
      var clients = target.clients(stack.place().region());
      return named.lookup().finds(new Asked(clients, stack.place().account(), name, properties));
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_IMPLEMENTED) {
        absent.add(key);
      } else if (isRefusal(e)) {
        hidden.add(type);
      } else if (!saysAbsent(e)) {
        throw e;
      }
      return false;
    }
  }

  private static boolean isRefusal(AwsServiceException e) {
    var code = code(e);
    return e.statusCode() == FORBIDDEN
        || code.startsWith("AccessDenied")
        || code.equals("UnauthorizedOperation");
  }

  private static boolean saysAbsent(AwsServiceException e) {
    var code = code(e);
    return e.statusCode() == 404
        || code.contains("NotFound")
        || code.contains("NoSuch")
        || code.contains("DoesNotExist");
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }

  /**
   * The properties with those references to other stacks resolved whose value stands in a template,
   * as the id of a zone does that was there before.
   */
  private static JsonNode resolved(JsonNode properties, CloudAssembly assembly) {
    if (!(properties instanceof ObjectNode object)) {
      return properties;
    }
    var resolved = object.deepCopy();
    for (var property : object.properties()) {
      var output = property.getValue().path("Fn::GetStackOutput");
      assembly.stacks().stream()
          .filter(stack -> stack.name().equals(output.path("StackName").asText()))
          .map(
              stack ->
                  stack
                      .template()
                      .path("Outputs")
                      .path(output.path("OutputName").asText())
                      .path("Value"))
          .filter(JsonNode::isTextual)
          .forEach(value -> resolved.set(property.getKey(), value));
    }
    return resolved;
  }
}
