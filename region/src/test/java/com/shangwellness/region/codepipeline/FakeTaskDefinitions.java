package com.shangwellness.region.codepipeline;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;

/** Keeps the task definitions that are registered. */
final class FakeTaskDefinitions implements EcsClient {

  final List<RegisterTaskDefinitionRequest> registered = new ArrayList<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public RegisterTaskDefinitionResponse registerTaskDefinition(
      RegisterTaskDefinitionRequest request) {
    registered.add(request);
    var arn =
        "arn:aws:ecs:ap-south-1:123456789012:task-definition/"
            + request.family()
            + ":"
            + registered.size();
    return RegisterTaskDefinitionResponse.builder()
        .taskDefinition(d -> d.taskDefinitionArn(arn))
        .build();
  }
}
