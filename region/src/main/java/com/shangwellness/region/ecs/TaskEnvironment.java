package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.ContainerSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Puts together what a container is to run with: the definition, its secrets, ECS's own. */
final class TaskEnvironment {

  private final Place place;
  private final URI endpoint;
  private final TaskSecrets secrets;

  /**
   * @param endpoint where the region serves the AWS API, and the task's credentials
   */
  TaskEnvironment(Place place, URI endpoint, TaskSecrets secrets) {
    this.place = place;
    this.endpoint = endpoint;
    this.secrets = secrets;
  }

  ContainerSpec spec(
      KeptTask task, TaskDefinition definition, ContainerDefinition container, String digest)
      throws TaskFailure {
    var override = override(task, container.name());
    int memory =
        requireNonNullElse(
            container.memory(), Integer.parseInt(requireNonNullElse(definition.memory(), "0")));
    int cpu = Integer.parseInt(requireNonNullElse(definition.cpu(), "0"));
    return new ContainerSpec(
        new ContainerId(task.id(), container.name()),
        digest,
        Loopback.of(task.address()),
        Containers.port(container),
        container.entryPoint(),
        override.hasCommand() ? override.command() : container.command(),
        requireNonNullElse(container.workingDirectory(), ""),
        environment(task, definition, container, override),
        memory,
        cpu);
  }

  private static ContainerOverride override(KeptTask task, String container) {
    var overrides = task.task().overrides();
    return overrides == null
        ? ContainerOverride.builder().build()
        : overrides.containerOverrides().stream()
            .filter(override -> container.equals(override.name()))
            .findFirst()
            .orElseGet(() -> ContainerOverride.builder().build());
  }

  private static String value(KeyValuePair pair) {
    return Objects.requireNonNullElse(pair.value(), "");
  }

  private Map<String, String> environment(
      KeptTask task,
      TaskDefinition definition,
      ContainerDefinition container,
      ContainerOverride override)
      throws TaskFailure {
    var environment = new LinkedHashMap<String, String>();
    container.environment().forEach(pair -> environment.put(pair.name(), value(pair)));
    environment.putAll(secretsFor(task, definition, container));
    override.environment().forEach(pair -> environment.put(pair.name(), value(pair)));
    environment.put("AWS_REGION", place.region());
    environment.put("AWS_DEFAULT_REGION", place.region());
    environment.put("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
    environment.put("HOSTNAME", hostname(task));
    if (definition.taskRoleArn() != null) {
      environment.put(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          endpoint.resolve(TaskCredentials.PATH + task.id()).toString());
      environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", task.token());
    }
    return environment;
  }

  private String hostname(KeptTask task) {
    return "ip-%s.%s.compute.internal".formatted(task.address().replace('.', '-'), place.region());
  }

  /** Fetched in the name of the execution role, as ECS does. */
  private Map<String, String> secretsFor(
      KeptTask task, TaskDefinition definition, ContainerDefinition container) throws TaskFailure {
    if (container.secrets().isEmpty()) {
      return Map.of();
    }
    var role = KeptTask.id(definition.executionRoleArn());
    var principal =
        "arn:aws:sts::%s:assumed-role/%s/%s".formatted(place.account(), role, task.id());
    var values = new LinkedHashMap<String, String>();
    var failures = new ArrayList<TaskFailure>();
    new Caller(principal, place.account(), place.region(), task.id())
        .run(
            () -> {
              try {
                values.putAll(secrets.values(container.secrets()));
              } catch (TaskFailure e) {
                failures.add(e);
              }
            });
    for (var failure : List.copyOf(failures)) {
      throw failure;
    }
    return values;
  }
}
