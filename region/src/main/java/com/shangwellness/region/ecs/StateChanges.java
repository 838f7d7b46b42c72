package com.shangwellness.region.ecs;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.eventbridge.EventSink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * Tells EventBridge what becomes of tasks, deployments and services (ECS guide, "Amazon ECS
 * events").
 */
final class StateChanges {

  private static final String SOURCE = "aws.ecs";

  private EventSink sink = EventSink.NONE;

  /** Tells {@code sink} from now on. */
  void tell(EventSink sink) {
    this.sink = sink;
  }

  /**
   * A task is about to be kept; it is told of when its status, or the one it is to have, differs.
   */
  void task(Optional<KeptTask> before, KeptTask now) {
    boolean same =
        before
            .map(KeptTask::task)
            .filter(task -> task.lastStatus().equals(now.task().lastStatus()))
            .filter(task -> task.desiredStatus().equals(now.task().desiredStatus()))
            .isPresent();
    if (!same) {
      var detail = SdkJson.encode(now.task().toBuilder().tags(List.of()).build());
      detail.remove("tags");
      sink.emit(SOURCE, "ECS Task State Change", List.of(now.task().taskArn()), detail.toString());
    }
  }

  /** A service is about to be kept. */
  void service(Optional<KeptService> before, KeptService now, Instant time) {
    var known =
        before.stream()
            .flatMap(service -> service.service().deployments().stream())
            .collect(toMap(Deployment::id, Function.identity()));
    for (var deployment : now.service().deployments()) {
      var old = Optional.ofNullable(known.get(deployment.id()));
      if (deployment.rolloutState() != null
          && old.map(Deployment::rolloutState)
              .filter(deployment.rolloutState()::equals)
              .isEmpty()) {
        deployment(now, deployment);
      }
    }
    for (var set : now.service().taskSets()) {
      if (isSteady(now, set.id()) && before.filter(old -> isSteady(old, set.id())).isEmpty()) {
        taskSet(now, set, time);
      }
    }
    if (now.steady() && before.filter(KeptService::steady).isEmpty()) {
      var detail = detail("INFO", "SERVICE_STEADY_STATE");
      detail.put("clusterArn", now.service().clusterArn()).put("createdAt", time.toString());
      sink.emit(
          SOURCE, "ECS Service Action", List.of(now.service().serviceArn()), detail.toString());
    }
  }

  private static boolean isSteady(KeptService service, String taskSet) {
    return service.service().taskSets().stream()
        .filter(set -> set.id().equals(taskSet))
        .anyMatch(set -> set.stabilityStatus() == StabilityStatus.STEADY_STATE);
  }

  private void taskSet(KeptService service, TaskSet set, Instant time) {
    var detail = detail("INFO", "TASKSET_STEADY_STATE");
    detail.put("clusterArn", service.service().clusterArn()).put("createdAt", time.toString());
    detail.putArray("taskSetArns").add(set.taskSetArn());
    sink.emit(
        SOURCE, "ECS Service Action", List.of(service.service().serviceArn()), detail.toString());
  }

  private void deployment(KeptService service, Deployment deployment) {
    boolean failed = deployment.rolloutState() == DeploymentRolloutState.FAILED;
    var detail =
        detail(
            failed ? "ERROR" : "INFO", "SERVICE_DEPLOYMENT_" + deployment.rolloutStateAsString());
    detail
        .put("deploymentId", deployment.id())
        .put("updatedAt", deployment.updatedAt().toString())
        .put(
            "reason",
            Optional.ofNullable(deployment.rolloutStateReason())
                .orElse("ECS deployment " + deployment.id() + " in progress."));
    sink.emit(
        SOURCE,
        "ECS Deployment State Change",
        List.of(service.service().serviceArn()),
        detail.toString());
  }

  private static ObjectNode detail(String type, String name) {
    return JsonNodeFactory.instance.objectNode().put("eventType", type).put("eventName", name);
  }
}
