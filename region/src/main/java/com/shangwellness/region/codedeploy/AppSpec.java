package com.shangwellness.region.codedeploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/**
 * What a revision says is to be deployed.
 *
 * @param platformVersion empty for that of the tasks that run
 * @param network none, or the one that takes the place of theirs
 * @param capacityProviders none, or those that take the place of theirs
 * @param hooks Lambda functions by lifecycle event
 */
record AppSpec(
    String taskDefinition,
    String container,
    int port,
    String platformVersion,
    List<NetworkConfiguration> network,
    List<CapacityProviderStrategyItem> capacityProviders,
    Map<String, String> hooks) {

  /** The function that is to judge the deployment at {@code event}. */
  Optional<String> hook(String event) {
    return Optional.ofNullable(hooks.get(event));
  }
}
