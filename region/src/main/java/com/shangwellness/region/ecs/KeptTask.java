package com.shangwellness.region.ecs;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A task and what ECS knows about it besides.
 *
 * @param task as DescribeTasks gives it
 * @param service the key of the service that it belongs to; empty for one that stands alone
 * @param rollout the deployment or task set that started it; empty for one that stands alone
 * @param loadBalancers where it is to be registered
 * @param token what its containers show to get the task role's credentials
 * @param deadline when its present state must be over, or what is kept of it goes
 */
record KeptTask(
    Task task,
    String service,
    String rollout,
    List<LoadBalancer> loadBalancers,
    String token,
    Instant deadline) {

  /** The id at the end of the task's ARN. */
  String id() {
    return id(task.taskArn());
  }

  /** The id at the end of a task's ARN. */
  static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  TaskState state() {
    return TaskState.valueOf(task.lastStatus());
  }

  boolean wanted() {
    return task.desiredStatus().equals("RUNNING");
  }

  /** Whether it has ever reached RUNNING. */
  boolean everRan() {
    return task.startedAt() != null;
  }

  boolean runs() {
    return wanted() && state() == TaskState.RUNNING;
  }

  /** On the way up. */
  boolean pending() {
    return wanted() && state().compareTo(TaskState.RUNNING) < 0;
  }

  /** The task's address in the VPC. */
  String address() {
    return detail("privateIPv4Address");
  }

  String networkInterface() {
    return detail("networkInterfaceId");
  }

  String subnet() {
    return detail("subnetId");
  }

  private String detail(String name) {
    return task.attachments().stream()
        .flatMap(attachment -> attachment.details().stream())
        .filter(detail -> detail.name().equals(name))
        .map(KeyValuePair::value)
        .findFirst()
        .orElse("");
  }

  Container container(String name) {
    return task.containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(id() + " has no container " + name));
  }

  KeptTask with(UnaryOperator<Task.Builder> change) {
    var builder = task.toBuilder().version(task.version() + 1);
    return new KeptTask(
        change.apply(builder).build(), service, rollout, loadBalancers, token, deadline);
  }

  KeptTask withContainer(String name, UnaryOperator<Container.Builder> change) {
    return with(
        builder ->
            builder.containers(
                task.containers().stream()
                    .map(c -> c.name().equals(name) ? change.apply(c.toBuilder()).build() : c)
                    .toList()));
  }

  KeptTask in(TaskState state, Instant until) {
    var moved = with(builder -> builder.lastStatus(state.name()));
    return new KeptTask(moved.task, service, rollout, loadBalancers, token, until);
  }

  boolean allContainers(String status) {
    return task.containers().stream().allMatch(c -> c.lastStatus().equals(status));
  }
}
