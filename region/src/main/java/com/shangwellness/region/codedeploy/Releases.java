package com.shangwellness.region.codedeploy;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codedeploy.KeptDeployment.Order;
import com.shangwellness.region.codedeploy.KeptDeployment.Progress;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.ContinueDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentAlreadyCompletedException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentIsNotInReadyStateException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.DescriptionTooLongException;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentStatusException;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentWaitTypeException;
import software.amazon.awssdk.services.codedeploy.model.InvalidFileExistsBehaviorException;
import software.amazon.awssdk.services.codedeploy.model.InvalidIgnoreApplicationStopFailuresValueException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTargetInstancesException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTimeRangeException;
import software.amazon.awssdk.services.codedeploy.model.InvalidUpdateOutdatedInstancesOnlyValueException;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.UnsupportedActionForDeploymentTypeException;

/** What people ask of deployments: to begin, to stop, to go on; and which there are. */
final class Releases {

  private static final int LONGEST_DESCRIPTION = 256;

  private final Timeline timeline;
  private final Applications applications;
  private final Groups groups;
  private final Configs configs;
  private final Revisions revisions;
  private final Deployments deployments;
  private final Machine machine;

  Releases(
      Timeline timeline,
      Applications applications,
      Groups groups,
      Configs configs,
      Revisions revisions,
      Deployments deployments,
      Machine machine) {
    this.timeline = timeline;
    this.applications = applications;
    this.groups = groups;
    this.configs = configs;
    this.revisions = revisions;
    this.deployments = deployments;
    this.machine = machine;
  }

  KeptDeployment create(CreateDeploymentRequest request) {
    var application = applications.require(request.applicationName()).applicationName();
    var group = groups.require(application, request.deploymentGroupName());
    check(request);
    var configName =
        Optional.ofNullable(request.deploymentConfigName()).orElse(group.deploymentConfigName());
    var shift = TrafficShift.of(configs.require(configName).trafficRoutingConfig());
    requireNoneUnderWay(group);
    var revision = revisions.register(application, request.revision(), null, true);
    var deployment =
        deployments.put(
            new KeptDeployment(
                info(request, group, configName, revision),
                new Order(
                    group, revision.spec(), shift, Caller.current().map(Caller::pace).orElse(0.0)),
                Sides.NONE,
                Progress.at(machine.start()),
                LifecycleEvents.of(hasTest(group), revision.spec()),
                List.of()));
    machine.created(deployment);
    return deployment;
  }

  // Also one of a group that is gone, or that deploys elsewhere now: a service has one at a time.
  private void requireNoneUnderWay(DeploymentGroupInfo group) {
    var service = groups.identity(group);
    deployments.active().stream()
        .filter(
            active ->
                active.order().group().deploymentGroupId().equals(group.deploymentGroupId())
                    || groups.identity(active.order().group()).equals(service))
        .findFirst()
        .ifPresent(
            active -> {
              throw Refusals.because(
                  DeploymentLimitExceededException.builder(),
                  "The Deployment Group '%s' already has an active Deployment '%s'"
                      .formatted(group.deploymentGroupName(), active.id()));
            });
  }

  private static boolean hasTest(DeploymentGroupInfo group) {
    var pair = group.loadBalancerInfo().targetGroupPairInfoList().getFirst();
    return !GroupRules.listeners(pair.testTrafficRoute()).isEmpty();
  }

  private DeploymentInfo info(
      CreateDeploymentRequest request,
      DeploymentGroupInfo group,
      String configName,
      Revisions.Found revision) {
    return DeploymentInfo.builder()
        .deploymentId(deployments.newId())
        .applicationName(group.applicationName())
        .deploymentGroupName(group.deploymentGroupName())
        .deploymentConfigName(configName)
        .status(DeploymentStatus.CREATED)
        .createTime(timeline.now())
        .creator(DeploymentCreator.USER)
        .description(request.description())
        .revision(revision.shown())
        .previousRevision(group.targetRevision())
        .computePlatform(ComputePlatform.ECS)
        .deploymentStyle(group.deploymentStyle())
        .blueGreenDeploymentConfiguration(group.blueGreenDeploymentConfiguration())
        .loadBalancerInfo(group.loadBalancerInfo())
        .autoRollbackConfiguration(
            request.autoRollbackConfiguration() == null
                ? group.autoRollbackConfiguration()
                : request.autoRollbackConfiguration())
        .overrideAlarmConfiguration(request.overrideAlarmConfiguration())
        .ignoreApplicationStopFailures(false)
        .updateOutdatedInstancesOnly(false)
        .instanceTerminationWaitTimeStarted(false)
        .build();
  }

  private static void check(CreateDeploymentRequest request) {
    if (request.description() != null && request.description().length() > LONGEST_DESCRIPTION) {
      throw Refusals.because(
          DescriptionTooLongException.builder(),
          "The description is longer than " + LONGEST_DESCRIPTION + " characters.");
    }
    GroupRules.alarms(request.overrideAlarmConfiguration());
    GroupRules.rollback(request.autoRollbackConfiguration());
    if (request.targetInstances() != null) {
      throw Refusals.because(
          InvalidTargetInstancesException.builder(),
          "Target instances cannot be specified for the ECS compute platform.");
    }
    if (request.fileExistsBehavior() != null) {
      throw Refusals.because(
          InvalidFileExistsBehaviorException.builder(),
          "fileExistsBehavior cannot be specified for the ECS compute platform.");
    }
    if (Boolean.TRUE.equals(request.updateOutdatedInstancesOnly())) {
      throw Refusals.because(
          InvalidUpdateOutdatedInstancesOnlyValueException.builder(),
          "updateOutdatedInstancesOnly cannot be true for the ECS compute platform.");
    }
    if (Boolean.TRUE.equals(request.ignoreApplicationStopFailures())) {
      throw Refusals.because(
          InvalidIgnoreApplicationStopFailuresValueException.builder(),
          "ignoreApplicationStopFailures cannot be true for the ECS compute platform.");
    }
  }

  /** Stops a deployment while there is a way back. */
  void stop(StopDeploymentRequest request) {
    var deployment = underWay(request.deploymentId());
    if (Machine.isRollback(deployment)) {
      throw Refusals.because(
          UnsupportedActionForDeploymentTypeException.builder(),
          "A rollback cannot be stopped: " + deployment.id());
    }
    if (!machine.isStoppable(deployment)) {
      throw completed(deployment.id() + " has begun to remove the original task set");
    }
    machine.stop(deployment, Optional.ofNullable(request.autoRollbackEnabled()));
  }

  private KeptDeployment underWay(String id) {
    var deployment = deployments.require(id);
    if (deployment.isOver()) {
      throw completed(id + " is " + deployment.info().statusAsString());
    }
    return deployment;
  }

  private static RuntimeException completed(String why) {
    return Refusals.because(
        DeploymentAlreadyCompletedException.builder(),
        "The deployment is already completed: " + why + ".");
  }

  /** Ends a wait: that before the shift when none is named. */
  void proceed(ContinueDeploymentRequest request) {
    var deployment = underWay(request.deploymentId());
    var wait =
        request.deploymentWaitTypeAsString() == null
            ? DeploymentWaitType.READY_WAIT
            : request.deploymentWaitType();
    if (wait == DeploymentWaitType.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.because(
          InvalidDeploymentWaitTypeException.builder(),
          "The wait type is invalid: " + request.deploymentWaitTypeAsString());
    }
    if (wait == DeploymentWaitType.READY_WAIT && !machine.shift(deployment)) {
      throw Refusals.because(
          DeploymentIsNotInReadyStateException.builder(),
          "The deployment " + deployment.id() + " does not wait for its traffic to be rerouted.");
    }
    if (wait == DeploymentWaitType.TERMINATION_WAIT && !machine.finish(deployment)) {
      throw Refusals.because(
          InvalidDeploymentStatusException.builder(),
          "The deployment "
              + deployment.id()
              + " does not wait for the original task set to be removed.");
    }
  }

  /** The ids of those that {@code request} asks for, the newest first. */
  List<String> list(ListDeploymentsRequest request) {
    var range = request.createTimeRange();
    if (range != null
        && range.start() != null
        && range.end() != null
        && range.end().isBefore(range.start())) {
      throw Refusals.because(
          InvalidTimeRangeException.builder(), "The time range ends before it begins.");
    }
    var statuses = List.copyOf(request.includeOnlyStatuses());
    if (statuses.contains(DeploymentStatus.UNKNOWN_TO_SDK_VERSION)) {
      throw Refusals.because(
          InvalidDeploymentStatusException.builder(), "A deployment status is invalid.");
    }
    return candidates(request).stream()
        .filter(d -> statuses.isEmpty() || statuses.contains(d.info().status()))
        .filter(d -> range == null || isIn(d.info().createTime(), range.start(), range.end()))
        .map(KeptDeployment::id)
        .toList();
  }

  private List<KeptDeployment> candidates(ListDeploymentsRequest request) {
    if (request.externalId() != null) {
      return List.of(); // External ids are those of stacks with the blue/green hook.
    }
    if (request.applicationName() == null && request.deploymentGroupName() == null) {
      return deployments.all();
    }
    var application = applications.require(request.applicationName()).applicationName();
    if (request.deploymentGroupName() == null) {
      return deployments.all().stream()
          .filter(d -> d.info().applicationName().equals(application))
          .toList();
    }
    var group = groups.require(application, request.deploymentGroupName()).deploymentGroupId();
    return deployments.all().stream()
        .filter(d -> d.order().group().deploymentGroupId().equals(group))
        .toList();
  }

  private static boolean isIn(Instant time, Instant start, Instant end) {
    return (start == null || !time.isBefore(start)) && (end == null || !time.isAfter(end));
  }

  /** A group with the deployments that it had last, as they are now. */
  DeploymentGroupInfo withLast(DeploymentGroupInfo group) {
    return group.toBuilder()
        .lastAttemptedDeployment(current(group.lastAttemptedDeployment()))
        .lastSuccessfulDeployment(current(group.lastSuccessfulDeployment()))
        .build();
  }

  private LastDeploymentInfo current(LastDeploymentInfo last) {
    return last == null
        ? null
        : deployments
            .find(last.deploymentId())
            .map(
                d ->
                    last.toBuilder()
                        .status(d.info().status())
                        .endTime(d.info().completeTime())
                        .build())
            .orElse(last);
  }
}
