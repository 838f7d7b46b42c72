package com.shangwellness.region.codedeploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTargetType;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.TargetLabel;
import software.amazon.awssdk.services.codedeploy.model.TargetStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** A deployment's one target, the ECS service, as it shows. */
final class TargetView {

  private static final int ALL = 100;

  private final TaskSets taskSets;

  TargetView(TaskSets taskSets) {
    this.taskSets = taskSets;
  }

  /** The target's id: cluster and service. */
  static String id(KeptDeployment deployment) {
    var service = service(deployment);
    return service.clusterName() + ":" + service.serviceName();
  }

  private static ECSService service(KeptDeployment deployment) {
    return deployment.order().group().ecsServices().getFirst();
  }

  DeploymentTarget of(KeptDeployment deployment) {
    var service = taskSets.find(service(deployment));
    return DeploymentTarget.builder()
        .deploymentTargetType(DeploymentTargetType.ECS_TARGET)
        .ecsTarget(
            target ->
                target
                    .deploymentId(deployment.id())
                    .targetId(id(deployment))
                    .targetArn(service.map(Service::serviceArn).orElse(null))
                    .status(status(deployment))
                    .lastUpdatedAt(lastChange(deployment))
                    .lifecycleEvents(deployment.events())
                    .taskSetsInfo(
                        deployment.isOver()
                            ? deployment.taskSets()
                            : service.map(s -> shown(deployment, s)).orElse(List.of())))
        .build();
  }

  private static Instant lastChange(KeptDeployment deployment) {
    return deployment.events().stream()
        .flatMap(event -> Stream.of(event.startTime(), event.endTime()).filter(Objects::nonNull))
        .max(Instant::compareTo)
        .orElse(deployment.info().createTime());
  }

  /** The task sets of both colours as they are. */
  List<ECSTaskSet> taskSets(KeptDeployment deployment) {
    return taskSets
        .find(service(deployment))
        .map(service -> shown(deployment, service))
        .orElse(List.of());
  }

  private static List<ECSTaskSet> shown(KeptDeployment deployment, Service service) {
    var sides = deployment.sides();
    int weight = deployment.progress().weight();
    var sets = new ArrayList<ECSTaskSet>();
    for (var set : service.taskSets()) {
      if (set.id().equals(sides.blue().taskSet())) {
        sets.add(shown(set, sides.blue(), TargetLabel.BLUE, ALL - weight));
      } else if (set.id().equals(sides.green().taskSet())) {
        sets.add(shown(set, sides.green(), TargetLabel.GREEN, weight));
      }
    }
    return sets;
  }

  private static ECSTaskSet shown(TaskSet set, Sides.Side side, TargetLabel label, int weight) {
    return ECSTaskSet.builder()
        .identifer(set.id())
        .desiredCount((long) set.computedDesiredCount())
        .pendingCount((long) set.pendingCount())
        .runningCount((long) set.runningCount())
        .status(set.status())
        .trafficWeight((double) weight)
        .targetGroup(group -> group.name(side.targetGroupName()))
        .taskSetLabel(label)
        .build();
  }

  static TargetStatus status(KeptDeployment deployment) {
    return switch (deployment.info().status()) {
      case CREATED, QUEUED -> TargetStatus.PENDING;
      case READY -> TargetStatus.READY;
      case SUCCEEDED -> TargetStatus.SUCCEEDED;
      case FAILED, STOPPED ->
          deployment.events().stream().allMatch(TargetView::isUntouched)
              ? TargetStatus.SKIPPED
              : TargetStatus.FAILED;
      case IN_PROGRESS, BAKING ->
          isHandedOver(deployment) ? TargetStatus.SUCCEEDED : TargetStatus.IN_PROGRESS;
      case UNKNOWN_TO_SDK_VERSION -> TargetStatus.UNKNOWN;
    };
  }

  private static boolean isUntouched(LifecycleEvent event) {
    return event.startTime() == null;
  }

  private static boolean isHandedOver(KeptDeployment deployment) {
    return List.of(BakePhase.NAME, RemovePhase.BLUE).contains(deployment.progress().phase());
  }

  /** How many targets are in which state: one, in its own. */
  static Map<String, Long> overview(KeptDeployment deployment) {
    var overview = new LinkedHashMap<String, Long>();
    for (var status : List.of("Pending", "InProgress", "Succeeded", "Failed", "Skipped", "Ready")) {
      overview.put(status, 0L);
    }
    overview.merge(status(deployment).toString(), 1L, Long::sum);
    return overview;
  }

  /** A deployment as GetDeployment gives it. */
  static DeploymentInfo info(KeptDeployment deployment) {
    var overview = overview(deployment);
    boolean started = deployment.info().status() != DeploymentStatus.CREATED;
    return deployment.info().toBuilder()
        .deploymentOverview(
            o ->
                o.pending(overview.get("Pending"))
                    .inProgress(overview.get("InProgress"))
                    .succeeded(overview.get("Succeeded"))
                    .failed(overview.get("Failed"))
                    .skipped(overview.get("Skipped"))
                    .ready(overview.get("Ready")))
        .instanceTerminationWaitTimeStarted(
            started && Boolean.TRUE.equals(deployment.info().instanceTerminationWaitTimeStarted()))
        .build();
  }
}
