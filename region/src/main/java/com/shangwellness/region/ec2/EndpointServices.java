package com.shangwellness.region.ec2;

import java.util.List;
import java.util.Set;

/** The services that VPC endpoints lead to, by their names ({@code com.amazonaws.…}). */
final class EndpointServices {

  // VPC guide, "AWS services that integrate with AWS PrivateLink": those a web production uses.
  private static final Set<String> INTERFACE =
      Set.of(
          "application-autoscaling",
          "autoscaling",
          "backup",
          "cloudformation",
          "cloudtrail",
          "codebuild",
          "codecommit",
          "codedeploy",
          "codepipeline",
          "ec2",
          "ec2messages",
          "ecr.api",
          "ecr.dkr",
          "ecs",
          "ecs-agent",
          "ecs-telemetry",
          "elasticloadbalancing",
          "events",
          "kms",
          "lambda",
          "logs",
          "monitoring",
          "rds",
          "rds-data",
          "s3",
          "secretsmanager",
          "sns",
          "sqs",
          "ssm",
          "ssmmessages",
          "states",
          "sts",
          "xray");
  private static final List<String> GATEWAY = List.of(PrefixLists.S3, PrefixLists.DYNAMODB);

  private final String prefix;

  EndpointServices(String region) {
    this.prefix = "com.amazonaws." + region + ".";
  }

  /** The service behind {@code name}: {@code ecr.api} for {@code com.amazonaws.….ecr.api}. */
  String require(String name, boolean gateway) {
    var service = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    if (!(gateway ? GATEWAY.contains(service) : INTERFACE.contains(service))) {
      throw Refusal.of(
          "InvalidServiceName", "The Vpc Endpoint Service '" + name + "' does not exist");
    }
    return service;
  }

  /** The name by which a service is called inside the VPC: {@code api.ecr.<region>.…}. */
  String privateName(String service) {
    var region = prefix.substring("com.amazonaws.".length(), prefix.length() - 1);
    var host =
        switch (service) {
          case "ecr.api" -> "api.ecr";
          case "ecr.dkr" -> "*.dkr.ecr";
          default -> service;
        };
    return host + "." + region + ".amazonaws.com";
  }
}
