package com.shangwellness.region.codepipeline;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentResponse;

/** Deployments that end when the test says so; one at a time, as in AWS. */
final class FakeDeployments implements CodeDeployClient {

  final List<CreateDeploymentRequest> started = new ArrayList<>();
  final List<Double> paces = new ArrayList<>();
  private final Map<String, DeploymentStatus> statuses = new LinkedHashMap<>();
  private int asked;

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public CreateDeploymentResponse createDeployment(CreateDeploymentRequest request) {
    if (statuses.containsValue(DeploymentStatus.IN_PROGRESS)) {
      throw AwsErrors.of(
          DeploymentLimitExceededException.builder(),
          "The Deployment Group '"
              + request.deploymentGroupName()
              + "' already has an active Deployment '"
              + id()
              + "'");
    }
    started.add(request);
    paces.add(Caller.current().map(Caller::pace).orElse(0.0));
    statuses.put(id(), DeploymentStatus.IN_PROGRESS);
    return CreateDeploymentResponse.builder().deploymentId(id()).build();
  }

  @Override
  public GetDeploymentResponse getDeployment(GetDeploymentRequest request) {
    asked++;
    return GetDeploymentResponse.builder()
        .deploymentInfo(
            d ->
                d.deploymentId(request.deploymentId()).status(statuses.get(request.deploymentId())))
        .build();
  }

  /** How often somebody asked how a deployment stands. */
  int asked() {
    return asked;
  }

  /** The latest deployment has this status now. */
  void becomes(DeploymentStatus status) {
    statuses.put(id(), status);
  }

  private String id() {
    return "d-" + started.size();
  }
}
