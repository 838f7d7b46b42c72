package com.shangwellness.ops.deploy;

import java.util.Collection;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * Which stacks hold what nobody can make anew, and would lose it. (A vault of backups is not lost:
 * its stack lets go of it.)
 */
public final class HeldData {
  private static final Set<String> TYPES = Set.of("AWS::RDS::DBCluster", "AWS::RDS::DBInstance");

  private static final Set<String> GONE = Set.of("DELETE_COMPLETE", "DELETE_SKIPPED");

  private HeldData() {}

  /** Whether {@code resources} are those of a stack that holds data now. */
  public static boolean isIn(Collection<StackResourceSummary> resources) {
    return resources.stream()
        .filter(HeldData::isThere)
        .anyMatch(resource -> TYPES.contains(resource.resourceType()));
  }

  /** Whether the stack still has {@code resource}: neither deleted nor given up nor never made. */
  public static boolean isThere(StackResourceSummary resource) {
    return !GONE.contains(resource.resourceStatusAsString())
        && resource.physicalResourceId() != null
        && !resource.physicalResourceId().isEmpty();
  }
}
