package com.shangwellness.region.applicationautoscaling;

import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;

/** The capacity of ECS services: their desired counts. */
final class EcsCapacity {

  private final EcsClient ecs;

  EcsCapacity(EcsClient ecs) {
    this.ecs = ecs;
  }

  /** The service, while it is active. */
  Optional<Service> find(ServiceId id) {
    try {
      return ecs
          .describeServices(r -> r.cluster(id.cluster()).services(id.service()))
          .services()
          .stream()
          .filter(service -> service.status().equals("ACTIVE"))
          .findFirst();
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Whether ECS or CodeDeploy is rolling something out: two versions are there. */
  static boolean isDeploying(Service service) {
    return service.taskSets().size() > 1
        || service.deployments().size() > 1
        || service.deployments().stream()
            .anyMatch(d -> d.rolloutState() == DeploymentRolloutState.IN_PROGRESS);
  }

  void set(ServiceId id, int desired) {
    ecs.updateService(r -> r.cluster(id.cluster()).service(id.service()).desiredCount(desired));
  }
}
