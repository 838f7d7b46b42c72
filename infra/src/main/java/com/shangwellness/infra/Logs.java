package com.shangwellness.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** Log groups, all alike: a name, an end to retention, and gone with their stack. */
public final class Logs {
  private Logs() {}

  /** A log group that keeps its events for {@code days}. CloudWatch Logs encrypts each at rest. */
  public static ILogGroup group(Construct scope, String id, String name, int days) {
    var group =
        LogGroup.Builder.create(scope, id)
            .logGroupName(name)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    ((CfnLogGroup) group.getNode().getDefaultChild()).setRetentionInDays(days);
    return group;
  }
}
