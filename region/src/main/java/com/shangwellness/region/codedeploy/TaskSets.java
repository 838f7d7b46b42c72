package com.shangwellness.region.codedeploy;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** The task sets of the service that is deployed to. */
final class TaskSets {

  private static final String PRIMARY = "PRIMARY";

  private final EcsClient ecs;

  TaskSets(EcsClient ecs) {
    this.ecs = ecs;
  }

  /** The service that a group deploys to; empty when it, or its cluster, is not there. */
  Optional<Service> find(ECSService service) {
    try {
      return ecs
          .describeServices(r -> r.cluster(service.clusterName()).services(service.serviceName()))
          .services()
          .stream()
          .filter(found -> found.status().equals("ACTIVE"))
          .findFirst();
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The service's ARN, however it is named; the names when it is not there. */
  String identity(ECSService service) {
    return find(service)
        .map(Service::serviceArn)
        .orElse(service.clusterName() + "/" + service.serviceName());
  }

  /** The service of a deployment. */
  Service require(KeptDeployment deployment) throws DeploymentFailure {
    var named = named(deployment);
    return find(named)
        .filter(s -> s.deploymentController().type() == DeploymentControllerType.CODE_DEPLOY)
        .orElseThrow(
            () ->
                new DeploymentFailure(
                    ErrorCode.INVALID_ECS_SERVICE,
                    "The ECS service %s in the cluster %s is not an active service with a CODE_DEPLOY deployment controller."
                        .formatted(named.serviceName(), named.clusterName())));
  }

  private static ECSService named(KeptDeployment deployment) {
    return deployment.order().group().ecsServices().getFirst();
  }

  /** The task set that serves production. */
  TaskSet primary(KeptDeployment deployment) throws DeploymentFailure {
    return require(deployment).taskSets().stream()
        .filter(set -> set.status().equals(PRIMARY))
        .findFirst()
        .orElseThrow(
            () ->
                new DeploymentFailure(
                    ErrorCode.INVALID_ECS_SERVICE, "The ECS service has no primary task set."));
  }

  Optional<TaskSet> find(KeptDeployment deployment, String id) throws DeploymentFailure {
    return require(deployment).taskSets().stream().filter(set -> set.id().equals(id)).findFirst();
  }

  /** The one that this deployment has made. */
  static Optional<TaskSet> own(Service service, KeptDeployment deployment) {
    return service.taskSets().stream()
        .filter(set -> deployment.id().equals(set.externalId()))
        .findFirst();
  }

  /** Those that neither serve production nor belong to this deployment. */
  static List<TaskSet> leftovers(Service service, KeptDeployment deployment) {
    return service.taskSets().stream()
        .filter(set -> !set.status().equals(PRIMARY))
        .filter(set -> !deployment.id().equals(set.externalId()))
        .toList();
  }

  /** Whether all tasks of a set run and are healthy. */
  static boolean isSteady(TaskSet set) {
    return set.stabilityStatus() == StabilityStatus.STEADY_STATE
        && set.runningCount().equals(set.computedDesiredCount())
        && set.pendingCount() == 0;
  }

  /** Makes green as the AppSpec says; what it leaves open is as it is for blue. */
  TaskSet create(KeptDeployment deployment) throws DeploymentFailure {
    var spec = deployment.order().spec();
    var blue = primary(deployment);
    var request =
        CreateTaskSetRequest.builder()
            .cluster(named(deployment).clusterName())
            .service(named(deployment).serviceName())
            .externalId(deployment.id())
            .clientToken(deployment.id())
            .taskDefinition(spec.taskDefinition())
            .loadBalancers(
                LoadBalancer.builder()
                    .targetGroupArn(deployment.sides().green().targetGroupArn())
                    .containerName(spec.container())
                    .containerPort(spec.port())
                    .build())
            .networkConfiguration(
                spec.network().isEmpty() ? blue.networkConfiguration() : spec.network().getFirst())
            .platformVersion(
                spec.platformVersion().isEmpty() ? blue.platformVersion() : spec.platformVersion())
            .scale(Scale.builder().unit(ScaleUnit.PERCENT).value(100.0).build());
    if (!spec.capacityProviders().isEmpty()) {
      request.capacityProviderStrategy(spec.capacityProviders());
    } else if (blue.launchType() != null) {
      request.launchType(blue.launchType());
    } else {
      request.capacityProviderStrategy(blue.capacityProviderStrategy());
    }
    try {
      return ecs.createTaskSet(request.build()).taskSet();
    } catch (AwsServiceException e) {
      throw DeploymentFailure.ofEcs(e);
    }
  }

  /** Refuses a task set that is gone or going. */
  void requireServing(KeptDeployment deployment, String id) throws DeploymentFailure {
    boolean serves =
        find(deployment, id).filter(set -> !set.status().equals("DRAINING")).isPresent();
    if (!serves) {
      throw new DeploymentFailure(
          ErrorCode.ECS_UPDATE_ERROR,
          "The traffic cannot go back: the original task set " + id + " is gone.");
    }
  }

  void makePrimary(KeptDeployment deployment, String id) throws DeploymentFailure {
    if (primary(deployment).id().equals(id)) {
      return;
    }
    try {
      ecs.updateServicePrimaryTaskSet(
          r ->
              r.cluster(named(deployment).clusterName())
                  .service(named(deployment).serviceName())
                  .primaryTaskSet(id));
    } catch (AwsServiceException e) {
      throw DeploymentFailure.ofEcs(e);
    }
  }

  /** Has a task set removed, with its tasks; one that is gone or going is left alone. */
  void delete(KeptDeployment deployment, String id) throws DeploymentFailure {
    boolean there =
        find(deployment, id).filter(set -> !set.status().equals("DRAINING")).isPresent();
    if (!there) {
      return;
    }
    try {
      ecs.deleteTaskSet(
          r ->
              r.cluster(named(deployment).clusterName())
                  .service(named(deployment).serviceName())
                  .taskSet(id)
                  .force(true));
    } catch (AwsServiceException e) {
      throw DeploymentFailure.ofEcs(e);
    }
  }
}
