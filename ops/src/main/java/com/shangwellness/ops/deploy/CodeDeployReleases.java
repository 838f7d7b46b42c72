package com.shangwellness.ops.deploy;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

/**
 * Releases by CodeDeploy. A deployment is active until blue is gone, not only until green serves.
 *
 * <p>The application may be in another stack than the listeners that it moves, and a change of
 * either is as bad: so every stack of the place is asked.
 */
final class CodeDeployReleases implements ReleaseGuard {
  private static final String APPLICATION = "AWS::CodeDeploy::Application";

  private final Stacks stacks;
  private final CodeDeployClient codeDeploy;
  private final List<String> names;

  /** The releases of the applications that the stacks of these {@code names} hold. */
  CodeDeployReleases(Stacks stacks, CodeDeployClient codeDeploy, List<String> names) {
    this.stacks = stacks;
    this.codeDeploy = codeDeploy;
    this.names = List.copyOf(names);
  }

  @Override
  public Optional<String> activeRelease() {
    return names.stream()
        .flatMap(name -> stacks.resources(name).stream())
        .filter(resource -> resource.resourceType().equals(APPLICATION))
        .map(resource -> activeIn(resource.physicalResourceId()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> activeIn(String application) {
    return codeDeploy
        .listDeploymentGroups(r -> r.applicationName(application))
        .deploymentGroups()
        .stream()
        .flatMap(group -> active(application, group).stream())
        .findFirst();
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
