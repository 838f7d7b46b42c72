package com.shangwellness.infra;

import static com.shangwellness.infra.Synthesized.data;
import static com.shangwellness.infra.Synthesized.delivery;
import static com.shangwellness.infra.Synthesized.edge;
import static com.shangwellness.infra.Synthesized.monitoring;
import static com.shangwellness.infra.Synthesized.network;
import static com.shangwellness.infra.Synthesized.protection;
import static com.shangwellness.infra.Synthesized.service;
import static com.shangwellness.infra.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The system as its owner describes it, a row for each of his lines that a stack answers. Whoever
 * drops a line sees it here.
 */
class SystemTest {
  private static final String ECS_SERVICE = "AWS::ECS::Service";
  private static final String DB_CLUSTER = "AWS::RDS::DBCluster";
  private static final String DB_INSTANCE = "AWS::RDS::DBInstance";
  private static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
  private static final String TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

  @ParameterizedTest(name = "{0}")
  @MethodSource("descriptions")
  void the_system_is_as_its_owner_describes_it(Supplier<Object> built, Object described) {
    assertThat(built.get()).isEqualTo(described);
  }

  static Stream<Arguments> descriptions() {
    return Stream.of(
            account(),
            compute(),
            database(),
            network_(),
            release(),
            security(),
            environment(),
            delivery_(),
            monitoring_(),
            costs(),
            edge_(),
            protection_())
        .flatMap(List::stream);
  }

  private static List<Arguments> account() {
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

  private static List<Arguments> compute() {
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
            List.of("/ecs/prod/web-app")));
  }

  private static List<Arguments> database() {
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
            true));
  }

  private static List<Arguments> network_() {
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

  private static List<Arguments> release() {
    return List.of(
        row(
            "blue is production at first",
            () -> service().json().at("/Parameters/ProductionColour/Default").asText(),
            "blue"),
        row(
            "green is the new version",
            () -> service().json().at("/Parameters/TestColour/Default").asText(),
            "green"),
        row(
            "the load balancer moves the traffic",
            () -> service().resources("AWS::ElasticLoadBalancingV2::Listener").size(),
            2),
        row(
            "health checks and monitoring validate",
            () -> service().resources("AWS::CloudWatch::Alarm").size(),
            7));
  }

  private static List<Arguments> security() {
    return List.of(
        row(
            "ECS task role",
            () -> role("shangwellness-prod-ecs-task-role"),
            "ecs-tasks.amazonaws.com"),
        row(
            "ECS execution role",
            () -> role("shangwellness-prod-ecs-execution-role"),
            "ecs-tasks.amazonaws.com"),
        row(
            "private subnets for compute",
            () ->
                service()
                    .properties(ECS_SERVICE)
                    .at("/NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp")
                    .asText(),
            "DISABLED"),
        row(
            "database isolation",
            () ->
                data()
                    .properties("AWS::RDS::DBSubnetGroup")
                    .get("SubnetIds")
                    .findValuesAsText("OutputName"),
            List.of("DatabaseSubnet1", "DatabaseSubnet2")),
        row(
            "database encrypted at rest",
            () -> cluster().get("StorageEncrypted").asBoolean() && cluster().has("KmsKeyId"),
            true),
        row(
            "images encrypted at rest",
            () -> repository().at("/EncryptionConfiguration/EncryptionType").asText(),
            "KMS"),
        row(
            "access logs encrypted at rest",
            () ->
                service()
                    .properties("AWS::S3::Bucket")
                    .get("BucketEncryption")
                    .findValuesAsText("SSEAlgorithm"),
            List.of("AES256")),
        row(
            "keys are rotated",
            () -> data().properties("AWS::KMS::Key").get("EnableKeyRotation").asBoolean(),
            true),
        row(
            "TLS to the database",
            () ->
                data()
                    .properties("AWS::RDS::DBClusterParameterGroup")
                    .at("/Parameters/require_secure_transport")
                    .asText(),
            "ON"),
        row(
            "audit trail of the database",
            () -> cluster().get("EnableCloudwatchLogsExports").get(0).asText(),
            "audit"),
        row(
            "audit trail of the network",
            () -> text(network().properties("AWS::EC2::FlowLog"), "TrafficType"),
            "ALL"),
        row(
            "audit trail of requests",
            () ->
                Template.valueOf(
                    service().properties(BALANCER).get("LoadBalancerAttributes"),
                    "access_logs.s3.enabled"),
            "true"));
  }

  private static List<Arguments> environment() {
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

  /** The path of a request, from the user to the load balancer. */
  private static List<Arguments> edge_() {
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
            "health monitoring",
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
            "devops-team@company.com"));
  }

  private static List<Arguments> protection_() {
    return List.of(
        row(
            "automated database backups, of this database",
            () ->
                protection()
                    .properties("AWS::Backup::BackupSelection")
                    .at("/BackupSelection/Resources/0")
                    .asText(),
            "arn:aws:rds:ap-south-1:669097061043:cluster:shangwellness-prod-aurora"),
        row(
            "backup verification (weekly restore test)",
            () ->
                text(
                    protection().properties("AWS::Backup::RestoreTestingPlan"),
                    "ScheduleExpression"),
            "cron(0 1 ? * SUN *)"),
        row("security updates (monthly patching)", () -> review("patch"), "cron(0 10 ? * MON#1 *)"),
        row("cost review (monthly)", () -> review("cost"), "cron(0 10 ? * TUE#1 *)"),
        row(
            "everything encrypted at rest: backups",
            () ->
                protection()
                    .target(
                        protection().properties("AWS::Backup::BackupVault").get("EncryptionKeyArn"))
                    .get("Type")
                    .asText(),
            "AWS::KMS::Key"),
        row(
            "ECR vulnerability scanning, also by Inspector where it is wanted",
            () ->
                text(
                    Complete.template("protection")
                        .properties("AWS::ECR::RegistryScanningConfiguration"),
                    "ScanType"),
            "ENHANCED"));
  }

  private static JsonNode distribution(Template template) {
    return template.properties("AWS::CloudFront::Distribution").get("DistributionConfig");
  }

  private static JsonNode origin(Template template) {
    return distribution(template).at("/Origins/0");
  }

  private static String review(String what) {
    return protection().allProperties("AWS::Scheduler::Schedule").stream()
        .filter(schedule -> text(schedule, "Name").equals("shangwellness-prod-" + what + "-review"))
        .findFirst()
        .orElseThrow()
        .get("ScheduleExpression")
        .asText();
  }

  private static List<Arguments> delivery_() {
    return List.of(
        row(
            "pipeline shangwellness-prod-pipeline",
            () -> text(pipeline(), "Name"),
            "shangwellness-prod-pipeline"),
        row(
            "3 stages: source, build, deploy",
            () -> texts(pipeline().get("Stages").valueStream().toList(), "Name").toList(),
            List.of("Source", "Build", "Deploy")),
        row(
            "source: an S3 object",
            () -> pipeline().at("/Stages/0/Actions/0/ActionTypeId/Provider").asText(),
            "S3"),
        row(
            "build: CodeBuild",
            () -> pipeline().at("/Stages/1/Actions/0/ActionTypeId/Provider").asText(),
            "CodeBuild"),
        row(
            "build with its own buildspec",
            () -> delivery().properties("AWS::CodeBuild::Project").at("/Source/BuildSpec").asText(),
            "buildspec.yml"),
        row(
            "build project shangwellness-prod",
            () -> text(delivery().properties("AWS::CodeBuild::Project"), "Name"),
            "shangwellness-prod"),
        row(
            "build on Amazon Linux (ours: the current one)",
            () ->
                delivery().properties("AWS::CodeBuild::Project").at("/Environment/Image").asText(),
            "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        row(
            "deploy: CodeDeploy blue/green",
            () -> deploymentGroup().at("/DeploymentStyle/DeploymentType").asText(),
            "BLUE_GREEN"),
        row(
            "application shangwellness-prod-codedeploy",
            () -> text(delivery().properties("AWS::CodeDeploy::Application"), "ApplicationName"),
            "shangwellness-prod-codedeploy"),
        row(
            "group shangwellness-prod-deployment-group",
            () -> text(deploymentGroup(), "DeploymentGroupName"),
            "shangwellness-prod-deployment-group"),
        row(
            "canary: 10 % for 5 minutes, then 100 %",
            () -> text(deploymentGroup(), "DeploymentConfigName"),
            "CodeDeployDefault.ECSCanary10Percent5Minutes"),
        row(
            "rollback is automatic on failure",
            () -> deploymentGroup().at("/AutoRollbackConfiguration/Events/0").asText(),
            "DEPLOYMENT_FAILURE"),
        row(
            "rollback if health checks or monitoring fail",
            () -> deploymentGroup().at("/AlarmConfiguration/Alarms").size(),
            7),
        // ECS is the pipeline's: it registers the task definition, and the build only renders it.
        row(
            "CodeBuild role (S3, ECR)",
            () -> servicesOf("shangwellness-prod-codebuild-role"),
            List.of("ecr", "kms", "logs", "s3")),
        row(
            "CodeDeploy role (ECS deployment)",
            () -> servicesOf("shangwellness-prod-codedeploy-role"),
            List.of("cloudwatch", "ecs", "elasticloadbalancing", "iam")),
        row(
            "(ours) monthly patching",
            () -> text(delivery().properties("AWS::Scheduler::Schedule"), "ScheduleExpression"),
            "cron(0 4 1 * ? *)"));
  }

  private static List<Arguments> monitoring_() {
    return List.of(
        row(
            "log group /aws/codebuild/shangwellness-prod",
            () -> text(delivery().properties("AWS::Logs::LogGroup"), "LogGroupName"),
            "/aws/codebuild/shangwellness-prod"),
        row("metric: CPU", () -> measured("CPUUtilization"), true),
        row("metric: memory", () -> measured("MemoryUtilization"), true),
        row("metric: request count", () -> measured("RequestCount"), true),
        row("metric: error rate", () -> measured("HTTPCode_Target_5XX_Count"), true),
        row(
            "health monitoring",
            () -> monitoring().resources("AWS::CloudWatch::CompositeAlarm").size(),
            1),
        row(
            "audit trails",
            () ->
                monitoring()
                    .properties("AWS::CloudTrail::Trail")
                    .get("IsMultiRegionTrail")
                    .asBoolean(),
            true),
        row(
            "DevOps team devops-team@company.com",
            () ->
                texts(monitoring().allProperties("AWS::SNS::Subscription"), "Endpoint")
                    .distinct()
                    .toList(),
            List.of("devops-team@company.com")));
  }

  private static List<Arguments> costs() {
    return List.of(
        row(
            "cost alerts: what was spent, what is likely",
            () ->
                monitoring()
                    .properties("AWS::Budgets::Budget")
                    .findValuesAsText("NotificationType"),
            List.of("ACTUAL", "ACTUAL", "FORECASTED")),
        row(
            "cost alerts: unlike other days",
            () -> monitoring().resources("AWS::CE::AnomalySubscription").size(),
            1),
        row(
            "builds and sources expire",
            () ->
                delivery().allProperties("AWS::S3::Bucket").stream()
                    .allMatch(bucket -> bucket.has("LifecycleConfiguration")),
            true));
  }

  private static JsonNode pipeline() {
    return delivery().properties("AWS::CodePipeline::Pipeline");
  }

  private static JsonNode deploymentGroup() {
    return delivery().properties("AWS::CodeDeploy::DeploymentGroup");
  }

  private static boolean measured(String metric) {
    return monitoring().json().findValuesAsText("MetricName").contains(metric);
  }

  private static List<String> servicesOf(String role) {
    return delivery().allProperties("AWS::IAM::Role").stream()
        .filter(properties -> properties.path("RoleName").asText().equals(role))
        .flatMap(properties -> properties.findValues("Action").stream())
        .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
        .map(action -> action.asText().replaceFirst(":.*", ""))
        .filter(service -> !service.equals("sts"))
        .distinct()
        .sorted()
        .toList();
  }

  private static Arguments row(String line, Supplier<Object> built, Object described) {
    return Arguments.of(Named.of(line, built), described);
  }

  private static JsonNode cluster() {
    return data().properties(DB_CLUSTER);
  }

  private static JsonNode repository() {
    return data().properties("AWS::ECR::Repository");
  }

  private static JsonNode task() {
    return service().properties("AWS::ECS::TaskDefinition");
  }

  private static JsonNode container() {
    return task().get("ContainerDefinitions").get(0);
  }

  private static JsonNode variable(String name) {
    return named(container().get("Environment"), "Name", name).get("Value");
  }

  private static int scaling(String bound) {
    return service().properties("AWS::ApplicationAutoScaling::ScalableTarget").get(bound).asInt();
  }

  private static int target(String metric) {
    return service().allProperties("AWS::ApplicationAutoScaling::ScalingPolicy").stream()
        .map(policy -> policy.get("TargetTrackingScalingPolicyConfiguration"))
        .filter(
            policy ->
                policy
                    .at("/PredefinedMetricSpecification/PredefinedMetricType")
                    .asText()
                    .equals(metric))
        .findFirst()
        .orElseThrow()
        .get("TargetValue")
        .asInt();
  }

  private static long subnets(String type) {
    return network().allProperties("AWS::EC2::Subnet").stream()
        .filter(subnet -> Template.valueOf(subnet.get("Tags"), "aws-cdk:subnet-type").equals(type))
        .count();
  }

  private static String role(String name) {
    return service().allProperties("AWS::IAM::Role").stream()
        .filter(role -> text(role, "RoleName").equals(name))
        .findFirst()
        .orElseThrow()
        .at("/AssumeRolePolicyDocument/Statement/0/Principal/Service")
        .asText();
  }

  private static String text(JsonNode properties, String name) {
    return properties.get(name).asText();
  }

  private static Stream<String> texts(List<JsonNode> all, String name) {
    return all.stream().map(properties -> text(properties, name));
  }
}
