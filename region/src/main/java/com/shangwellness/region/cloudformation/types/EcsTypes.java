package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The resource types of Amazon ECS. */
public final class EcsTypes {

  // "If the stack isn't stable after three hours, the deployment fails": CloudFormation's guide on
  // services that do not stabilize.
  private static final Duration SERVICE_PATIENCE = Duration.ofHours(3);

  private EcsTypes() {}

  /** The types, acting through {@code ecs}. */
  public static ResourceTypes types(EcsClient ecs) {
    return ResourceTypes.of(
        type("AWS::ECS::Cluster")
            .create(CreateClusterRequest::builder, ecs::createCluster)
            .named("ClusterName", 255)
            .rename("ClusterSettings", "Settings")
            .ref(created -> created.cluster().clusterName())
            .attribute("Arn", created -> created.cluster().clusterArn())
            .update(
                UpdateClusterRequest::builder,
                (request, cluster) -> request.cluster(cluster.id()),
                ecs::updateCluster)
            .onChange(
                "Tags", change -> retag(ecs, change.resource().attributes().require("Arn"), change))
            .delete(name -> ecs.deleteCluster(r -> r.cluster(name))),
        type("AWS::ECS::TaskDefinition")
            .create(RegisterTaskDefinitionRequest::builder, ecs::registerTaskDefinition)
            .named("Family", 255)
            .ref(created -> created.taskDefinition().taskDefinitionArn())
            .attribute("TaskDefinitionArn", created -> created.taskDefinition().taskDefinitionArn())
            .onChange("Tags", change -> retag(ecs, change.id(), change))
            .delete(arn -> ecs.deregisterTaskDefinition(r -> r.taskDefinition(arn))),
        type("AWS::ECS::Service")
            .create(CreateServiceRequest::builder, ecs::createService)
            .named("ServiceName", 255)
            .ref(created -> created.service().serviceArn())
            .attribute("ServiceArn", created -> created.service().serviceArn())
            .attribute("Name", created -> created.service().serviceName())
            .stableWhen(arn -> isStable(service(ecs, arn)))
            .failedWhen(arn -> failure(service(ecs, arn)))
            .within(SERVICE_PATIENCE)
            // AWS's handler sends every parameter at every update, whatever has changed: so with a
            // CODE_DEPLOY controller a changed tag is refused (aws-cdk#23564), and so is a changed
            // DependsOn (aws-cdk#25777).
            .update(
                UpdateServiceRequest::builder,
                (request, service) -> request.service(service.id()).cluster(cluster(service.id())),
                ecs::updateService)
            .updatedAlways()
            .onChange("Tags", change -> retag(ecs, change.id(), change))
            .delete(arn -> ecs.deleteService(r -> r.cluster(cluster(arn)).service(arn).force(true)))
            .goneWhen(arn -> isGone(ecs, arn)));
  }

  /** The cluster in {@code arn:aws:ecs:region:account:service/cluster/service}. */
  private static String cluster(String serviceArn) {
    return List.of(serviceArn.split("/")).get(1);
  }

  private static Service service(EcsClient ecs, String arn) {
    return ecs.describeServices(r -> r.cluster(cluster(arn)).services(arn)).services().getFirst();
  }

  // A service of an external controller waits for no tasks: its task sets, which bring them, come
  // after it.
  private static boolean isStable(Service service) {
    if (service.deploymentController().type() == DeploymentControllerType.EXTERNAL) {
      return true;
    }
    boolean counted =
        service.runningCount().equals(service.desiredCount()) && service.pendingCount() == 0;
    boolean deployed =
        service.deployments().stream()
            .allMatch(d -> d.rolloutState() == DeploymentRolloutState.COMPLETED);
    boolean steady =
        service.taskSets().stream()
            .allMatch(set -> set.stabilityStatus() == StabilityStatus.STEADY_STATE);
    return counted && deployed && steady;
  }

  private static Optional<String> failure(Service service) {
    return service.deployments().stream()
        .filter(deployment -> deployment.rolloutState() == DeploymentRolloutState.FAILED)
        .map(Deployment::rolloutStateReason)
        .findFirst();
  }

  private static boolean isGone(EcsClient ecs, String arn) {
    return ecs.describeServices(r -> r.cluster(cluster(arn)).services(arn)).services().stream()
        .allMatch(service -> service.status().equals("INACTIVE"));
  }

  private static void retag(EcsClient ecs, String arn, Update change) {
    change.retag(
        gone -> ecs.untagResource(r -> r.resourceArn(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> ecs.tagResource(r -> r.resourceArn(arn).tags(tags)));
  }
}
