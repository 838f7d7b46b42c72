package com.shangwellness.region.codedeploy;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupAlreadyExistsException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.EcsServiceMappingLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentGroupNameException;
import software.amazon.awssdk.services.codedeploy.model.InvalidEcsServiceException;
import software.amazon.awssdk.services.codedeploy.model.InvalidLoadBalancerInfoException;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.OutdatedInstancesStrategy;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;

/** Deployment groups: what is deployed to, and how. */
final class Groups {

  private static final int LONGEST_NAME = 100;

  private final Table<DeploymentGroupInfo> table;
  private final Ids ids;
  private final Timeline timeline;
  private final Configs configs;
  private final TaskSets taskSets;
  private final ServiceRole roles;

  Groups(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Configs configs,
      TaskSets taskSets,
      ServiceRole roles) {
    this.table = store.table(place.region() + "/codedeploy.groups", DeploymentGroupInfo.class);
    this.ids = ids;
    this.timeline = timeline;
    this.configs = configs;
    this.taskSets = taskSets;
    this.roles = roles;
  }

  // Names may have any other character in them.
  private static String key(String application, String group) {
    return application + "\n" + group;
  }

  DeploymentGroupInfo create(CreateDeploymentGroupRequest request) {
    var name = requireName(request.deploymentGroupName());
    if (table.contains(key(request.applicationName(), name))) {
      throw exists(name);
    }
    var group =
        with(
            request,
            DeploymentGroupInfo.builder()
                .deploymentGroupId(ids.uuid())
                .deploymentConfigName(Configs.ALL_AT_ONCE)
                .computePlatform(ComputePlatform.ECS)
                .outdatedInstancesStrategy(OutdatedInstancesStrategy.UPDATE)
                .terminationHookEnabled(false));
    return put(checked(group));
  }

  /** The group with all that a request says of it: their members have the same names. */
  private static DeploymentGroupInfo with(SdkPojo request, DeploymentGroupInfo.Builder group) {
    return (DeploymentGroupInfo) SdkJson.decode(group, SdkJson.encode(request));
  }

  private static AwsServiceException exists(String name) {
    return Refusals.because(
        DeploymentGroupAlreadyExistsException.builder(),
        "Deployment group name already exists: " + name);
  }

  private static String requireName(String name) {
    if (name == null || name.isEmpty()) {
      throw Refusals.noGroupName();
    }
    if (name.length() > LONGEST_NAME) {
      throw Refusals.because(
          InvalidDeploymentGroupNameException.builder(),
          "The deployment group name " + name + " is longer than " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  private DeploymentGroupInfo put(DeploymentGroupInfo group) {
    return table.put(key(group.applicationName(), group.deploymentGroupName()), group);
  }

  private DeploymentGroupInfo checked(DeploymentGroupInfo asked) {
    var group = completed(asked);
    var unused = configs.require(group.deploymentConfigName());
    roles.check(group.serviceRoleArn());
    GroupRules.check(group);
    requireService(group);
    requireUnshared(group);
    return group;
  }

  // What may be left out has its default, so that a deployment need not ask.
  private static DeploymentGroupInfo completed(DeploymentGroupInfo group) {
    var config = group.blueGreenDeploymentConfiguration();
    if (config == null
        || config.deploymentReadyOption() == null
        || config.terminateBlueInstancesOnDeploymentSuccess() == null) {
      return group;
    }
    var ready = config.deploymentReadyOption();
    var end = config.terminateBlueInstancesOnDeploymentSuccess();
    return group.toBuilder()
        .blueGreenDeploymentConfiguration(
            b ->
                b.greenFleetProvisioningOption(config.greenFleetProvisioningOption())
                    .deploymentReadyOption(
                        r ->
                            r.actionOnTimeout(ready.actionOnTimeout())
                                .waitTimeInMinutes(
                                    requireNonNullElse(ready.waitTimeInMinutes(), 0)))
                    .terminateBlueInstancesOnDeploymentSuccess(
                        e ->
                            e.action(end.action())
                                .terminationWaitTimeInMinutes(
                                    requireNonNullElse(end.terminationWaitTimeInMinutes(), 0))))
        .build();
  }

  private void requireService(DeploymentGroupInfo group) {
    var named = group.ecsServices().getFirst();
    var found =
        taskSets
            .find(named)
            .orElseThrow(
                () ->
                    badService(
                        "The ECS service %s was not found in the cluster %s."
                            .formatted(named.serviceName(), named.clusterName())));
    if (found.deploymentController().type() != DeploymentControllerType.CODE_DEPLOY) {
      throw badService(
          "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment"
              + " controller.");
    }
  }

  private static AwsServiceException badService(String message) {
    return Refusals.because(InvalidEcsServiceException.builder(), message);
  }

  /** A service has one group, and so has a listener: two would turn it against each other. */
  private void requireUnshared(DeploymentGroupInfo group) {
    var others =
        table.stream()
            .filter(other -> !other.deploymentGroupId().equals(group.deploymentGroupId()))
            .toList();
    var own = identity(group);
    if (others.stream().anyMatch(other -> identity(other).equals(own))) {
      throw Refusals.because(
          EcsServiceMappingLimitExceededException.builder(),
          "The ECS service %s is already associated with another deployment group."
              .formatted(service(group).serviceName()));
    }
    var taken = others.stream().flatMap(Groups::listeners).toList();
    listeners(group)
        .filter(taken::contains)
        .findFirst()
        .ifPresent(
            listener -> {
              throw Refusals.because(
                  InvalidLoadBalancerInfoException.builder(),
                  "The listener is already in use by another deployment group: " + listener);
            });
  }

  /** Which service a group deploys to, however it names it. */
  String identity(DeploymentGroupInfo group) {
    return taskSets.identity(service(group));
  }

  private static ECSService service(DeploymentGroupInfo group) {
    return group.ecsServices().getFirst();
  }

  private static Stream<String> listeners(DeploymentGroupInfo group) {
    return group.loadBalancerInfo().targetGroupPairInfoList().stream()
        .flatMap(
            pair ->
                Stream.concat(
                    GroupRules.listeners(pair.prodTrafficRoute()).stream(),
                    GroupRules.listeners(pair.testTrafficRoute()).stream()));
  }

  /** Changes what the request names and nothing else. */
  DeploymentGroupInfo update(UpdateDeploymentGroupRequest request) {
    var before = require(request.applicationName(), request.currentDeploymentGroupName());
    var after = before.toBuilder();
    if (request.newDeploymentGroupName() != null) {
      var name = requireName(request.newDeploymentGroupName());
      boolean renamed = !name.equals(before.deploymentGroupName());
      if (renamed && table.contains(key(before.applicationName(), name))) {
        throw exists(name);
      }
      after.deploymentGroupName(name);
    }
    var group = checked(with(request, after));
    table.remove(key(before.applicationName(), before.deploymentGroupName()));
    return put(group);
  }

  DeploymentGroupInfo require(String application, String name) {
    requireName(name);
    return table.get(key(application, name)).orElseThrow(() -> Refusals.noGroup(name));
  }

  Optional<DeploymentGroupInfo> find(String application, String name) {
    return table.get(key(application, name));
  }

  List<DeploymentGroupInfo> in(String application) {
    return table.withPrefix(key(application, ""));
  }

  boolean useConfig(String name) {
    return table.stream().anyMatch(group -> group.deploymentConfigName().equals(name));
  }

  /** Without effect when there is none, as with AWS. */
  void delete(String application, String name) {
    table.remove(key(application, requireName(name)));
  }

  // ---- what deployments leave

  void attempted(KeptDeployment deployment) {
    note(deployment, group -> group.lastAttemptedDeployment(last(deployment)));
  }

  void succeeded(KeptDeployment deployment) {
    note(
        deployment,
        group ->
            group
                .lastAttemptedDeployment(last(deployment))
                .lastSuccessfulDeployment(last(deployment))
                .targetRevision(deployment.info().revision()));
  }

  private LastDeploymentInfo last(KeptDeployment deployment) {
    return LastDeploymentInfo.builder()
        .deploymentId(deployment.id())
        .status(deployment.info().status())
        .createTime(deployment.info().createTime())
        .endTime(deployment.isOver() ? timeline.now() : null)
        .build();
  }

  // The group may have been renamed meanwhile, or have gone.
  private void note(KeptDeployment deployment, UnaryOperator<DeploymentGroupInfo.Builder> change) {
    var id = deployment.order().group().deploymentGroupId();
    in(deployment.info().applicationName()).stream()
        .filter(group -> group.deploymentGroupId().equals(id))
        .findFirst()
        .ifPresent(group -> put(change.apply(group.toBuilder()).build()));
  }
}
