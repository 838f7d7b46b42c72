package com.shangwellness.ops.deploy;

import com.shangwellness.ops.deploy.NameLookups.Asked;

/** Names that CloudWatch Logs knows. */
final class LogNames {
  private LogNames() {}

  static boolean group(Asked asked) {
    return asked
        .aws()
        .logs()
        .describeLogGroups(r -> r.logGroupNamePrefix(asked.name()))
        .logGroups()
        .stream()
        .anyMatch(group -> group.logGroupName().equals(asked.name()));
  }

  static boolean resourcePolicy(Asked asked) {
    return asked.aws().logs().describeResourcePolicies(r -> {}).resourcePolicies().stream()
        .anyMatch(policy -> policy.policyName().equals(asked.name()));
  }

  static boolean deliverySource(Asked asked) {
    return asked.aws().logs().getDeliverySource(r -> r.name(asked.name())).deliverySource() != null;
  }

  static boolean deliveryDestination(Asked asked) {
    return asked
            .aws()
            .logs()
            .getDeliveryDestination(r -> r.name(asked.name()))
            .deliveryDestination()
        != null;
  }
}
