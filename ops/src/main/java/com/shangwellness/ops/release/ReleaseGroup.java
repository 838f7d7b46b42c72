package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.production.ServiceName;

/**
 * Where releases happen.
 *
 * @param application CodeDeploy's application
 * @param group its deployment group
 * @param service the service whose tasks are replaced
 */
public record ReleaseGroup(String application, String group, ServiceName service) {
  private static final String APPLICATION = "AWS::CodeDeploy::Application";
  private static final String GROUP = "AWS::CodeDeploy::DeploymentGroup";

  /**
   * The one that the stacks of {@code production} hold.
   *
   * @throws Failure if they are not there
   */
  public static ReleaseGroup of(Production production) {
    var applications = production.physicalIds(APPLICATION);
    var groups = production.physicalIds(GROUP);
    return production
        .service()
        .filter(service -> !applications.isEmpty() && !groups.isEmpty())
        .map(service -> new ReleaseGroup(applications.getFirst(), groups.getFirst(), service))
        .orElseThrow(
            () ->
                Failure.notRunning(
                    "there is nothing to release to: the stacks with the service and its"
                        + " deployment group are not there; bring them up with ./shang up, or on"
                        + " AWS: ./shang deploy --target aws"));
  }
}
