package com.shangwellness.ops.release;

import com.shangwellness.ops.release.ReleaseState.Alarm;
import com.shangwellness.ops.targets.Clients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** The parts of AWS that a release moves, found once. */
final class ReleaseClients {
  private final Clients clients;
  private final ReleaseGroup group;
  private final DeploymentGroupInfo settings;
  private final Deployments deployments;
  private final TaskDefinitions taskDefinitions;
  private final Versions versions;
  private final TargetGroups groups;
  private final Traffic traffic;
  private final Map<String, List<String>> targetIds = new HashMap<>();

  ReleaseClients(Clients clients, ReleaseGroup group) {
    this.clients = clients;
    this.group = group;
    this.settings =
        clients
            .codeDeploy()
            .getDeploymentGroup(
                r -> r.applicationName(group.application()).deploymentGroupName(group.group()))
            .deploymentGroupInfo();
    this.deployments = new Deployments(clients.codeDeploy(), group);
    this.taskDefinitions = new TaskDefinitions(clients.ecs());
    this.versions = new Versions(taskDefinitions, clients.ecr());
    this.groups = new TargetGroups(clients.loadBalancing(), settings);
    this.traffic = new Traffic(clients.cloudWatch(), groups);
  }

  Clients clients() {
    return clients;
  }

  ReleaseGroup group() {
    return group;
  }

  Deployments deployments() {
    return deployments;
  }

  TaskDefinitions taskDefinitions() {
    return taskDefinitions;
  }

  Versions versions() {
    return versions;
  }

  TargetGroups groups() {
    return groups;
  }

  Traffic traffic() {
    return traffic;
  }

  /** The one target that a deployment to ECS has; nothing before it has begun. */
  Optional<ECSTarget> target(String deployment) {
    var ids =
        targetIds.computeIfAbsent(
            deployment,
            id -> clients.codeDeploy().listDeploymentTargets(r -> r.deploymentId(id)).targetIds());
    if (ids.isEmpty()) {
      targetIds.remove(deployment); // it may have one soon
      return Optional.empty();
    }
    return clients
        .codeDeploy()
        .batchGetDeploymentTargets(r -> r.deploymentId(deployment).targetIds(ids))
        .deploymentTargets()
        .stream()
        .map(target -> target.ecsTarget())
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The task definition of a task set that is there. */
  Optional<String> taskDefinitionOf(String taskSet) {
    return taskSets().stream()
        .filter(set -> set.id().equals(taskSet))
        .map(TaskSet::taskDefinition)
        .findFirst();
  }

  /** The task definition that serves production. */
  Optional<String> serving() {
    return taskSets().stream()
        .filter(HalfRelease::isPrimary)
        .map(TaskSet::taskDefinition)
        .findFirst();
  }

  /** All task sets of the service. */
  List<TaskSet> taskSets() {
    var service = group.service();
    return clients
        .ecs()
        .describeServices(r -> r.cluster(service.cluster()).services(service.service()))
        .services()
        .stream()
        .flatMap(s -> s.taskSets().stream())
        .toList();
  }

  /** The alarms that can end a release, as they stand. */
  List<Alarm> alarms() {
    var configured = settings.alarmConfiguration();
    if (configured == null || !Boolean.TRUE.equals(configured.enabled())) {
      return List.of();
    }
    var names = configured.alarms().stream().map(alarm -> alarm.name()).toList();
    return names.isEmpty()
        ? List.of()
        : clients
            .cloudWatch()
            .describeAlarmsPaginator(r -> r.alarmNames(names))
            .metricAlarms()
            .stream()
            .map(
                a ->
                    new Alarm(
                        a.alarmName(),
                        a.stateValueAsString(),
                        Objects.toString(a.stateReason(), "")))
            .toList();
  }
}
