package com.shangwellness.region.ecs;

import static java.util.Comparator.comparingLong;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Makes tasks, each in the zone that has the fewest of its kind. */
final class TaskPlacement {

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final TaskNetwork network;

  TaskPlacement(Place place, Timeline timeline, Ids ids, TaskNetwork network) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.network = network;
  }

  /**
   * What is asked for.
   *
   * @param service the key of the service; empty for a task that stands alone
   * @param rollout the deployment or task set; empty for a task that stands alone
   * @param startedBy as DescribeTasks shows it
   */
  record Order(
      String clusterArn,
      TaskDefinition definition,
      String service,
      String rollout,
      String startedBy,
      String group,
      List<String> subnets,
      List<String> securityGroups,
      List<LoadBalancer> loadBalancers,
      List<Tag> tags,
      TaskOverride overrides,
      String platformVersion) {}

  /**
   * A new task in state PROVISIONING, with its network interface.
   *
   * @param siblings the tasks among which it is to be spread
   */
  KeptTask place(Order order, List<KeptTask> siblings) {
    var subnet = subnet(order.subnets(), siblings);
    var attached = network.attach(subnet, order.securityGroups());
    var id = ids.hex(32);
    var cluster = Clusters.name(order.clusterArn());
    var arn = place.arn("ecs", "task/" + cluster + "/" + id);
    var definition = order.definition();
    var task =
        Task.builder()
            .taskArn(arn)
            .clusterArn(order.clusterArn())
            .taskDefinitionArn(definition.taskDefinitionArn())
            .availabilityZone(attached.zone())
            .attachments(attached.attachment())
            .attributes(Attribute.builder().name("ecs.cpu-architecture").value("x86_64").build())
            .connectivity(Connectivity.CONNECTED)
            .connectivityAt(timeline.now())
            .containers(
                definition.containerDefinitions().stream()
                    .map(container -> container(arn, container))
                    .toList())
            .cpu(definition.cpu())
            .memory(definition.memory())
            .createdAt(timeline.now())
            .desiredStatus("RUNNING")
            .lastStatus(TaskState.PROVISIONING.name())
            .enableExecuteCommand(false)
            .group(order.group())
            .healthStatus(HealthStatus.UNKNOWN)
            .launchType(LaunchType.FARGATE)
            .overrides(order.overrides())
            .platformVersion(platformVersion(order.platformVersion()))
            .platformFamily("Linux")
            .startedBy(order.startedBy())
            .tags(order.tags())
            .version(1L)
            .build();
    var token = definition.taskRoleArn() == null ? "" : ids.hex(64);
    return new KeptTask(
        task, order.service(), order.rollout(), order.loadBalancers(), token, TaskLifecycle.NONE);
  }

  /** LATEST is platform 1.4.0. */
  static String platformVersion(String asked) {
    return asked == null || asked.equals("LATEST") ? "1.4.0" : asked;
  }

  private String subnet(List<String> subnets, List<KeptTask> siblings) {
    var zones = network.zones(subnets);
    return subnets.stream()
        .min(
            comparingLong(
                    (String subnet) ->
                        siblings.stream()
                            .filter(t -> t.task().availabilityZone().equals(zones.get(subnet)))
                            .count())
                .thenComparingLong(
                    subnet -> siblings.stream().filter(t -> t.subnet().equals(subnet)).count()))
        .orElseThrow(() -> Refusals.invalid("subnets can not be empty."));
  }

  private Container container(String task, ContainerDefinition definition) {
    return Container.builder()
        .containerArn(task.replace(":task/", ":container/") + "/" + ids.uuid())
        .taskArn(task)
        .name(definition.name())
        .image(definition.image())
        .lastStatus("PENDING")
        .healthStatus(HealthStatus.UNKNOWN)
        .cpu(String.valueOf(Containers.cpu(definition)))
        .memory(definition.memory() == null ? null : String.valueOf(definition.memory()))
        .build();
  }
}
