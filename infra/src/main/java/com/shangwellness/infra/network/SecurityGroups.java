package com.shangwellness.infra.network;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * Who may reach whom. All rules are here, so that this page is the whole matrix; the stacks that
 * use the groups cannot add to it.
 */
final class SecurityGroups extends Construct {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MYSQL = 3306;

  private final Names names;
  private final IVpc vpc;
  private final SecurityGroup loadBalancer;
  private final SecurityGroup service;
  private final SecurityGroup database;
  private final SecurityGroup endpoints;

  SecurityGroups(Construct scope, Names names, Settings settings, IVpc vpc) {
    super(scope, "SecurityGroups");
    this.names = names;
    this.vpc = vpc;
    this.loadBalancer = group("alb", "Load balancer: HTTP and HTTPS from the internet");
    this.service = group("ecs", "Tasks: from the load balancer only");
    this.database = group("rds", "Database: MySQL from the tasks only");
    this.endpoints = group("endpoints", "AWS services inside the VPC: HTTPS from the tasks only");

    var application = Port.tcp(settings.service().containerPort());
    loadBalancer.addIngressRule(Peer.anyIpv4(), Port.tcp(HTTP), "HTTP from the internet");
    loadBalancer.addIngressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "HTTPS from the internet");
    loadBalancer.addEgressRule(service, application, "Requests and health checks to the tasks");
    service.addIngressRule(loadBalancer, application, "Requests from the load balancer");
    service.addEgressRule(database, Port.tcp(MYSQL), "MySQL to the database");
    service.addEgressRule(endpoints, Port.tcp(HTTPS), "AWS services inside the VPC");
    service.addEgressRule(
        Peer.prefixList(settings.network().s3PrefixList()),
        Port.tcp(HTTPS),
        "Image layers, which ECR keeps in S3");
    for (int port : settings.network().outboundPorts()) {
      service.addEgressRule(Peer.anyIpv4(), Port.tcp(port), "The internet, through NAT");
    }
    database.addIngressRule(service, Port.tcp(MYSQL), "MySQL from the tasks");
    endpoints.addIngressRule(service, Port.tcp(HTTPS), "HTTPS from the tasks");

    NagSuppressions.addResourceSuppressions(
        loadBalancer,
        List.of(
            because(
                "AwsSolutions-EC23",
                "The site is public: HTTP and HTTPS from the internet are this group's purpose,"
                    + " and every other port is closed")));
  }

  SecurityGroup loadBalancer() {
    return loadBalancer;
  }

  SecurityGroup service() {
    return service;
  }

  SecurityGroup database() {
    return database;
  }

  SecurityGroup endpoints() {
    return endpoints;
  }

  private SecurityGroup group(String part, String description) {
    return SecurityGroup.Builder.create(this, part)
        .vpc(vpc)
        .securityGroupName(names.securityGroup(part))
        .description(description)
        .allowAllOutbound(false)
        .build();
  }
}
