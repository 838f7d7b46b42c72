package com.shangwellness.infra;

import static com.shangwellness.infra.Row.row;
import static com.shangwellness.infra.Synthesized.data;
import static com.shangwellness.infra.Synthesized.edge;
import static com.shangwellness.infra.Synthesized.network;
import static com.shangwellness.infra.Synthesized.service;
import static com.shangwellness.infra.SystemParts.BALANCER;
import static com.shangwellness.infra.SystemParts.DB_INSTANCE;
import static com.shangwellness.infra.SystemParts.ECS_SERVICE;
import static com.shangwellness.infra.SystemParts.TARGET_GROUP;
import static com.shangwellness.infra.SystemParts.admitted;
import static com.shangwellness.infra.SystemParts.cluster;
import static com.shangwellness.infra.SystemParts.container;
import static com.shangwellness.infra.SystemParts.distribution;
import static com.shangwellness.infra.SystemParts.origin;
import static com.shangwellness.infra.SystemParts.repository;
import static com.shangwellness.infra.SystemParts.scaling;
import static com.shangwellness.infra.SystemParts.subnets;
import static com.shangwellness.infra.SystemParts.target;
import static com.shangwellness.infra.SystemParts.task;
import static com.shangwellness.infra.SystemParts.text;
import static com.shangwellness.infra.SystemParts.texts;
import static com.shangwellness.infra.SystemParts.variable;
import static com.shangwellness.infra.Template.named;

import java.util.List;
import java.util.stream.Stream;

/** The owner's words on what runs: path of a request, account, compute, database, network. */
final class SystemRuns {
  private SystemRuns() {}

  static Stream<Row> rows() {
    return Stream.of(edge_(), account(), compute(), database(), network_(), environment())
        .flatMap(List::stream);
  }

  /** The path of a request, from the user to the load balancer. */
  private static List<Row> edge_() {
    return List.of(
        row(
            "Internet users → Route 53 (DNS)",
            () ->
                texts(Complete.template("edge").allProperties("AWS::Route53::RecordSet"), "Name")
                    .distinct()
                    .toList(),
            List.of("shangwellness.com", "www.shangwellness.com")),
        row(
            "Route 53 → CloudFront (CDN)",
            () ->
                Complete.template("edge")
                    .target(
                        Complete.template("edge")
                            .allProperties("AWS::Route53::RecordSet")
                            .getFirst()
                            .at("/AliasTarget/DNSName"))
                    .get("Type")
                    .asText(),
            "AWS::CloudFront::Distribution"),
        row(
            "CloudFront → Application Load Balancer",
            () -> origin(edge()).at("/DomainName/Fn::GetStackOutput/OutputName").asText(),
            "SiteDnsName"),
        row(
            "TLS for all connections in transit: users",
            () ->
                distribution(edge()).findValuesAsText("ViewerProtocolPolicy").stream()
                    .distinct()
                    .toList(),
            List.of("redirect-to-https")),
        row(
            "TLS for all connections in transit: CloudFront to the load balancer",
            () ->
                origin(Complete.template("edge"))
                    .at("/CustomOriginConfig/OriginProtocolPolicy")
                    .asText(),
            "https-only"),
        row(
            "ALB (HTTP/HTTPS from the internet)",
            () ->
                Complete.template("service")
                    .allProperties("AWS::ElasticLoadBalancingV2::Listener")
                    .stream()
                    .map(listener -> text(listener, "Protocol") + " " + text(listener, "Port"))
                    .sorted()
                    .toList(),
            List.of("HTTP 80", "HTTPS 443", "HTTPS 8080")),
        row(
            "(ours) protection against floods",
            () ->
                edge()
                    .properties("AWS::WAFv2::WebACL")
                    .at("/Rules/0/Statement/RateBasedStatement/Limit")
                    .asInt(),
            2000),
        row(
            "health monitoring: from the internet",
            () ->
                edge()
                    .properties("AWS::Route53::HealthCheck")
                    .at("/HealthCheckConfig/ResourcePath")
                    .asText(),
            "/healthcheck"),
        row(
            "audit trail of requests at the edge",
            () -> text(edge().properties("AWS::Logs::DeliverySource"), "LogType"),
            "ACCESS_LOGS"),
        row(
            "contact devops-team@company.com",
            () -> text(edge().properties("AWS::SNS::Subscription"), "Endpoint"),
            "devops-team@company.com"),
        row(
            "Application Load Balancer → ECS Fargate containers",
            () ->
                service()
                    .target(service().properties(ECS_SERVICE).at("/LoadBalancers/0/TargetGroupArn"))
                    .at("/Properties/Name")
                    .asText(),
            "shangwellness-prod-blue"),
        row("ECS Fargate containers → Aurora MySQL", () -> admitted("rds"), List.of("ecs :3306")),
        row(
            "Secrets Manager beside them",
            () -> named(container().get("Secrets"), "Name", "DB_PASSWORD").has("ValueFrom"),
            true),
        row(
            "CloudWatch beside them",
            () -> container().at("/LogConfiguration/LogDriver").asText(),
            "awslogs"));
  }

  private static List<Row> account() {
    return List.of(
        row(
            "account 669097061043",
            () -> Synthesized.production().stacks().getFirst().getAccount(),
            "669097061043"),
        row(
            "region ap-south-1",
            () -> Synthesized.production().stacks().getFirst().getRegion(),
            "ap-south-1"),
        row(
            "zones ap-south-1a and ap-south-1b",
            () ->
                texts(network().allProperties("AWS::EC2::Subnet"), "AvailabilityZone")
                    .distinct()
                    .sorted()
                    .toList(),
            List.of("ap-south-1a", "ap-south-1b")));
  }

  private static List<Row> compute() {
    return List.of(
        row(
            "cluster shangwellness-prod-cluster",
            () -> text(service().properties("AWS::ECS::Cluster"), "ClusterName"),
            "shangwellness-prod-cluster"),
        row(
            "service shangwellness-prod-service",
            () -> text(service().properties(ECS_SERVICE), "ServiceName"),
            "shangwellness-prod-service"),
        row("on Fargate", () -> text(service().properties(ECS_SERVICE), "LaunchType"), "FARGATE"),
        row(
            "desired count 2",
            () -> service().properties(ECS_SERVICE).get("DesiredCount").asInt(),
            2),
        row(
            "deployment controller CodeDeploy",
            () -> service().properties(ECS_SERVICE).at("/DeploymentController/Type").asText(),
            "CODE_DEPLOY"),
        row("container shangwellness-app", () -> text(container(), "Name"), "shangwellness-app"),
        row(
            "image …/shangwellness-prod:latest",
            () -> text(container(), "Image"),
            "669097061043.dkr.ecr.ap-south-1.amazonaws.com/shangwellness-prod:latest"),
        row("512 CPU units", () -> text(task(), "Cpu"), "512"),
        row("1024 MB", () -> text(task(), "Memory"), "1024"),
        row("port 80", () -> container().at("/PortMappings/0/ContainerPort").asInt(), 80),
        row(
            "1 to 10 tasks",
            () -> scaling("MinCapacity") + " to " + scaling("MaxCapacity"),
            "1 to 10"),
        row("out when CPU > 70 %", () -> target("ECSServiceAverageCPUUtilization"), 70),
        row("out when memory > 80 %", () -> target("ECSServiceAverageMemoryUtilization"), 80),
        row(
            "tasks across 2 zones",
            () ->
                service()
                    .properties(ECS_SERVICE)
                    .at("/NetworkConfiguration/AwsvpcConfiguration/Subnets")
                    .findValuesAsText("OutputName"),
            List.of("PrivateSubnet1", "PrivateSubnet2")),
        row(
            "log group /ecs/prod/web-app",
            () ->
                texts(service().allProperties("AWS::Logs::LogGroup"), "LogGroupName")
                    .filter(name -> !name.startsWith("aws-waf-logs-"))
                    .toList(),
            List.of("/ecs/prod/web-app")),
        row(
            "port 80 is HTTP",
            () -> texts(service().allProperties(TARGET_GROUP), "Protocol").distinct().toList(),
            List.of("HTTP")),
        row(
            "(ours) every release is an immutable tag or digest",
            () -> text(repository(), "ImageTagMutability"),
            "IMMUTABLE_WITH_EXCLUSION"));
  }

  private static List<Row> database() {
    return List.of(
        row("engine Aurora MySQL", () -> text(cluster(), "Engine"), "aurora-mysql"),
        row(
            "version 8.0",
            () -> text(cluster(), "EngineVersion").substring(0, 16),
            "8.0.mysql_aurora"),
        row(
            "cluster shangwellness-prod-aurora",
            () -> text(cluster(), "DBClusterIdentifier"),
            "shangwellness-prod-aurora"),
        row(
            "Serverless v2",
            () -> texts(data().allProperties(DB_INSTANCE), "DBInstanceClass").distinct().toList(),
            List.of("db.serverless")),
        row(
            "scales by itself",
            () -> cluster().get("ServerlessV2ScalingConfiguration").get("MaxCapacity").asInt(),
            8),
        row("automated daily backups", () -> cluster().get("BackupRetentionPeriod").asInt(), 14),
        row(
            "Multi-AZ",
            () -> texts(data().allProperties(DB_INSTANCE), "AvailabilityZone").sorted().toList(),
            List.of("ap-south-1a", "ap-south-1b")),
        row(
            "database shangwellness_prod",
            () -> text(cluster(), "DatabaseName"),
            "shangwellness_prod"),
        row("user admin", () -> text(cluster(), "MasterUsername"), "admin"),
        row(
            "password managed by Secrets Manager",
            () -> cluster().get("ManageMasterUserPassword").asBoolean(),
            true),
        row("no password in the template", () -> cluster().has("MasterUserPassword"), false),
        row(
            "registry shangwellness-prod",
            () -> text(repository(), "RepositoryName"),
            "shangwellness-prod"),
        row(
            "image scanning on",
            () -> repository().at("/ImageScanningConfiguration/ScanOnPush").asBoolean(),
            true),
        row(
            "lifecycle policy on",
            () ->
                repository()
                    .at("/LifecyclePolicy/LifecyclePolicyText")
                    .asText()
                    .contains("imageCountMoreThan"),
            true),
        row(
            "storage auto-scaling, which is Aurora's own",
            () -> cluster().has("AllocatedStorage"),
            false));
  }

  private static List<Row> network_() {
    return List.of(
        row(
            "VPC 10.0.0.0/16",
            () -> text(network().properties("AWS::EC2::VPC"), "CidrBlock"),
            "10.0.0.0/16"),
        row("2 public subnets", () -> subnets("Public"), 2L),
        row("2 private subnets", () -> subnets("Private"), 2L),
        row("2 database subnets", () -> subnets("Isolated"), 2L),
        row(
            "NAT gateway for outbound access",
            () -> network().resources("AWS::EC2::NatGateway").size(),
            2),
        row(
            "ALB shangwellness-prod-alb",
            () -> text(service().properties(BALANCER), "Name"),
            "shangwellness-prod-alb"),
        row(
            "ALB for the internet",
            () -> text(service().properties(BALANCER), "Scheme"),
            "internet-facing"),
        row(
            "ALB in the public subnets",
            () -> service().properties(BALANCER).get("Subnets").findValuesAsText("OutputName"),
            List.of("PublicSubnet1", "PublicSubnet2")),
        row(
            "health check /healthcheck",
            () ->
                texts(service().allProperties(TARGET_GROUP), "HealthCheckPath").distinct().toList(),
            List.of("/healthcheck")),
        row(
            "2 target groups, blue and green",
            () -> texts(service().allProperties(TARGET_GROUP), "Name").sorted().toList(),
            List.of("shangwellness-prod-blue", "shangwellness-prod-green")),
        row(
            "cross-zone balancing",
            () ->
                Template.valueOf(
                    service().properties(BALANCER).get("LoadBalancerAttributes"),
                    "load_balancing.cross_zone.enabled"),
            "true"));
  }

  private static List<Row> environment() {
    return List.of(
        row("DB_NAME=shangwellness_prod", () -> variable("DB_NAME").asText(), "shangwellness_prod"),
        row("APP_ENV=production", () -> variable("APP_ENV").asText(), "production"),
        row("DB_USERNAME=admin", () -> variable("DB_USERNAME").asText(), "admin"),
        row(
            "DB_HOST=<cluster endpoint>",
            () -> variable("DB_HOST").at("/Fn::GetStackOutput/OutputName").asText(),
            "DatabaseEndpoint"),
        row(
            "DB_PASSWORD=<from Secrets Manager>",
            () ->
                named(container().get("Secrets"), "Name", "DB_PASSWORD")
                    .findValuesAsText("OutputName"),
            List.of("DatabaseSecretArn")),
        row(
            "(ours) DB_SECRET_ARN",
            () -> variable("DB_SECRET_ARN").at("/Fn::GetStackOutput/OutputName").asText(),
            "DatabaseSecretArn"),
        row(
            "(ours) AWS_CA_BUNDLE",
            () -> variable("AWS_CA_BUNDLE").asText(),
            "/app/certificates/rds-global-bundle.pem"),
        row("(ours) PORT", () -> variable("PORT").asText(), "80"));
  }
}
