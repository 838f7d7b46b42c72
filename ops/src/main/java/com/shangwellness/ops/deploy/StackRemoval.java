package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Clients;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;

/** Deletes stacks, after what protects their parts has been taken off. */
public final class StackRemoval {
  private final Clients clients;
  private final Stacks stacks;
  private final StackFollower follower;
  private final Progress progress;

  /** Removal by {@code clients}. */
  public StackRemoval(Clients clients, Waiting waiting, Progress progress) {
    this.clients = clients;
    this.stacks = new Stacks(clients.cloudFormation());
    this.follower = new StackFollower(stacks, waiting, progress);
    this.progress = progress;
  }

  /**
   * Deletes the stack {@code name}; what its template retains stays. It can be repeated after it
   * failed half-way, and a stack that is gone is no error.
   *
   * @throws Failure if something cannot be deleted; then the stack stays, with what is left of it
   */
  public void remove(String name) {
    var found = stacks.find(name);
    if (found.isEmpty()) {
      progress.ends(name, "is gone already");
      return;
    }
    var stackId = found.get().stackId();
    var resources = stacks.resources(name).stream().filter(HeldData::isThere).toList();
    resources.forEach(this::unprotect);
    clients
        .cloudFormation()
        .updateTerminationProtection(r -> r.stackName(name).enableTerminationProtection(false));
    progress.on(new Happening.Begun(name, resources.size()));
    var last = stacks.latestEvent(stackId);
    clients.cloudFormation().deleteStack(r -> r.stackName(stackId));
    var end = follower.follow(name, stackId, last, resources.size());
    if (!end.isGood()) {
      progress.fails(name, end.status());
      throw Failure.failed(
          "stack "
              + name
              + " ended as "
              + end.status()
              + "\n  "
              + String.join("\n  ", end.failures()));
    }
    progress.ends(name, "deleted");
  }

  private void unprotect(StackResourceSummary resource) {
    try {
      switch (resource.resourceType()) {
        case "AWS::ElasticLoadBalancingV2::LoadBalancer" ->
            clients
                .loadBalancing()
                .modifyLoadBalancerAttributes(
                    r ->
                        r.loadBalancerArn(resource.physicalResourceId())
                            .attributes(
                                LoadBalancerAttribute.builder()
                                    .key("deletion_protection.enabled")
                                    .value("false")
                                    .build()));
        case "AWS::RDS::DBCluster" ->
            clients
                .rds()
                .modifyDBCluster(
                    r ->
                        r.dbClusterIdentifier(resource.physicalResourceId())
                            .deletionProtection(false)
                            .applyImmediately(true));
        default -> {}
      }
    } catch (LoadBalancerNotFoundException | DbClusterNotFoundException e) {
      progress.remarks(name(resource) + " is gone already"); // somebody deleted it by hand
    }
  }

  private static String name(StackResourceSummary resource) {
    return resource.resourceType() + " " + resource.physicalResourceId();
  }
}
