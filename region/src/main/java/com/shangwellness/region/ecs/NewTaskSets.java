package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Makes task sets, without their tasks. */
final class NewTaskSets {

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;

  NewTaskSets(Place place, Timeline timeline, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
  }

  /** The one that ECS makes by itself when a CODE_DEPLOY service is created. */
  TaskSet first(Service service) {
    return draft(service)
        .status("PRIMARY")
        .taskDefinition(service.taskDefinition())
        .launchType(service.launchType())
        .capacityProviderStrategy(service.capacityProviderStrategy())
        .platformVersion(service.platformVersion())
        .networkConfiguration(service.networkConfiguration())
        .loadBalancers(service.loadBalancers())
        .scale(percent(100))
        .tags(List.of())
        .build();
  }

  /**
   * One that somebody asks for. It is scaled to 0 percent where the request is silent (AWS CLI
   * reference, create-task-set), and started by CODE_DEPLOY where CodeDeploy is the controller (ECS
   * API, {@code TaskSet.startedBy}).
   */
  TaskSet of(Service service, CreateTaskSetRequest request, TaskDefinition definition) {
    var set =
        draft(service)
            .status("ACTIVE")
            .taskDefinition(definition.taskDefinitionArn())
            .platformVersion(TaskPlacement.platformVersion(request.platformVersion()))
            .networkConfiguration(request.networkConfiguration())
            .loadBalancers(request.loadBalancers())
            .scale(requireNonNullElse(request.scale(), percent(0)))
            .externalId(request.externalId())
            .tags(request.tags());
    if (service.deploymentController().type() == DeploymentControllerType.CODE_DEPLOY) {
      set.startedBy("CODE_DEPLOY");
    }
    return request.hasCapacityProviderStrategy()
        ? set.capacityProviderStrategy(request.capacityProviderStrategy()).build()
        : set.launchType(LaunchType.FARGATE).build();
  }

  private static Scale percent(double value) {
    return Scale.builder().value(value).unit(ScaleUnit.PERCENT).build();
  }

  private TaskSet.Builder draft(Service service) {
    var id = "ecs-svc/" + RollingUpdate.digits(ids);
    var cluster = Clusters.name(service.clusterArn());
    return TaskSet.builder()
        .id(id)
        .taskSetArn(
            place.arn("ecs", "task-set/" + cluster + "/" + service.serviceName() + "/" + id))
        .serviceArn(service.serviceArn())
        .clusterArn(service.clusterArn())
        .createdAt(timeline.now())
        .updatedAt(timeline.now())
        .platformFamily("Linux")
        .serviceRegistries(List.of())
        .stabilityStatus(StabilityStatus.STABILIZING)
        .stabilityStatusAt(timeline.now());
  }
}
