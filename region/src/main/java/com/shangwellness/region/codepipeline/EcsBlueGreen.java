package com.shangwellness.region.codepipeline;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * A release by CodeDeploy to ECS (CodePipeline guide, "Amazon ECS and CodeDeploy blue-green deploy
 * action"): the image goes into the task definition, the task definition into the appspec, and the
 * action waits until the deployment is over, the wait for blue's end included.
 */
record EcsBlueGreen(EcsClient ecs, CodeDeployClient deployments, DeployFiles files, String region)
    implements ActionType {

  static final int IMAGES = 4;

  private static final String APPLICATION = "ApplicationName";
  private static final String GROUP = "DeploymentGroupName";

  @Override
  public Set<ActionCategory> categories() {
    return Set.of(ActionCategory.DEPLOY);
  }

  @Override
  public String provider() {
    return "CodeDeployToECS";
  }

  @Override
  public Form form() {
    var optional = new HashSet<>(Set.of(DeployFiles.TASK_PATH, DeployFiles.APPSPEC_PATH));
    for (int image = 1; image <= IMAGES; image++) {
      optional.add(DeployFiles.imageArtifact(image));
      optional.add(DeployFiles.imageContainer(image));
    }
    return new Form(
        Set.of(APPLICATION, GROUP, DeployFiles.TASK_ARTIFACT, DeployFiles.APPSPEC_ARTIFACT),
        Set.copyOf(optional),
        new Count(1, 5),
        new Count(0, 0));
  }

  @Override
  public Duration patience() {
    return Duration.ofDays(5);
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Outcome begin(Work work) {
    try {
      var template = files.taskDefinition(work);
      var appSpec = files.appSpec(work);
      var definition = ecs.registerTaskDefinition(template).taskDefinition().taskDefinitionArn();
      var content = appSpec.replace("<TASK_DEFINITION>", definition);
      var id =
          deployments
              .createDeployment(
                  r ->
                      r.applicationName(work.require(APPLICATION))
                          .deploymentGroupName(work.require(GROUP))
                          .revision(
                              v ->
                                  v.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                      .appSpecContent(a -> a.content(content))))
              .deploymentId();
      return Outcome.inProgress(result(id));
    } catch (DeployFiles.Unusable e) {
      return Outcome.misconfigured(e.getMessage());
    }
  }

  @Override
  public Outcome look(Work work) {
    var id = work.externalId();
    DeploymentInfo deployment = deployments.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
    return switch (deployment.status()) {
      case SUCCEEDED -> Outcome.succeeded(result(id), Map.of("DeploymentId", id));
      case FAILED, STOPPED -> Outcome.jobFailed(result(id), "Deployment " + id + " failed");
      default -> Outcome.inProgress(result(id));
    };
  }

  private ActionExecutionResult result(String id) {
    return ActionExecutionResult.builder()
        .externalExecutionId(id)
        .externalExecutionUrl(
            "https://console.aws.amazon.com/codedeploy/home?region="
                + region
                + "#/deployments/"
                + id)
        .build();
  }
}
