package com.shangwellness.ops.production;

/**
 * A service of ECS.
 *
 * @param cluster the cluster's name
 * @param service the service's name
 */
public record ServiceName(String cluster, String service) {
  /** From an ARN that ends in {@code service/CLUSTER/SERVICE}. */
  static ServiceName of(String arn) {
    var parts = arn.split("/", -1);
    return new ServiceName(parts[parts.length - 2], parts[parts.length - 1]);
  }
}
