package com.shangwellness.infra.settings;

import java.util.List;

/**
 * One environment, as {@code environments/<name>.yaml} describes it. What is held here has been
 * checked: see {@link SettingsReader}.
 *
 * @param project the first part of every name
 * @param environment the second part of every name, such as {@code prod}
 * @param account the AWS account, twelve digits
 * @param region the AWS region
 * @param zones two availability zones of the region
 * @param crossStackValues how a stack reads another's outputs
 * @param deletionProtection whether the load balancer and the database refuse to be deleted
 * @param logRetentionDays how long every log group keeps its events
 */
public record Settings(
    String project,
    String environment,
    String account,
    String region,
    List<String> zones,
    CrossStackValues crossStackValues,
    boolean deletionProtection,
    int logRetentionDays,
    NetworkSettings network,
    DatabaseSettings database,
    ImageSettings images,
    LoadBalancerSettings loadBalancer,
    ServiceSettings service,
    ReleaseSettings release) {}
