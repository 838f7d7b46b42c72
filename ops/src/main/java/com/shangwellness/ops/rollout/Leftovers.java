package com.shangwellness.ops.rollout;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.StackArtifact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How to find what no stack tells of: what is left when the stacks are gone, and what services,
 * releases and people made beside them.
 */
final class Leftovers {
  private Leftovers() {}

  /** A line for each, as far as the templates of {@code assembly} name what it belongs to. */
  static List<String> of(CloudAssembly assembly) {
    var lines = new LinkedHashSet<String>();
    assembly.stacks().stream()
        .filter(s -> !s.tags().isEmpty())
        .map(Leftovers::tagged)
        .forEach(lines::add);
    assembly.stacks().forEach(stack -> lines.addAll(besides(stack)));
    return List.copyOf(lines);
  }

  private static String tagged(StackArtifact stack) {
    return stack.tags().entrySet().stream()
        .map(tag -> " Key=" + tag.getKey() + ",Values=" + tag.getValue())
        .sorted()
        .collect(
            Collectors.joining(
                "",
                "what has its tags: aws resourcegroupstaggingapi get-resources --tag-filters",
                in(stack)));
  }

  private static List<String> besides(StackArtifact stack) {
    var lines = new ArrayList<String>();
    for (var resource : stack.template().path("Resources")) {
      var properties = resource.path("Properties");
      switch (resource.path("Type").asText()) {
        case "AWS::ECS::Cluster" ->
            lines.add(
                "what Container Insights wrote: aws logs delete-log-group --log-group-name"
                    + " /aws/ecs/containerinsights/"
                    + properties.path("ClusterName").asText()
                    + "/performance"
                    + in(stack));
        case "AWS::ECS::TaskDefinition" ->
            lines.add(
                "task definitions of releases, which cost nothing: aws ecs list-task-definitions"
                    + " --family-prefix "
                    + properties.path("Family").asText()
                    + in(stack));
        case "AWS::RDS::DBCluster" -> {
          lines.add(
              "snapshots, those of people too: aws rds describe-db-cluster-snapshots"
                  + " --snapshot-type manual --db-cluster-identifier "
                  + properties.path("DBClusterIdentifier").asText()
                  + in(stack));
          lines.add(
              "clusters that were restored, by other names: aws rds describe-db-clusters"
                  + in(stack));
        }
        default -> {} // goes with its stack, or is told of as what stays
      }
    }
    return lines;
  }

  private static String in(StackArtifact stack) {
    return " --region " + stack.place().region();
  }
}
