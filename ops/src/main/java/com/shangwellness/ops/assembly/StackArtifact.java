package com.shangwellness.ops.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One stack of an assembly.
 *
 * @param id the artifact's id in the manifest
 * @param name the stack's name
 * @param place its account and region
 * @param templateFile the template's file
 * @param template the same, parsed
 * @param templateLocation {@code s3://bucket/key} of the template once it is uploaded
 * @param executionRole the role that CloudFormation takes, or empty
 * @param terminationProtection whether the stack may not be deleted
 * @param tags the stack's tags
 * @param assets what must be uploaded first
 * @param dependencies ids of artifacts that come first
 */
public record StackArtifact(
    String id,
    String name,
    Place place,
    Path templateFile,
    JsonNode template,
    String templateLocation,
    String executionRole,
    boolean terminationProtection,
    Map<String, String> tags,
    List<FileAsset> assets,
    Set<String> dependencies) {

  /** Keeps its own copies. */
  public StackArtifact {
    tags = Map.copyOf(tags);
    assets = List.copyOf(assets);
    dependencies = Set.copyOf(dependencies);
  }

  /** Whether {@code other} has to be there before this stack. */
  public boolean dependsOn(StackArtifact other) {
    return dependencies.contains(other.id()) || reads(other);
  }

  /**
   * Whether this stack reads an output of {@code other}, and so cannot do without it. Others only
   * come before it.
   */
  public boolean reads(StackArtifact other) {
    return stacksRead(template).contains(other.name());
  }

  /** How many resources the template has, conditions apart. */
  public int resourceCount() {
    return template.path("Resources").size();
  }

  private static Set<String> stacksRead(JsonNode node) {
    var names = new HashSet<String>();
    for (var read : node.findValues("Fn::GetStackOutput")) {
      names.add(read.path("StackName").asText());
    }
    for (var parameter : node.path("Parameters")) {
      CarriedOutput.of(parameter).ifPresent(carried -> names.add(carried.stack()));
    }
    return names;
  }
}
