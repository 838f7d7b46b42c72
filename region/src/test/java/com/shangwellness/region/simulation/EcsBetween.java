package com.shangwellness.region.simulation;

import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;

/** ECS as CodeDeploy uses it, handed on as it is. */
abstract class EcsBetween implements EcsClient {

  final EcsClient ecs;

  EcsBetween(EcsClient ecs) {
    this.ecs = ecs;
  }

  @Override
  public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
    return ecs.describeServices(request);
  }

  @Override
  public CreateTaskSetResponse createTaskSet(CreateTaskSetRequest request) {
    return ecs.createTaskSet(request);
  }

  @Override
  public UpdateServicePrimaryTaskSetResponse updateServicePrimaryTaskSet(
      UpdateServicePrimaryTaskSetRequest request) {
    return ecs.updateServicePrimaryTaskSet(request);
  }

  @Override
  public DeleteTaskSetResponse deleteTaskSet(DeleteTaskSetRequest request) {
    return ecs.deleteTaskSet(request);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
