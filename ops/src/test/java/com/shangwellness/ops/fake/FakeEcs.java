package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
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
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** One service whose tasks a test sets. */
public final class FakeEcs implements EcsClient {
  private static final String DEFINITION = "arn:aws:ecs:ap-south-1:669097061043:task-definition/";

  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, TaskDefinition> definitions = new LinkedHashMap<>();
  private final List<String> retired = new ArrayList<>();
  private final List<TaskSet> beside = new ArrayList<>();
  private String serving = DEFINITION + "web:1";
  private String servingBy = "";

  /** There is a task definition, as in {@code web:1}, that runs {@code image}. */
  public void defines(String name, String image) {
    var container = ContainerDefinition.builder().name("web").image(image).build();
    define(name, TaskDefinition.builder().family("web").containerDefinitions(container));
  }

  private TaskDefinition define(String name, TaskDefinition.Builder definition) {
    var made = definition.taskDefinitionArn(DEFINITION + name).build();
    definitions.put(name, made);
    return made;
  }

  /** The primary task set runs this task definition, as in {@code web:1}. */
  public void serves(String name) {
    serves(name, "");
  }

  /** The primary task set, which this deployment has made, runs this task definition. */
  public void serves(String name, String deployment) {
    serving = DEFINITION + name;
    servingBy = deployment;
  }

  /** Beside the primary one there is a task set that this deployment has made. */
  public void beside(String name, String deployment) {
    beside.add(taskSet("ecs-svc/" + deployment, "ACTIVE", DEFINITION + name, deployment));
  }

  private static TaskSet taskSet(String id, String status, String definition, String deployment) {
    return TaskSet.builder()
        .id(id)
        .status(status)
        .taskDefinition(definition)
        .externalId(deployment)
        .build();
  }

  private List<TaskSet> taskSets() {
    var sets = new ArrayList<>(List.of(taskSet("ecs-svc/Blue", "PRIMARY", serving, servingBy)));
    sets.addAll(beside);
    return sets;
  }

  /** Which task definitions there are, as in {@code web:1}. */
  public Map<String, TaskDefinition> definitions() {
    return definitions;
  }

  /** Those that were deregistered. */
  public List<String> retired() {
    return retired;
  }

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
                .taskDefinition(serving)
                .taskSets(taskSets())
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
    var name = request.taskDefinition().replace(DEFINITION, "");
    if (definitions.containsKey(name)) {
      return DescribeTaskDefinitionResponse.builder().taskDefinition(definitions.get(name)).build();
    }
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
  public RegisterTaskDefinitionResponse registerTaskDefinition(
      RegisterTaskDefinitionRequest request) {
    var name = request.family() + ":" + (definitions.size() + 1);
    var made =
        TaskDefinition.builder()
            .family(request.family())
            .cpu(request.cpu())
            .containerDefinitions(request.containerDefinitions());
    return RegisterTaskDefinitionResponse.builder().taskDefinition(define(name, made)).build();
  }

  @Override
  public DeregisterTaskDefinitionResponse deregisterTaskDefinition(
      DeregisterTaskDefinitionRequest request) {
    retired.add(request.taskDefinition().replace(DEFINITION, ""));
    return DeregisterTaskDefinitionResponse.builder().build();
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
