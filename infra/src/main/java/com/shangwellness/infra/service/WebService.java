package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ecs.CfnCluster;
import software.amazon.awscdk.services.ecs.CfnService;
import software.amazon.awscdk.services.ecs.CfnService.AwsVpcConfigurationProperty;
import software.amazon.awscdk.services.ecs.CfnService.DeploymentConfigurationProperty;
import software.amazon.awscdk.services.ecs.CfnService.DeploymentControllerProperty;
import software.amazon.awscdk.services.ecs.CfnService.LoadBalancerProperty;
import software.amazon.awscdk.services.ecs.CfnService.NetworkConfigurationProperty;
import software.constructs.Construct;

/**
 * The cluster, and the service that keeps the tasks running.
 *
 * <p>CloudFormation cannot update a service that CodeDeploy deploys: it sends every parameter, and
 * ECS refuses most. So the service is frozen once it is made, its dependencies and tags included; a
 * test compares it with a committed baseline. What may change, changes elsewhere: the task
 * definition and the network by a release, the number of tasks by scaling.
 */
final class WebService extends Construct {
  /** Of Fargate; low ports for ordinary users need at least this one. */
  static final String PLATFORM_VERSION = "1.4.0";

  private final CfnCluster cluster;
  private final CfnService service;

  WebService(
      Construct scope,
      Names names,
      Settings settings,
      IVpc vpc,
      ISecurityGroup group,
      ApplicationTask task,
      Colours colours,
      Listeners listeners) {
    super(scope, "WebService");
    this.cluster =
        CfnCluster.Builder.create(this, "Cluster")
            .clusterName(names.cluster())
            .clusterSettings(
                List.of(
                    CfnCluster.ClusterSettingsProperty.builder()
                        .name("containerInsights")
                        .value("enabled")
                        .build()))
            .build();
    this.service =
        CfnService.Builder.create(this, "Service")
            .cluster(cluster.getRef())
            .serviceName(names.service())
            .launchType("FARGATE")
            .platformVersion(PLATFORM_VERSION)
            .deploymentController(
                DeploymentControllerProperty.builder().type("CODE_DEPLOY").build())
            .deploymentConfiguration(
                DeploymentConfigurationProperty.builder()
                    .minimumHealthyPercent(100)
                    .maximumPercent(200)
                    .build())
            // The family, not a revision: a revision would change with every task definition.
            .taskDefinition(names.taskFamily())
            .desiredCount(settings.service().tasks())
            .healthCheckGracePeriodSeconds(settings.service().healthCheckGraceSeconds())
            .networkConfiguration(privateSubnets(vpc, group))
            // Always blue, whichever colour is live: the service is made once, when blue is.
            .loadBalancers(
                List.of(
                    LoadBalancerProperty.builder()
                        .containerName(names.container())
                        .containerPort(settings.service().containerPort())
                        .targetGroupArn(colours.of(Colour.BLUE).getTargetGroupArn())
                        .build()))
            .enableEcsManagedTags(true)
            .propagateTags("SERVICE")
            .build();
    service.addResourceDependency(task.definition());
    // ECS takes a target group only once a listener forwards to it.
    service.addResourceDependency(listeners.production());
    service.addResourceDependency(listeners.test());
  }

  CfnCluster cluster() {
    return cluster;
  }

  CfnService service() {
    return service;
  }

  private static NetworkConfigurationProperty privateSubnets(IVpc vpc, ISecurityGroup group) {
    return NetworkConfigurationProperty.builder()
        .awsvpcConfiguration(
            AwsVpcConfigurationProperty.builder()
                .assignPublicIp("DISABLED")
                .subnets(vpc.getPrivateSubnets().stream().map(ISubnet::getSubnetId).toList())
                .securityGroups(List.of(group.getSecurityGroupId()))
                .build())
        .build();
  }
}
