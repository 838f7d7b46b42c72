package com.shangwellness.ops.deploy;

import java.util.Collection;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * Which stacks hold what nobody can make anew: the database, and its backups. A vault outlives its
 * stack; but it keeps its name, and then is in the way of the next one.
 */
public final class HeldData {
  private static final Set<String> TYPES =
      Set.of("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::Backup::BackupVault");

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
