package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;
import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.ofThisAccount;
import static com.shangwellness.infra.Roles.role;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Sorted;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.constructs.Construct;

/**
 * Keeps the number of tasks as it is while a release runs, whoever began it: both colours count as
 * the service's tasks, and after a scaling event a deployment that is not steady within five
 * minutes fails (ECS guide, "CodeDeploy blue/green deployments"). Each deployment that starts
 * begins an execution, which suspends scaling and resumes it when none is left.
 */
final class QuietRelease extends Construct {
  private static final String DEFINITION = "quiet-release.asl.json";

  QuietRelease(Construct scope, Names names) {
    super(scope, "QuietRelease");
    var machine =
        CfnStateMachine.Builder.create(this, "Machine")
            .stateMachineName(names.quietRelease())
            .stateMachineType("STANDARD")
            .definitionString(definition(names))
            .roleArn(worker(names).getRoleArn())
            .build();
    NagSuppressions.addResourceSuppressions(
        machine,
        List.of(
            because(
                "AwsSolutions-SF1",
                "A standard workflow keeps each execution's events for 90 days by itself"),
            because(
                "AwsSolutions-SF2",
                "It calls two services, one after the other: the history of an execution is its"
                    + " trace")));
    var starter =
        role(
                this,
                "StarterRole",
                "EventBridge: suspend scaling when a release begins",
                ofThisAccount(names, "events.amazonaws.com"),
                List.of(allow("Start", List.of("states:StartExecution"), machine.getRef())))
            .build();
    CfnRule.Builder.create(this, "Rule")
        .name(names.eventRule("release-began"))
        .description("A release begins: the number of tasks stays as it is until it is over")
        .eventPattern(
            Sorted.map(
                Map.of(
                    "source",
                    List.of("aws.codedeploy"),
                    "detail-type",
                    List.of("CodeDeploy Deployment State-change Notification"),
                    "detail",
                    Map.of(
                        "application",
                        List.of(names.deployApplication()),
                        "state",
                        List.of("START")))))
        .targets(
            List.of(
                CfnRule.TargetProperty.builder()
                    .id("QuietRelease")
                    .arn(machine.getRef())
                    .roleArn(starter.getRoleArn())
                    .build()))
        .build();
  }

  private static String definition(Names names) {
    return resource()
        .replace("${scalable}", "service/" + names.cluster() + "/" + names.service())
        .replace("${application}", names.deployApplication())
        .replace("${group}", names.deploymentGroup());
  }

  private static String resource() {
    try (var in = QuietRelease.class.getResourceAsStream(DEFINITION)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(DEFINITION, e);
    }
  }

  private Role worker(Names names) {
    var role =
        role(
                this,
                "Role",
                "Step Functions: suspend scaling while a release runs",
                ofThisAccount(names, "states.amazonaws.com"),
                List.of(
                    allow(
                        "LookAtReleases",
                        List.of("codedeploy:ListDeployments"),
                        names.arn(
                            "codedeploy",
                            "deploymentgroup:"
                                + names.deployApplication()
                                + "/"
                                + names.deploymentGroup())),
                    allow(
                        "LookAtScaling",
                        List.of("application-autoscaling:DescribeScalableTargets"),
                        "*"),
                    suspend(names),
                    // Application Auto Scaling asks them of whoever registers a target of ECS
                    // (user guide, "Permissions for working with AWS service APIs on target
                    // resources").
                    allow(
                        "BeAllowedToScale",
                        List.of("ecs:DescribeServices", "ecs:UpdateService"),
                        names.arn("ecs", "service/" + names.cluster() + "/" + names.service()))))
            .roleName(names.deliveryRole("quiet-release"))
            .build();
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "Scalable targets have generated ids and are described as a whole; only those of"
                    + " ECS services' desired counts may be changed")));
    return role;
  }

  private static PolicyStatement suspend(Names names) {
    var suspend =
        allow(
            "Suspend",
            List.of("application-autoscaling:RegisterScalableTarget"),
            names.arn("application-autoscaling", "scalable-target/*"));
    suspend.addCondition(
        "StringEquals",
        Sorted.map(
            Map.of(
                "application-autoscaling:scalable-dimension", "ecs:service:DesiredCount",
                "application-autoscaling:service-namespace", "ecs")));
    return suspend;
  }
}
