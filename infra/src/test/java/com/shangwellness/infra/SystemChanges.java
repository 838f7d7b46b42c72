package com.shangwellness.infra;

import static com.shangwellness.infra.Row.row;
import static com.shangwellness.infra.Synthesized.delivery;
import static com.shangwellness.infra.Synthesized.service;
import static com.shangwellness.infra.SystemParts.deploymentGroup;
import static com.shangwellness.infra.SystemParts.file;
import static com.shangwellness.infra.SystemParts.otherwise;
import static com.shangwellness.infra.SystemParts.pipeline;
import static com.shangwellness.infra.SystemParts.servicesOf;
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
            () -> deploymentGroup().at("/AutoRollbackConfiguration/Events/0").asText(),
            "DEPLOYMENT_FAILURE"),
        row(
            "rollback if health checks or monitoring fail",
            () -> deploymentGroup().at("/AlarmConfiguration/Alarms").size(),
            7),
        // ECS is the pipeline's: it registers the task definition, and the build only renders it.
        row(
            "CodeBuild role (S3, ECR)",
            () -> servicesOf(delivery(), "shangwellness-prod-codebuild-role"),
            List.of("ecr", "kms", "logs", "s3")),
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
            () -> service().resources("AWS::ElasticLoadBalancingV2::Listener").size(),
            2),
        row(
            "health checks and monitoring validate",
            () -> service().resources("AWS::CloudWatch::Alarm").size(),
            7));
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
