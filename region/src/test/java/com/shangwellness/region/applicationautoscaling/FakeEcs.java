package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** The service {@code web} of the cluster {@code prod}, which has what it is to have at once. */
final class FakeEcs implements EcsClient {

  int desired = 2;

  /** How many run; -1 for as many as are desired. */
  int running = -1;

  boolean deploying;

  /** CodeDeploy's, two while it releases; ECS itself rolls nothing out then. */
  int taskSets;

  boolean refuses;

  /** Every desired count that it was given, in order. */
  final List<Integer> given = new ArrayList<>();

  @Override
  public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
    if (!request.cluster().equals("prod")) {
      throw AwsErrors.of(ClusterNotFoundException.builder(), "Cluster not found.");
    }
    return request.services().equals(List.of("web"))
        ? DescribeServicesResponse.builder().services(service()).build()
        : DescribeServicesResponse.builder().build();
  }

  private Service service() {
    var state = deploying ? DeploymentRolloutState.IN_PROGRESS : DeploymentRolloutState.COMPLETED;
    return Service.builder()
        .serviceName("web")
        .status("ACTIVE")
        .desiredCount(desired)
        .runningCount(running < 0 ? desired : running)
        .deployments(Deployment.builder().rolloutState(state).build())
        .taskSets(Collections.nCopies(taskSets, TaskSet.builder().build()))
        .build();
  }

  @Override
  public UpdateServiceResponse updateService(UpdateServiceRequest request) {
    if (refuses) {
      throw AwsErrors.of("InvalidParameterException", 400, "not now");
    }
    desired = request.desiredCount();
    given.add(desired);
    return UpdateServiceResponse.builder().service(service()).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
