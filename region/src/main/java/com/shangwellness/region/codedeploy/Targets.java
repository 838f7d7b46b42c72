package com.shangwellness.region.codedeploy;

import java.util.List;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTargetDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTargetIdRequiredException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTargetListSizeExceededException;
import software.amazon.awssdk.services.codedeploy.model.InvalidLifecycleEventHookExecutionIdException;
import software.amazon.awssdk.services.codedeploy.model.InvalidLifecycleEventHookExecutionStatusException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTargetFilterNameException;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.PutLifecycleEventHookExecutionStatusRequest;
import software.amazon.awssdk.services.codedeploy.model.TargetFilterName;

/** What is asked about targets: each deployment has one. */
final class Targets {

  private static final int MOST = 100;

  private final Deployments deployments;
  private final TargetView view;

  Targets(Deployments deployments, TargetView view) {
    this.deployments = deployments;
    this.view = view;
  }

  /** The target's id, if the filters let it pass. */
  List<String> list(ListDeploymentTargetsRequest request) {
    var deployment = deployments.require(request.deploymentId());
    var filters = request.targetFilters();
    if (filters.containsKey(TargetFilterName.UNKNOWN_TO_SDK_VERSION)) {
      throw Refusals.because(
          InvalidTargetFilterNameException.builder(), "The target filter name is invalid.");
    }
    var statuses = filters.getOrDefault(TargetFilterName.TARGET_STATUS, List.of());
    boolean shown =
        statuses.isEmpty() || statuses.contains(TargetView.status(deployment).toString());
    return shown ? List.of(TargetView.id(deployment)) : List.of();
  }

  DeploymentTarget get(String deploymentId, String targetId) {
    var deployment = deployments.require(deploymentId);
    if (targetId == null || targetId.isEmpty()) {
      throw Refusals.because(
          DeploymentTargetIdRequiredException.builder(), "A deployment target ID is required.");
    }
    if (!targetId.equals(TargetView.id(deployment))) {
      throw Refusals.because(
          DeploymentTargetDoesNotExistException.builder(),
          "The deployment %s has no target %s.".formatted(deploymentId, targetId));
    }
    return view.of(deployment);
  }

  List<DeploymentTarget> get(BatchGetDeploymentTargetsRequest request) {
    if (request.targetIds().size() > MOST) {
      throw Refusals.because(
          DeploymentTargetListSizeExceededException.builder(),
          "The maximum number of targets in a batch, " + MOST + ", was exceeded.");
    }
    var deployment = deployments.require(request.deploymentId());
    return request.targetIds().stream().map(id -> get(deployment.id(), id)).toList();
  }

  /** Why a hook's verdict is not taken. */
  RuntimeException noHook(PutLifecycleEventHookExecutionStatusRequest request) {
    var deployment = deployments.require(request.deploymentId());
    if (request.status() == null
        || request.status() == LifecycleEventStatus.UNKNOWN_TO_SDK_VERSION) {
      return Refusals.because(
          InvalidLifecycleEventHookExecutionStatusException.builder(),
          "The status of a hook is Succeeded or Failed.");
    }
    return Refusals.because(
        InvalidLifecycleEventHookExecutionIdException.builder(),
        "The deployment %s has no hook execution %s."
            .formatted(deployment.id(), request.lifecycleEventHookExecutionId()));
  }
}
