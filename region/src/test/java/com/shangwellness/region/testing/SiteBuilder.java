package com.shangwellness.region.testing;

import java.util.List;

/** Builds what a service of CodeDeploy's stands on: network, load balancer, role, the service. */
final class SiteBuilder {

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"Service\":\"codedeploy.amazonaws.com\"}}}";

  private final Stage stage;
  private final Cloud cloud;
  private final String vpc;
  private final List<String> subnets;
  private final String balancer;

  /** Builds a network of two zones with a load balancer in it. */
  SiteBuilder(Stage stage, Cloud cloud) {
    this.stage = stage;
    this.cloud = cloud;
    this.vpc = stage.ask(() -> cloud.ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
    this.subnets = List.of(subnet("10.0.0.0/24", "a"), subnet("10.0.1.0/24", "b"));
    this.balancer =
        stage
            .ask(() -> cloud.balancers.createLoadBalancer(r -> r.name("site").subnets(subnets)))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
  }

  private String subnet(String block, String zone) {
    return stage
        .ask(
            () ->
                cloud.ec2.createSubnet(
                    r -> r.vpcId(vpc).cidrBlock(block).availabilityZone("ap-south-1" + zone)))
        .subnet()
        .subnetId();
  }

  /** A target group that is checked every ten seconds, two times; gives its ARN. */
  String targetGroup(String name) {
    return stage
        .ask(
            () ->
                cloud.balancers.createTargetGroup(
                    r ->
                        r.name(name)
                            .protocol("HTTP")
                            .port(80)
                            .vpcId(vpc)
                            .targetType("ip")
                            .healthCheckPath("/healthcheck")
                            .healthCheckIntervalSeconds(10)
                            .healthCheckTimeoutSeconds(5)
                            .healthyThresholdCount(2)
                            .unhealthyThresholdCount(2)))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  /** A listener that forwards all to this target group; gives its ARN. */
  String listener(int port, String targetGroup) {
    return stage
        .ask(
            () ->
                cloud.balancers.createListener(
                    r ->
                        r.loadBalancerArn(balancer)
                            .port(port)
                            .protocol("HTTP")
                            .defaultActions(a -> a.type("forward").targetGroupArn(targetGroup))))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  /** A role that CodeDeploy may assume; gives its ARN. */
  String role(String name) {
    return stage
        .ask(() -> cloud.iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)))
        .role()
        .arn();
  }

  /** The service whose releases CodeDeploy makes. */
  void service(String definition, int tasks, String targetGroup) {
    stage.ask(
        () ->
            cloud.ecs.createService(
                r ->
                    r.cluster(Production.CLUSTER)
                        .serviceName(Production.SERVICE)
                        .desiredCount(tasks)
                        .taskDefinition(definition)
                        .deploymentController(c -> c.type("CODE_DEPLOY"))
                        .healthCheckGracePeriodSeconds(60)
                        .loadBalancers(
                            b ->
                                b.targetGroupArn(targetGroup)
                                    .containerName("app")
                                    .containerPort(80))
                        .networkConfiguration(
                            n -> n.awsvpcConfiguration(v -> v.subnets(subnets)))));
  }
}
