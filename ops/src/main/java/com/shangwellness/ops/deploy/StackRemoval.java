package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Clients;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

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
   * Deletes the stack {@code name}; what its template retains stays.
   *
   * @throws Failure if something cannot be deleted; then the stack stays, with what is left of it
   */
  public void remove(String name) {
    var stackId = stacks.find(name).orElseThrow().stackId();
    var resources = stacks.resources(name);
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
  }
}
