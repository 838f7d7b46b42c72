package com.shangwellness.region.ecs;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** What a task definition must satisfy before it is registered. */
final class DefinitionRules {

  private static final int MAX_STOP_TIMEOUT = 120;
  private static final char NUL = '\0';

  private DefinitionRules() {}

  /**
   * Checks {@code request} as ECS does.
   *
   * @throws software.amazon.awssdk.services.ecs.model.ClientException when it cannot be registered
   */
  static void check(RegisterTaskDefinitionRequest request) {
    if (request.family() == null || !request.family().matches("[a-zA-Z0-9_-]{1,255}")) {
      throw Refusals.client("Invalid family: it must be 1 to 255 letters, digits, _ and -.");
    }
    if (request.containerDefinitions().isEmpty()) {
      throw Refusals.client("Container definitions should not be null or empty.");
    }
    if (request.requiresCompatibilities().contains(Compatibility.FARGATE)) {
      checkFargate(request);
    }
    var names = new HashSet<String>();
    for (var container : request.containerDefinitions()) {
      checkContainer(request, container);
      if (!names.add(container.name())) {
        throw Refusals.client(
            "Container names must be unique: " + container.name() + " is there twice.");
      }
    }
    if (request.containerDefinitions().stream().noneMatch(Containers::isEssential)) {
      throw Refusals.client("Task definition must have at least one essential container.");
    }
    checkDependencies(request);
  }

  private static void checkFargate(RegisterTaskDefinitionRequest request) {
    if (request.networkMode() != NetworkMode.AWSVPC) {
      throw Refusals.client("Fargate only supports network mode ‘awsvpc’.");
    }
    if (request.cpu() == null) {
      throw Refusals.client("Fargate requires that 'cpu' be defined at the task level.");
    }
    if (request.memory() == null) {
      throw Refusals.client("Fargate requires that 'memory' be defined at the task level.");
    }
    int cpu = FargateSize.cpu(request.cpu());
    int memory = FargateSize.memory(request.memory());
    if (!FargateSize.exists(cpu, memory)) {
      throw Refusals.client("No Fargate configuration exists for given values.");
    }
    int reserved = request.containerDefinitions().stream().mapToInt(Containers::cpu).sum();
    if (reserved > cpu) {
      throw Refusals.client(
          "The sum of the containers' 'cpu' ("
              + reserved
              + ") is more than the task's ("
              + cpu
              + ").");
    }
    if (request.executionRoleArn() == null) {
      requireNoExecutionRole(request);
    }
  }

  private static void requireNoExecutionRole(RegisterTaskDefinitionRequest request) {
    for (var container : request.containerDefinitions()) {
      var logs = container.logConfiguration();
      if (logs != null && logs.logDriver() == LogDriver.AWSLOGS) {
        throw Refusals.client(
            "Fargate requires task definition to have execution role ARN to support log driver"
                + " awslogs.");
      }
      if (String.valueOf(container.image()).contains(".dkr.ecr.")) {
        throw Refusals.client(
            "Fargate requires task definition to have execution role ARN to support ECR images.");
      }
    }
  }

  private static void checkContainer(
      RegisterTaskDefinitionRequest request, ContainerDefinition container) {
    if (container.name() == null || !container.name().matches("[a-zA-Z0-9_-]{1,255}")) {
      throw Refusals.client("Container.name should not be null or empty.");
    }
    if (container.image() == null || container.image().isEmpty()) {
      throw Refusals.client("Container.image should not be null or empty.");
    }
    if (container.hasSecrets() && request.executionRoleArn() == null) {
      throw Refusals.client(
          "When you are specifying container secrets, you must also specify a value for"
              + " 'executionRoleArn'.");
    }
    if (container.stopTimeout() != null && container.stopTimeout() > MAX_STOP_TIMEOUT) {
      throw Refusals.client(
          "Invalid setting for container '%s'. stopTimeout must be at most %d seconds."
              .formatted(container.name(), MAX_STOP_TIMEOUT));
    }
    for (var port : container.portMappings()) {
      if (port.hostPort() != null
          && request.networkMode() == NetworkMode.AWSVPC
          && !port.hostPort().equals(port.containerPort())) {
        throw Refusals.client(
            "When networkMode=awsvpc, the host ports and container ports in port mappings must"
                + " match.");
      }
    }
    checkEnvironment(container.name(), container.environment());
    container.secrets().forEach(secret -> checkVariable(container.name(), secret.name()));
    checkLogs(container);
    checkHealth(container);
  }

  /** Checks what no process can have in its environment. */
  static void checkEnvironment(String container, List<KeyValuePair> environment) {
    for (var pair : environment) {
      checkVariable(container, pair.name());
      if (pair.value() != null && pair.value().indexOf(NUL) >= 0) {
        throw Refusals.client(
            "The value of environment variable '%s' of container '%s' must not hold a NUL."
                .formatted(pair.name(), container));
      }
    }
  }

  private static void checkVariable(String container, String name) {
    if (name == null || name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf(NUL) >= 0) {
      throw Refusals.client(
          "Environment variable '%s' of container '%s' must have a name without '=' and NUL."
              .formatted(name, container));
    }
  }

  private static void checkLogs(ContainerDefinition container) {
    var logs = container.logConfiguration();
    if (logs == null) {
      return;
    }
    if (logs.logDriver() != LogDriver.AWSLOGS) {
      throw Refusals.client(
          "Log driver "
              + logs.logDriverAsString()
              + " is not acted on in this region; use awslogs.");
    }
    for (var option : Set.of("awslogs-group", "awslogs-region", "awslogs-stream-prefix")) {
      if (logs.options().getOrDefault(option, "").isEmpty()) {
        throw Refusals.client(
            "Log driver awslogs requires options: awslogs-group, awslogs-region,"
                + " awslogs-stream-prefix; missing "
                + option
                + ".");
      }
    }
  }

  private static void checkHealth(ContainerDefinition container) {
    var check = container.healthCheck();
    if (check == null) {
      return;
    }
    if (check.command().isEmpty()
        || !Set.of("CMD", "CMD-SHELL").contains(check.command().getFirst())) {
      throw Refusals.client(
          "Health check command for container '%s' must begin with CMD or CMD-SHELL."
              .formatted(container.name()));
    }
    requireRange(container, "interval", check.interval(), 5, 300);
    requireRange(container, "timeout", check.timeout(), 2, 60);
    requireRange(container, "retries", check.retries(), 1, 10);
    requireRange(container, "startPeriod", check.startPeriod(), 0, 300);
  }

  private static void requireRange(
      ContainerDefinition container, String name, Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw Refusals.client(
          "Health check %s for container '%s' is %d; it must be between %d and %d."
              .formatted(name, container.name(), value, least, most));
    }
  }

  private static void checkDependencies(RegisterTaskDefinitionRequest request) {
    Map<String, ContainerDefinition> containers =
        request.containerDefinitions().stream()
            .collect(Collectors.toMap(ContainerDefinition::name, Function.identity()));
    for (var container : containers.values()) {
      for (var dependency : container.dependsOn()) {
        if (!containers.containsKey(dependency.containerName())) {
          throw Refusals.client(
              "Container '%s' depends on '%s', which is not in the task definition."
                  .formatted(container.name(), dependency.containerName()));
        }
      }
      follow(container, containers, Set.of());
    }
  }

  private static void follow(
      ContainerDefinition container, Map<String, ContainerDefinition> all, Set<String> seen) {
    if (seen.contains(container.name())) {
      throw Refusals.client("Container dependencies must not be circular: " + seen + ".");
    }
    var further = new HashSet<>(seen);
    further.add(container.name());
    container
        .dependsOn()
        .forEach(
            dependency -> {
              var next = all.get(dependency.containerName());
              if (next != null) {
                follow(next, all, further);
              }
            });
  }
}
