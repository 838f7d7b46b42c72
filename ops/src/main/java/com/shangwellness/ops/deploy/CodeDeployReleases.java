package com.shangwellness.ops.deploy;

import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

/**
 * Releases by CodeDeploy. A deployment is active until blue is gone, not only until green serves.
 */
final class CodeDeployReleases implements ReleaseGuard {
  private static final String APPLICATION = "AWS::CodeDeploy::Application";
  private static final int NOT_IMPLEMENTED = 501;

  private final Stacks stacks;
  private final CodeDeployClient codeDeploy;

  CodeDeployReleases(Stacks stacks, CodeDeployClient codeDeploy) {
    this.stacks = stacks;
    this.codeDeploy = codeDeploy;
  }

  @Override
  public Optional<String> activeRelease(String stack) {
    return stacks.resources(stack).stream()
        .filter(resource -> resource.resourceType().equals(APPLICATION))
        .map(resource -> activeIn(resource.physicalResourceId()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> activeIn(String application) {
    try {
      return codeDeploy
          .listDeploymentGroups(r -> r.applicationName(application))
          .deploymentGroups()
          .stream()
          .flatMap(group -> active(application, group).stream())
          .findFirst();
    } catch (CodeDeployException e) {
      if (e.statusCode() == NOT_IMPLEMENTED) {
        return Optional.empty(); // where there is no CodeDeploy there are no releases
      }
      throw e;
    }
  }

  private Optional<String> active(String application, String group) {
    return codeDeploy
        .listDeployments(
            r ->
                r.applicationName(application)
                    .deploymentGroupName(group)
                    .includeOnlyStatuses(
                        DeploymentStatus.CREATED,
                        DeploymentStatus.QUEUED,
                        DeploymentStatus.IN_PROGRESS,
                        DeploymentStatus.BAKING,
                        DeploymentStatus.READY))
        .deployments()
        .stream()
        .findFirst();
  }
}
