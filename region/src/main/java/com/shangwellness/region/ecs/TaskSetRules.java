package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetNotFoundException;

/** What must hold before a task set is made, changed or deleted. */
final class TaskSetRules {

  private static final int MOST = 5;
  private static final String IDENTIFIER =
      "ecs-svc/\\d+|arn:[^:]+:ecs:[^:]*:[^:]*:task-set/[^/]+/[^/]+/ecs-svc/\\d+";

  private final ServiceRules services;

  TaskSetRules(ServiceRules services) {
    this.services = services;
  }

  /** Task sets are of services whose controller is CODE_DEPLOY or EXTERNAL. */
  static void requireTaskSets(KeptService service) {
    if (service.rolling()) {
      throw Refusals.invalid(
          "Amazon ECS only supports task set management on services configured to use external"
              + " deployment controllers.");
    }
  }

  void check(Service service, CreateTaskSetRequest request, TaskDefinition definition) {
    ServiceRules.requireFargate(
        request.launchTypeAsString(), request.launchType(), request.capacityProviderStrategy());
    ServiceRules.requireNetwork(request.networkConfiguration());
    if (request.scale() != null) {
      requireScale(request.scale());
    }
    if (!request.serviceRegistries().isEmpty()) {
      throw Refusals.invalid("Service registries are not acted on in this region.");
    }
    for (var balancer : request.loadBalancers()) {
      if (service.deploymentController().type() == DeploymentControllerType.CODE_DEPLOY) {
        // CodeDeploy's second target group need not be behind a listener yet: ECS guide, tutorial
        // "Creating a service using a blue/green deployment".
        services.checkPlace(balancer, definition);
      } else {
        services.checkBalancer(balancer, definition);
      }
    }
    if (service.taskSets().size() >= MOST) {
      throw Refusals.invalid(
          service.taskSets().size()
              + " deployments exist on the service. Unable to create new TaskSet since this exceeds"
              + " the maximum limit.");
    }
  }

  static void requireScale(Scale scale) {
    boolean percent = scale != null && scale.unit() == ScaleUnit.PERCENT && scale.value() != null;
    if (!percent || !(scale.value() >= 0 && scale.value() <= 100)) {
      throw Refusals.invalid("Scale must have the unit PERCENT and a value from 0 to 100.");
    }
  }

  static TaskSet find(List<TaskSet> sets, String reference) {
    requireIdentifier(reference);
    return sets.stream()
        .filter(set -> isNamed(set, reference))
        .findFirst()
        .orElseThrow(
            () ->
                AwsErrors.of(
                    TaskSetNotFoundException.builder(), "The specified task set does not exist."));
  }

  static void requireIdentifier(String reference) {
    if (reference == null || !reference.matches(IDENTIFIER)) {
      throw Refusals.invalid("Task Set Identifier is invalid");
    }
  }

  static boolean isNamed(TaskSet set, String reference) {
    return reference.equals(set.id()) || reference.equals(set.taskSetArn());
  }

  static boolean isDraining(TaskSet set) {
    return set.status().equals("DRAINING");
  }

  static void requireNotDraining(TaskSet set) {
    if (isDraining(set)) {
      throw Refusals.invalid("The task set " + set.id() + " is DRAINING.");
    }
  }

  /**
   * Without force, the primary one stays, and so does one that is not scaled to zero (ECS API,
   * DeleteTaskSet). AWS's words for it are not documented.
   */
  static void requireDeletable(TaskSet set) {
    if (set.status().equals("PRIMARY")) {
      throw Refusals.invalid("The primary task set cannot be deleted without force.");
    }
    if (set.scale().value() > 0) {
      throw Refusals.invalid("The task set cannot be deleted while it is scaled above 0.");
    }
  }
}
