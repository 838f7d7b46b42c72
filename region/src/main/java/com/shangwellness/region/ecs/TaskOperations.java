package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Runs, stops and shows tasks. */
final class TaskOperations {

  private static final int MAX_RUN = 10;

  private final Clusters clusters;
  private final TaskDefinitions definitions;
  private final Services services;
  private final Tasks tasks;
  private final TaskPlacement placement;
  private final TaskLifecycle lifecycle;

  TaskOperations(
      Clusters clusters,
      TaskDefinitions definitions,
      Services services,
      Tasks tasks,
      TaskPlacement placement,
      TaskLifecycle lifecycle) {
    this.clusters = clusters;
    this.definitions = definitions;
    this.services = services;
    this.tasks = tasks;
    this.placement = placement;
    this.lifecycle = lifecycle;
  }

  RunTaskResponse run(RunTaskRequest request) {
    var cluster = clusters.require(request.cluster());
    var definition = definitions.requireActive(request.taskDefinition());
    int count = requireNonNullElse(request.count(), 1);
    if (count < 1 || count > MAX_RUN) {
      throw Refusals.invalid("count should be in range 1-10");
    }
    if (request.launchType() != null && request.launchType() != LaunchType.FARGATE) {
      throw Refusals.invalid(
          "Launch type "
              + request.launchTypeAsString()
              + " is not acted on in this region; use FARGATE.");
    }
    ServiceRules.requireNetwork(request.networkConfiguration());
    if (request.overrides() != null) {
      request
          .overrides()
          .containerOverrides()
          .forEach(o -> DefinitionRules.checkEnvironment(o.name(), o.environment()));
    }
    var order = order(request, cluster, definition);
    var started = new ArrayList<KeptTask>();
    for (int i = 0; i < count; i++) {
      var task = placement.place(order, started);
      lifecycle.begin(task);
      started.add(task);
    }
    return RunTaskResponse.builder()
        .tasks(started.stream().map(KeptTask::task).toList())
        .failures(List.of())
        .build();
  }

  private static TaskPlacement.Order order(
      RunTaskRequest request, Cluster cluster, TaskDefinition definition) {
    var network = request.networkConfiguration().awsvpcConfiguration();
    return new TaskPlacement.Order(
        cluster.clusterArn(),
        definition,
        "",
        "",
        request.startedBy(),
        requireNonNullElse(request.group(), "family:" + definition.family()),
        network.subnets(),
        network.securityGroups(),
        List.of(),
        request.tags(),
        request.overrides(),
        request.platformVersion());
  }

  StopTaskResponse stop(StopTaskRequest request) {
    clusters.require(request.cluster());
    var task =
        tasks
            .find(requireNonNullElse(request.task(), ""))
            .orElseThrow(() -> Refusals.invalid("The referenced task was not found."));
    lifecycle.stop(
        task.id(),
        TaskStopCode.USER_INITIATED,
        requireNonNullElse(request.reason(), "Task stopped by user"));
    return StopTaskResponse.builder().task(tasks.find(task.id()).orElseThrow().task()).build();
  }

  DescribeTasksResponse describe(DescribeTasksRequest request) {
    var cluster = clusters.require(request.cluster());
    var found = new ArrayList<Task>();
    var failures = new ArrayList<Failure>();
    for (var reference : request.tasks()) {
      tasks
          .find(reference)
          .filter(task -> task.task().clusterArn().equals(cluster.clusterArn()))
          .ifPresentOrElse(
              task -> found.add(shown(task, request)),
              () -> failures.add(Listing.missing(reference)));
    }
    return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
  }

  private static Task shown(KeptTask task, DescribeTasksRequest request) {
    return request.include().contains(TaskField.TAGS)
        ? task.task()
        : task.task().toBuilder().tags(List.of()).build();
  }

  ListTasksResponse list(ListTasksRequest request) {
    var cluster = clusters.require(request.cluster());
    var desired = requireNonNullElse(request.desiredStatus(), DesiredStatus.RUNNING);
    if (request.serviceName() != null) {
      var unused = services.require(cluster.clusterName(), request.serviceName());
    }
    var arns =
        tasks.all().stream()
            .filter(task -> task.task().clusterArn().equals(cluster.clusterArn()))
            .filter(task -> task.task().desiredStatus().equals(desired.toString()))
            .filter(task -> matches(task, request, cluster))
            .map(task -> task.task().taskArn());
    var page = Listing.page(arns, request.nextToken(), request.maxResults());
    return ListTasksResponse.builder().taskArns(page.items()).nextToken(page.nextOrNull()).build();
  }

  private static boolean matches(KeptTask task, ListTasksRequest request, Cluster cluster) {
    var service = request.serviceName();
    var family = KeptTask.id(task.task().taskDefinitionArn()).replaceFirst(":\\d+$", "");
    return (service == null
            || task.service().equals(KeptService.key(cluster.clusterName(), service)))
        && (request.family() == null || request.family().equals(family))
        && (request.startedBy() == null || request.startedBy().equals(task.task().startedBy()));
  }
}
