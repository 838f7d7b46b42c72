package com.shangwellness.region.cloudformation;

import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/** What happens to a resource that leaves its stack. */
final class Policies {

  private static final String SNAPSHOT = "Snapshot";

  private Policies() {}

  /** Whether {@code resource} is kept when it leaves its stack. */
  static boolean retained(ResourceRecord resource, boolean creationFailed) {
    return switch (policy(resource)) {
      case "Retain" -> true;
      case "RetainExceptOnCreate" -> !creationFailed;
      default -> false;
    };
  }

  /** Whether a snapshot of {@code resource} is left behind. */
  static boolean snapshot(ResourceRecord resource, ResourceType type) {
    var policy = policy(resource);
    // "For AWS::RDS::DBCluster resources, and AWS::RDS::DBInstance resources that don't specify the
    // DBClusterIdentifier property, the default policy is Snapshot": DeletionPolicy attribute.
    boolean byDefault =
        policy.isEmpty()
            && (resource.type().equals("AWS::RDS::DBCluster")
                || (resource.type().equals("AWS::RDS::DBInstance")
                    && !resource.now().properties().has("DBClusterIdentifier")));
    return type.snapshots()
        && resource.status() == ResourceStatus.DELETE_IN_PROGRESS
        && (policy.equals(SNAPSHOT) || byDefault);
  }

  private static String policy(ResourceRecord resource) {
    return resource.role() == ResourceRecord.Role.PREDECESSOR
        ? resource.now().replacePolicy()
        : resource.now().policy();
  }
}
