package com.shangwellness.infra.network;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup.EgressProperty;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupEgress;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/**
 * Who may reach whom. All rules are here, so that this page is the whole matrix; the stacks that
 * use the groups cannot add to it.
 */
final class SecurityGroups extends Construct {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MYSQL = 3306;
  private static final String INTERNET = "0.0.0.0/0";

  private final CfnSecurityGroup loadBalancer;
  private final CfnSecurityGroup service;
  private final CfnSecurityGroup database;
  private final CfnSecurityGroup endpoints;

  SecurityGroups(Construct scope, Names names, Settings settings, Vpc vpc) {
    super(scope, "SecurityGroups");
    int application = settings.service().containerPort();
    this.loadBalancer = group("alb", "Load balancer: HTTP and HTTPS from the internet", names, vpc);
    this.service = group("ecs", "Tasks: from the load balancer only", names, vpc);
    this.database = group("rds", "Database: MySQL from the tasks only", names, vpc);
    this.endpoints = group("endpoints", "AWS services in the VPC: from the tasks only", names, vpc);

    fromInternet("HttpToLoadBalancer", loadBalancer, HTTP, "HTTP from the internet");
    fromInternet("HttpsToLoadBalancer", loadBalancer, HTTPS, "HTTPS from the internet");
    between("LoadBalancerToTasks", loadBalancer, service, application, "Requests, health checks");
    between("TasksToDatabase", service, database, MYSQL, "MySQL");
    between("TasksToEndpoints", service, endpoints, HTTPS, "AWS services in the VPC");
    imageLayers(settings.network().s3PrefixList());
    settings.network().outboundPorts().forEach(this::toInternet);
  }

  CfnSecurityGroup loadBalancer() {
    return loadBalancer;
  }

  CfnSecurityGroup service() {
    return service;
  }

  CfnSecurityGroup database() {
    return database;
  }

  CfnSecurityGroup endpoints() {
    return endpoints;
  }

  private CfnSecurityGroup group(String part, String description, Names names, Vpc vpc) {
    return CfnSecurityGroup.Builder.create(this, part)
        .vpcId(vpc.getVpcId())
        .groupName(names.securityGroup(part))
        .groupDescription(description)
        // EC2 lets a group without any egress rule reach everything. This one reaches nothing.
        .securityGroupEgress(
            List.of(
                EgressProperty.builder()
                    .ipProtocol("-1")
                    .cidrIp("127.0.0.1/32")
                    .description("Nothing, unless another rule says so")
                    .build()))
        .build();
  }

  private void fromInternet(String id, CfnSecurityGroup to, int port, String why) {
    var rule =
        CfnSecurityGroupIngress.Builder.create(this, id)
            .groupId(to.getAttrGroupId())
            .ipProtocol("tcp")
            .fromPort(port)
            .toPort(port)
            .cidrIp(INTERNET)
            .description(why)
            .build();
    NagSuppressions.addResourceSuppressions(
        rule,
        List.of(
            because(
                "AwsSolutions-EC23",
                "The site is public: HTTP and HTTPS from the internet are what the load balancer"
                    + " is for, and every other port is closed")));
  }

  private void between(
      String id, CfnSecurityGroup from, CfnSecurityGroup to, int port, String what) {
    CfnSecurityGroupEgress.Builder.create(this, id + "Out")
        .groupId(from.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .destinationSecurityGroupId(to.getAttrGroupId())
        .description(what)
        .build();
    CfnSecurityGroupIngress.Builder.create(this, id + "In")
        .groupId(to.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .sourceSecurityGroupId(from.getAttrGroupId())
        .description(what)
        .build();
  }

  private void imageLayers(String s3PrefixList) {
    CfnSecurityGroupEgress.Builder.create(this, "TasksToImageLayers")
        .groupId(service.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(HTTPS)
        .toPort(HTTPS)
        .destinationPrefixListId(s3PrefixList)
        .description("Image layers, which ECR keeps in S3")
        .build();
  }

  private void toInternet(int port) {
    CfnSecurityGroupEgress.Builder.create(this, "TasksToInternet" + port)
        .groupId(service.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .cidrIp(INTERNET)
        .description("The internet, through NAT")
        .build();
  }
}
