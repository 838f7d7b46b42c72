package com.shangwellness.infra;

import static com.shangwellness.infra.Row.row;
import static com.shangwellness.infra.Synthesized.data;
import static com.shangwellness.infra.Synthesized.delivery;
import static com.shangwellness.infra.Synthesized.monitoring;
import static com.shangwellness.infra.Synthesized.network;
import static com.shangwellness.infra.Synthesized.protection;
import static com.shangwellness.infra.Synthesized.service;
import static com.shangwellness.infra.SystemParts.BALANCER;
import static com.shangwellness.infra.SystemParts.DB_CLUSTER;
import static com.shangwellness.infra.SystemParts.DB_INSTANCE;
import static com.shangwellness.infra.SystemParts.ECS_SERVICE;
import static com.shangwellness.infra.SystemParts.TARGET_GROUP;
import static com.shangwellness.infra.SystemParts.admitted;
import static com.shangwellness.infra.SystemParts.cluster;
import static com.shangwellness.infra.SystemParts.every;
import static com.shangwellness.infra.SystemParts.file;
import static com.shangwellness.infra.SystemParts.judgedEachMinute;
import static com.shangwellness.infra.SystemParts.measured;
import static com.shangwellness.infra.SystemParts.otherwise;
import static com.shangwellness.infra.SystemParts.read;
import static com.shangwellness.infra.SystemParts.repository;
import static com.shangwellness.infra.SystemParts.review;
import static com.shangwellness.infra.SystemParts.role;
import static com.shangwellness.infra.SystemParts.servicesOf;
import static com.shangwellness.infra.SystemParts.text;
import static com.shangwellness.infra.SystemParts.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** The owner's words on what guards it: security, monitoring, availability, cost, procedures. */
final class SystemGuards {
  private SystemGuards() {}

  static Stream<Row> rows() {
    return Stream.of(
            security(), monitoring_(), availability(), costs(), protection_(), procedures())
        .flatMap(List::stream);
  }

  private static List<Row> security() {
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
            "true"),
        row(
            "security group ALB: HTTP and HTTPS from the internet",
            () -> admitted("alb"),
            List.of("0.0.0.0/0 :443", "0.0.0.0/0 :80")),
        row("security group ECS: from the ALB only", () -> admitted("ecs"), List.of("alb :80")),
        row("security group RDS: MySQL from ECS only", () -> admitted("rds"), List.of("ecs :3306")),
        row(
            "ECS execution role (ECR, CloudWatch)",
            () -> servicesOf(service(), "shangwellness-prod-ecs-execution-role"),
            List.of("ecr", "kms", "logs", "secretsmanager")),
        row(
            "least privilege: nobody may do everything",
            () ->
                Synthesized.templates().stream()
                    .flatMap(template -> template.allProperties("AWS::IAM::Role").stream())
                    .flatMap(role -> role.findValues("Action").stream())
                    .map(JsonNode::toString)
                    .filter(action -> action.contains("\"*\""))
                    .toList(),
            List.of()),
        row(
            "everything encrypted at rest: files",
            () -> every("AWS::S3::Bucket", "BucketEncryption"),
            true),
        row(
            "everything encrypted at rest: messages",
            () -> every("AWS::SNS::Topic", "KmsMasterKeyId"),
            true),
        row(
            "database credentials in Secrets Manager, under our key",
            () -> cluster().at("/MasterUserSecret").has("KmsKeyId"),
            true));
  }

  private static List<Row> monitoring_() {
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
            "health monitoring: what people look at",
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
            List.of("devops-team@company.com")),
        row(
            "performance monitoring (continuous): judged each minute",
            () ->
                judgedEachMinute(
                    "site-latency",
                    "tasks-cpu",
                    "tasks-memory",
                    "database-capacity",
                    "database-replica-lag"),
            List.of(
                "ACUUtilization",
                "AuroraReplicaLagMaximum",
                "CPUUtilization",
                "MemoryUtilization",
                "TargetResponseTime")),
        row(
            "performance monitoring (continuous): shown",
            () ->
                Stream.of("TargetResponseTime", "CPUUtilization", "MemoryUtilization")
                    .filter(
                        monitoring()
                                .properties("AWS::CloudWatch::Dashboard")
                                .get("DashboardBody")
                                .toString()
                            ::contains)
                    .toList(),
            List.of("TargetResponseTime", "CPUUtilization", "MemoryUtilization")),
        row(
            "an emergency phone number",
            () ->
                texts(
                        otherwise()
                            .template("monitoring")
                            .allProperties("AWS::SNS::Subscription")
                            .stream()
                            .filter(to -> text(to, "Protocol").equals("sms"))
                            .toList(),
                        "Endpoint")
                    .toList(),
            List.of("+912212345678")));
  }

  private static List<Row> availability() {
    return List.of(
        row(
            "vertical: task CPU and memory are settings",
            () ->
                text(Synthesized.staging("service").properties("AWS::ECS::TaskDefinition"), "Cpu")
                    + " "
                    + text(
                        Synthesized.staging("service").properties("AWS::ECS::TaskDefinition"),
                        "Memory"),
            "256 1024"),
        row(
            "vertical: so is the size of the database",
            () ->
                Synthesized.staging("data")
                    .properties(DB_CLUSTER)
                    .at("/ServerlessV2ScalingConfiguration/MaxCapacity")
                    .asInt(),
            2),
        row(
            "continuous health checks",
            () ->
                texts(service().allProperties(TARGET_GROUP), "HealthCheckIntervalSeconds").toList(),
            List.of("5", "5")),
        row(
            "automatic recovery: a task that fails three of them is replaced",
            () -> texts(service().allProperties(TARGET_GROUP), "UnhealthyThresholdCount").toList(),
            List.of("3", "3")),
        row(
            "automatic recovery: the database has a second instance to go on with",
            () -> data().resources(DB_INSTANCE).size(),
            2));
  }

  private static List<Row> costs() {
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
            true),
        row(
            "Fargate per task: no machine is paid for, and the number of tasks is what scales",
            () ->
                text(service().properties(ECS_SERVICE), "LaunchType")
                    + " "
                    + text(
                        service().properties("AWS::ApplicationAutoScaling::ScalableTarget"),
                        "ScalableDimension"),
            "FARGATE ecs:service:DesiredCount"),
        row(
            "Aurora per ACU: no instance has a size, and the cluster has bounds",
            () ->
                texts(data().allProperties(DB_INSTANCE), "DBInstanceClass").distinct().toList()
                    + " "
                    + cluster().get("ServerlessV2ScalingConfiguration"),
            "[db.serverless] {\"MaxCapacity\":8,\"MinCapacity\":0.5}"),
        row(
            "CodeBuild per minute: on demand, no fleet is reserved, and a build that hangs ends",
            () ->
                delivery().properties("AWS::CodeBuild::Project").at("/Environment/Type").asText()
                    + " "
                    + delivery()
                        .properties("AWS::CodeBuild::Project")
                        .at("/Environment")
                        .has("Fleet")
                    + " "
                    + text(delivery().properties("AWS::CodeBuild::Project"), "TimeoutInMinutes"),
            "LINUX_CONTAINER false 30"),
        row(
            "scale in when load is low",
            () -> service().json().findValuesAsText("ScaleInCooldown"),
            List.of("300", "300")));
  }

  private static List<Row> protection_() {
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
            "cron(0 1 ? * MON *)"),
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

  private static List<Row> procedures() {
    return List.of(
        file("runbooks/service-outage.md"),
        file("runbooks/data-recovery.md"),
        file("runbooks/security-incident.md"),
        row(
            "AWS Support through the console",
            () -> read("runbooks/README.md").contains("AWS Support through the console"),
            true));
  }
}
