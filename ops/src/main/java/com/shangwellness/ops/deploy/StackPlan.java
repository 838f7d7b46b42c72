package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.assembly.StackArtifact;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * What a stack is to become.
 *
 * @param name the stack's name
 * @param template its template, parsed
 * @param source names the template in a request, by address or as text
 * @param parameters values that we choose
 * @param executionRole the role that CloudFormation takes, or the empty text
 * @param tags the stack's tags
 * @param protect whether it may not be deleted
 */
record StackPlan(
    String name,
    JsonNode template,
    Consumer<CreateChangeSetRequest.Builder> source,
    Map<String, String> parameters,
    String executionRole,
    Map<String, String> tags,
    boolean protect) {

  /** The plan for a stack whose template lies in the bootstrap bucket. */
  static StackPlan of(StackArtifact stack, Map<String, String> parameters) {
    var url = httpsUrl(stack.templateLocation(), stack.place().region());
    return new StackPlan(
        stack.name(),
        stack.template(),
        request -> request.templateURL(url),
        parameters,
        stack.executionRole(),
        stack.tags(),
        stack.terminationProtection());
  }

  /** The same with {@code more} values chosen. */
  StackPlan with(Map<String, String> more) {
    var all = new HashMap<>(parameters);
    all.putAll(more);
    return new StackPlan(name, template, source, all, executionRole, tags, protect);
  }

  /** Sets what is not the template and its parameters. */
  void options(CreateChangeSetRequest.Builder request) {
    if (!executionRole.isEmpty()) {
      request.roleARN(executionRole);
    }
    request.tags(
        tags.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList());
  }

  // CloudFormation takes https addresses only; the CDK writes s3://bucket/key.
  private static String httpsUrl(String location, String region) {
    var path = location.replaceFirst("^s3://", "");
    var slash = path.indexOf('/');
    return "https://"
        + path.substring(0, slash)
        + ".s3."
        + region
        + ".amazonaws.com/"
        + path.substring(slash + 1);
  }
}
