package com.shangwellness.ops.production;

import com.shangwellness.ops.deploy.Stacks;
import com.shangwellness.ops.targets.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Finds the parts of production in its stacks: no name of a cluster or a balancer is known here,
 * only which stacks to look into.
 */
public final class Production {
  private final Clients clients;
  private final List<StackResourceSummary> resources = new ArrayList<>();

  /** The production that {@code stackNames} hold. */
  public Production(Clients clients, List<String> stackNames) {
    this.clients = clients;
    var stacks = new Stacks(clients.cloudFormation());
    stackNames.forEach(name -> resources.addAll(stacks.resources(name)));
  }

  /** Which service of ECS answers the requests. */
  public Optional<ServiceName> service() {
    return physicalId("AWS::ECS::Service").map(ServiceName::of);
  }

  /** The load balancer's ARN. */
  public Optional<String> loadBalancer() {
    return physicalId("AWS::ElasticLoadBalancingV2::LoadBalancer");
  }

  /** The database cluster's identifier. */
  public Optional<String> database() {
    return physicalId("AWS::RDS::DBCluster");
  }

  /** The image repository's name. */
  public Optional<String> repository() {
    return physicalId("AWS::ECR::Repository");
  }

  /** The service's tasks that are to run. */
  List<Task> tasks() {
    return service().map(this::tasks).orElse(List.of());
  }

  private List<Task> tasks(ServiceName name) {
    var ecs = clients.ecs();
    var arns =
        ecs.listTasks(
                r ->
                    r.cluster(name.cluster())
                        .serviceName(name.service())
                        .desiredStatus(DesiredStatus.RUNNING))
            .taskArns();
    return arns.isEmpty()
        ? List.of()
        : ecs.describeTasks(r -> r.cluster(name.cluster()).tasks(arns)).tasks();
  }

  /** The API of the region that these stacks are in. */
  public Clients clients() {
    return clients;
  }

  /** The dashboard's name. */
  public Optional<String> dashboard() {
    return physicalId("AWS::CloudWatch::Dashboard");
  }

  private Optional<String> physicalId(String type) {
    return physicalIds(type).stream().findFirst();
  }

  /** The physical ids of all resources of these types that are there. */
  public List<String> physicalIds(String... types) {
    var wanted = Set.of(types);
    return resources.stream()
        .filter(resource -> wanted.contains(resource.resourceType()))
        .filter(resource -> !resource.resourceStatusAsString().equals("DELETE_COMPLETE"))
        .map(StackResourceSummary::physicalResourceId)
        .filter(id -> id != null && !id.isEmpty())
        .toList();
  }
}
