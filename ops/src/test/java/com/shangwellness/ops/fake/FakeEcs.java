package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** One service whose tasks a test sets. */
public final class FakeEcs implements EcsClient {
  private final List<Task> tasks = new ArrayList<>();

  /** A task runs. */
  public void runs(String id, String zone, String address) {
    runs(id, zone, address, "sha256:first");
  }

  /** A task runs an image with this digest. */
  public void runs(String id, String zone, String address, String image) {
    tasks.add(
        Task.builder()
            .taskArn("arn:aws:ecs:ap-south-1:669097061043:task/cluster/" + id)
            .availabilityZone(zone)
            .lastStatus("RUNNING")
            .containers(Container.builder().name("app").imageDigest(image).build())
            .attachments(
                Attachment.builder()
                    .details(
                        KeyValuePair.builder().name("privateIPv4Address").value(address).build())
                    .build())
            .build());
  }

  @Override
  public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
    return DescribeServicesResponse.builder()
        .services(
            Service.builder()
                .serviceName("shangwellness-prod-service")
                .clusterArn(
                    "arn:aws:ecs:ap-south-1:669097061043:cluster/shangwellness-prod-cluster")
                .desiredCount(2)
                .runningCount(tasks.size())
                .pendingCount(0)
                .taskDefinition("arn:aws:ecs:ap-south-1:669097061043:task-definition/web:1")
                .build())
        .build();
  }

  @Override
  public ListTasksResponse listTasks(ListTasksRequest request) {
    return ListTasksResponse.builder().taskArns(tasks.stream().map(Task::taskArn).toList()).build();
  }

  @Override
  public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
    return DescribeTasksResponse.builder().tasks(tasks).build();
  }

  @Override
  public DescribeTaskDefinitionResponse describeTaskDefinition(
      DescribeTaskDefinitionRequest request) {
    return DescribeTaskDefinitionResponse.builder()
        .taskDefinition(
            d ->
                d.containerDefinitions(
                    ContainerDefinition.builder()
                        .logConfiguration(l -> l.options(Map.of("awslogs-group", "/web")))
                        .build()))
        .build();
  }

  @Override
  public DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
    return DescribeClustersResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "ecs";
  }

  @Override
  public void close() {}
}
