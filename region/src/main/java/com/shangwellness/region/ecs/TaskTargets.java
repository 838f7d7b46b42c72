package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** A task's places behind load balancers. */
final class TaskTargets {

  private static final Logger LOG = System.getLogger(TaskTargets.class.getName());

  private final ElasticLoadBalancingV2Client balancers;

  TaskTargets(ElasticLoadBalancingV2Client balancers) {
    this.balancers = balancers;
  }

  private static TargetDescription target(KeptTask task, LoadBalancer balancer) {
    return TargetDescription.builder().id(task.address()).port(balancer.containerPort()).build();
  }

  /** Registers the task everywhere; what cannot be is told by the exception. */
  void register(KeptTask task) {
    for (var balancer : task.loadBalancers()) {
      balancers.registerTargets(
          r -> r.targetGroupArn(balancer.targetGroupArn()).targets(target(task, balancer)));
    }
  }

  /** Takes the task away everywhere; a target group that is gone has nothing to take away. */
  void deregister(KeptTask task) {
    for (var balancer : task.loadBalancers()) {
      try {
        balancers.deregisterTargets(
            r -> r.targetGroupArn(balancer.targetGroupArn()).targets(target(task, balancer)));
      } catch (AwsServiceException e) {
        LOG.log(Level.DEBUG, task.id() + ": not deregistered: " + AwsErrors.message(e));
      }
    }
  }

  /** Whether some load balancer still lets requests to the task end. */
  boolean isDraining(KeptTask task) {
    return task.loadBalancers().stream()
        .flatMap(balancer -> health(task, balancer).stream())
        .anyMatch(health -> health.state() == TargetHealthStateEnum.DRAINING);
  }

  /** Whether every load balancer finds the task healthy, or has no say in it. */
  boolean isHealthy(KeptTask task) {
    return task.loadBalancers().stream()
        .allMatch(
            balancer ->
                health(task, balancer)
                    .map(TargetHealth::state)
                    .filter(TaskTargets::isGood)
                    .isPresent());
  }

  // "unused" means that no listener forwards to the target group (a green one before its traffic
  // comes): ECS does not hold that against a task.
  private static boolean isGood(TargetHealthStateEnum state) {
    return List.of(TargetHealthStateEnum.HEALTHY, TargetHealthStateEnum.UNUSED).contains(state);
  }

  /** The load balancer that finds the task unhealthy, and why. */
  Optional<Unhealthy> unhealthy(KeptTask task) {
    for (var balancer : task.loadBalancers()) {
      var health = health(task, balancer);
      if (health.filter(h -> h.state() == TargetHealthStateEnum.UNHEALTHY).isPresent()) {
        return Optional.of(new Unhealthy(balancer, String.valueOf(health.get().description())));
      }
    }
    return Optional.empty();
  }

  /** A load balancer's verdict. */
  record Unhealthy(LoadBalancer balancer, String reason) {}

  private Optional<TargetHealth> health(KeptTask task, LoadBalancer balancer) {
    try {
      return balancers
          .describeTargetHealth(
              r -> r.targetGroupArn(balancer.targetGroupArn()).targets(target(task, balancer)))
          .targetHealthDescriptions()
          .stream()
          .map(description -> description.targetHealth())
          .findFirst();
    } catch (AwsServiceException e) {
      LOG.log(Level.DEBUG, task.id() + ": no health: " + AwsErrors.message(e));
      return Optional.empty();
    }
  }
}
