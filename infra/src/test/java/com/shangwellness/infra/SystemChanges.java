package com.shangwellness.infra;

import static com.shangwellness.infra.Row.row;
import static com.shangwellness.infra.Synthesized.delivery;
import static com.shangwellness.infra.Synthesized.service;
import static com.shangwellness.infra.SystemParts.TARGET_GROUP;
import static com.shangwellness.infra.SystemParts.actionsOf;
import static com.shangwellness.infra.SystemParts.deploymentGroup;
import static com.shangwellness.infra.SystemParts.file;
import static com.shangwellness.infra.SystemParts.otherwise;
import static com.shangwellness.infra.SystemParts.pipeline;
import static com.shangwellness.infra.SystemParts.rollsBackAfter;
import static com.shangwellness.infra.SystemParts.servicesOf;
import static com.shangwellness.infra.SystemParts.stoppedBy;
import static com.shangwellness.infra.SystemParts.text;
import static com.shangwellness.infra.SystemParts.texts;

import java.util.List;
import java.util.stream.Stream;

/** The owner's words on how it changes: delivery, release strategy, files. */
final class SystemChanges {
  private SystemChanges() {}

  static Stream<Row> rows() {
    return Stream.of(delivery_(), release(), files()).flatMap(List::stream);
  }

  private static List<Row> delivery_() {
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
            () -> rollsBackAfter(),
            List.of(
                "DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")),
        row(
            "rollback if health checks or monitoring fail",
            () -> stoppedBy(),
            List.of(
                "blue-5xx HTTPCode_Target_5XX_Count",
                "blue-latency TargetResponseTime",
                "blue-unhealthy UnHealthyHostCount",
                "elb-5xx HTTPCode_ELB_5XX_Count",
                "green-5xx HTTPCode_Target_5XX_Count",
                "green-latency TargetResponseTime",
                "green-unhealthy UnHealthyHostCount")),
        // The build only renders the task definition. Who registers it is the pipeline: there lie
        // the rights for ECS that the owner gives to the build.
        row(
            "CodeBuild role (S3, ECR, ECS): S3 and ECR, and what both are encrypted and logged"
                + " with",
            () -> servicesOf(delivery(), "shangwellness-prod-codebuild-role"),
            List.of("ecr", "kms", "logs", "s3")),
        row(
            "CodeBuild role (S3, ECR, ECS): ECS (ours: by the pipeline's role)",
            () -> actionsOf(delivery(), "shangwellness-prod-codepipeline-role", "ecs"),
            List.of("ecs:RegisterTaskDefinition", "ecs:TagResource")),
        row(
            "CodeDeploy role (ECS deployment)",
            () -> servicesOf(delivery(), "shangwellness-prod-codedeploy-role"),
            List.of("cloudwatch", "ecs", "elasticloadbalancing", "iam")),
        row(
            "(ours) monthly patching",
            () -> text(delivery().properties("AWS::Scheduler::Schedule"), "ScheduleExpression"),
            "cron(0 4 1 * ? *)"),
        row(
            "CodePipeline → CodeBuild → CodeDeploy",
            () -> pipeline().get("Stages").findValuesAsText("Provider"),
            List.of("S3", "CodeBuild", "CodeDeployToECS")),
        row(
            "CodeDeploy → ECS",
            () ->
                deploymentGroup().at("/ECSServices/0/ClusterName").asText()
                    + " "
                    + deploymentGroup().at("/ECSServices/0/ServiceName").asText(),
            "shangwellness-prod-cluster shangwellness-prod-service"),
        row(
            "source: configurable to Git",
            () ->
                otherwise()
                    .template("delivery")
                    .properties("AWS::CodePipeline::Pipeline")
                    .at("/Stages/0/Actions/0/ActionTypeId/Provider")
                    .asText(),
            "CodeStarSourceConnection"),
        row(
            "build without Docker (ours: no privileged mode)",
            () ->
                delivery()
                    .properties("AWS::CodeBuild::Project")
                    .at("/Environment/PrivilegedMode")
                    .asBoolean(),
            false));
  }

  private static List<Row> release() {
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
            () ->
                deploymentGroup()
                    .at("/LoadBalancerInfo/TargetGroupPairInfoList/0")
                    .findValuesAsText("OutputName"),
            List.of(
                "ProductionListenerArn",
                "BlueTargetGroupName",
                "GreenTargetGroupName",
                "TestListenerArn")),
        row(
            "health checks validate",
            () ->
                service().allProperties(TARGET_GROUP).stream()
                    .map(group -> text(group, "Name") + " " + text(group, "HealthCheckPath"))
                    .toList(),
            List.of(
                "shangwellness-prod-blue /healthcheck", "shangwellness-prod-green /healthcheck")),
        row(
            "monitoring validates, and what it cannot see is no success",
            () -> deploymentGroup().at("/AlarmConfiguration/IgnorePollAlarmFailure").toString(),
            "false"));
  }

  private static List<Row> files() {
    return List.of(
        file("terraform/main.tf"),
        file("terraform/variables.tf"),
        file("terraform/outputs.tf"),
        file("buildspec.yml"),
        file("shangwellness_appspec.yml"),
        file("taskdef_shangwellness.json"),
        file("DEPLOYMENT.md"),
        file("TROUBLESHOOTING.md"));
  }
}
