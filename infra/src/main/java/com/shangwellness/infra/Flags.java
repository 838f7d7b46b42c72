package com.shangwellness.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The CDK's feature flags that concern us. They belong in code: {@code cdk.json} is only read by
 * the cdk command.
 */
final class Flags {
  private static final Map<String, Object> FLAGS =
      Map.of(
          "@aws-cdk/aws-iam:minimizePolicies", true,
          "@aws-cdk/aws-s3:createDefaultLoggingPolicy", true,
          "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true,
          "@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal", true,
          "@aws-cdk/core:checkSecretUsage", true,
          "@aws-cdk/core:target-partitions", List.of("aws"));

  private Flags() {}

  /** The flags, and {@code context} beside them. */
  static Map<String, Object> with(Map<String, Object> context) {
    var all = new HashMap<>(FLAGS);
    all.putAll(context);
    return all;
  }
}
