package com.shangwellness.ops.fake;

import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsResponse;

/** CodeDeploy with at most one active deployment, or none at all, as in a region without it. */
public final class FakeCodeDeploy implements CodeDeployClient {
  private Optional<String> active = Optional.empty();
  private boolean missing;

  /** This deployment is under way. */
  public void releases(String deployment) {
    active = Optional.of(deployment);
  }

  /** The region does not know the service. */
  public void isMissing() {
    missing = true;
  }

  @Override
  public ListDeploymentGroupsResponse listDeploymentGroups(ListDeploymentGroupsRequest request) {
    if (missing) {
      throw (CodeDeployException)
          CodeDeployException.builder().statusCode(501).message("not implemented").build();
    }
    return ListDeploymentGroupsResponse.builder().deploymentGroups("group").build();
  }

  @Override
  public ListDeploymentsResponse listDeployments(ListDeploymentsRequest request) {
    return ListDeploymentsResponse.builder().deployments(active.stream().toList()).build();
  }

  @Override
  public String serviceName() {
    return "codedeploy";
  }

  @Override
  public void close() {}
}
