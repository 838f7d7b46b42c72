package com.shangwellness.region.ecs;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** What a service must satisfy before it is created or changed. */
final class ServiceRules {

  private static final Set<String> PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");

  private final ElasticLoadBalancingV2Client balancers;

  ServiceRules(ElasticLoadBalancingV2Client balancers) {
    this.balancers = balancers;
  }

  /** What does not depend on a task definition. */
  void check(CreateServiceRequest request) {
    if (request.serviceName() == null || !request.serviceName().matches("[a-zA-Z0-9_-]{1,255}")) {
      throw Refusals.invalid("Invalid service name: it must be 1 to 255 letters, digits, _ and -.");
    }
    if (controller(request) == DeploymentControllerType.EXTERNAL) {
      requireLeftToTaskSets(request);
    }
    requireFargate(
        request.launchTypeAsString(), request.launchType(), request.capacityProviderStrategy());
    if (request.schedulingStrategy() == SchedulingStrategy.DAEMON) {
      throw Refusals.invalid("The daemon scheduling strategy is not supported on AWS Fargate.");
    }
    requireCount(request.desiredCount());
    requireNoExtras(request);
  }

  /**
   * With EXTERNAL, a service is created without what its task sets bring (ECS guide, "Deploy Amazon
   * ECS services using a third-party controller").
   */
  private static void requireLeftToTaskSets(CreateServiceRequest request) {
    requireBlank(request.taskDefinition() == null, "TaskDefinition");
    requireBlank(request.launchTypeAsString() == null, "LaunchType");
    requireBlank(!request.hasCapacityProviderStrategy(), "CapacityProviderStrategy");
    requireBlank(request.platformVersion() == null, "PlatformVersion");
    requireBlank(request.networkConfiguration() == null, "NetworkConfiguration");
    requireBlank(request.loadBalancers().isEmpty(), "LoadBalancers");
  }

  private static void requireBlank(boolean blank, String what) {
    if (!blank) {
      throw Refusals.invalid(what + " must be blank.");
    }
  }

  static void requireFargate(
      String asked, LaunchType launchType, List<CapacityProviderStrategyItem> strategy) {
    if (asked != null && !strategy.isEmpty()) {
      throw Refusals.invalid(
          "Specifying both a launch type and capacity provider strategy is not supported. Remove"
              + " one and try again.");
    }
    if (asked != null && launchType != LaunchType.FARGATE) {
      throw Refusals.invalid(
          "Launch type " + asked + " is not acted on in this region; use FARGATE.");
    }
    strategy.stream()
        .map(CapacityProviderStrategyItem::capacityProvider)
        .filter(provider -> !PROVIDERS.contains(provider))
        .findFirst()
        .ifPresent(
            provider -> {
              throw Refusals.invalid(
                  "The specified capacity provider '" + provider + "' was not found.");
            });
  }

  void check(CreateServiceRequest request, TaskDefinition definition) {
    requireNetwork(request.networkConfiguration());
    boolean balanced = !request.loadBalancers().isEmpty();
    if (request.healthCheckGracePeriodSeconds() != null && !balanced) {
      throw Refusals.invalid(
          "Health check grace period is only valid for services configured to use load balancers");
    }
    if (controller(request) == DeploymentControllerType.CODE_DEPLOY && !balanced) {
      throw Refusals.invalid(
          "A load balancer is required for services with a CODE_DEPLOY deployment controller.");
    }
    request.loadBalancers().forEach(balancer -> checkBalancer(balancer, definition));
  }

  static DeploymentControllerType controller(CreateServiceRequest request) {
    return request.deploymentController() == null
        ? DeploymentControllerType.ECS
        : request.deploymentController().type();
  }

  private static void requireNoExtras(CreateServiceRequest request) {
    if (!request.serviceRegistries().isEmpty()
        || request.serviceConnectConfiguration() != null
        || !request.volumeConfigurations().isEmpty()
        || !request.vpcLatticeConfigurations().isEmpty()) {
      throw Refusals.invalid(
          "Service registries, Service Connect, volumes and VPC Lattice are not acted on in this"
              + " region.");
    }
  }

  static void requireCount(Integer desired) {
    if (desired != null && desired < 0) {
      throw Refusals.invalid("desiredCount must be greater than or equal to 0");
    }
  }

  static void requireNetwork(NetworkConfiguration network) {
    if (network == null || network.awsvpcConfiguration() == null) {
      throw Refusals.invalid(
          "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    }
    if (network.awsvpcConfiguration().subnets().isEmpty()) {
      throw Refusals.invalid("subnets can not be empty.");
    }
  }

  void checkBalancer(LoadBalancer balancer, TaskDefinition definition) {
    checkPlace(balancer, definition);
    if (group(balancer.targetGroupArn()).loadBalancerArns().isEmpty()) {
      throw Refusals.invalid(
          "The target group with targetGroupArn %s does not have an associated load balancer."
              .formatted(balancer.targetGroupArn()));
    }
  }

  /** What a place behind a load balancer must satisfy, whether traffic comes there yet or not. */
  void checkPlace(LoadBalancer balancer, TaskDefinition definition) {
    if (balancer.targetGroupArn() == null) {
      throw Refusals.invalid("Classic load balancers are not supported with Fargate.");
    }
    var container =
        definition.containerDefinitions().stream()
            .filter(c -> c.name().equals(balancer.containerName()))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusals.invalid(
                        "The container "
                            + balancer.containerName()
                            + " does not exist in the task definition."));
    if (container.portMappings().stream()
        .noneMatch(port -> port.containerPort().equals(balancer.containerPort()))) {
      throw Refusals.invalid(
          "The container %s did not have a container port %s defined."
              .formatted(balancer.containerName(), balancer.containerPort()));
    }
    var group = group(balancer.targetGroupArn());
    if (group.targetType() != TargetTypeEnum.IP) {
      throw Refusals.invalid(
          "The provided target group %s has target type %s, which is incompatible with the awsvpc network mode specified in the task definition."
              .formatted(balancer.targetGroupArn(), group.targetTypeAsString()));
    }
  }

  private TargetGroup group(String arn) {
    try {
      return balancers.describeTargetGroups(r -> r.targetGroupArns(arn)).targetGroups().getFirst();
    } catch (TargetGroupNotFoundException e) {
      throw Refusals.invalid("The specified target group does not exist: " + arn);
    }
  }

  /**
   * With CODE_DEPLOY or EXTERNAL, ECS changes the desired count, the deployment configuration, the
   * grace period and the tag options, and nothing else, whether the value differs or not.
   */
  static void requireNotTheirs(UpdateServiceRequest request, DeploymentController controller) {
    var instead =
        controller.type() == DeploymentControllerType.CODE_DEPLOY
            ? " with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new"
                + " deployment."
            : " with an EXTERNAL deployment controller. Create a new task set.";
    refuseIf(
        request.taskDefinition() != null, "Unable to update task definition on services", instead);
    refuseIf(
        request.networkConfiguration() != null,
        "Unable to update network parameters on services",
        instead);
    refuseIf(
        request.platformVersion() != null,
        "Unable to update platform version on services",
        instead);
    refuseIf(request.hasLoadBalancers(), "Unable to update load balancers on services", instead);
    refuseIf(
        request.hasServiceRegistries(), "Unable to update service registries on services", instead);
    refuseIf(
        request.hasCapacityProviderStrategy(),
        "Unable to update capacity provider strategy on services",
        instead);
    refuseIf(
        Boolean.TRUE.equals(request.forceNewDeployment()),
        "Cannot force a new deployment on services",
        instead);
  }

  private static void refuseIf(boolean asked, String what, String instead) {
    if (asked) {
      throw Refusals.invalid(what + instead);
    }
  }

  /** The parameters that this region does not act on. */
  static void requireActedOn(UpdateServiceRequest request) {
    if (request.hasServiceRegistries()
        || request.serviceConnectConfiguration() != null
        || request.hasVolumeConfigurations()
        || request.hasVpcLatticeConfigurations()
        || request.deploymentController() != null) {
      throw Refusals.invalid(
          "Changing the deployment controller, service registries, Service Connect, volumes or VPC"
              + " Lattice is not acted on in this region.");
    }
  }

  /** The parameters for which ECS starts a new deployment. */
  static boolean deploys(UpdateServiceRequest request) {
    return request.taskDefinition() != null
        || request.networkConfiguration() != null
        || request.platformVersion() != null
        || request.hasLoadBalancers()
        || request.hasCapacityProviderStrategy()
        || Boolean.TRUE.equals(request.forceNewDeployment());
  }
}
