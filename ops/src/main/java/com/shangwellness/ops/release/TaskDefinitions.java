package com.shangwellness.ops.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.Failure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** ECS's task definitions. None ever changes, so each is read once. */
final class TaskDefinitions {
  private final EcsClient ecs;
  private final Map<String, TaskDefinition> known = new HashMap<>();

  TaskDefinitions(EcsClient ecs) {
    this.ecs = ecs;
  }

  /** The one that {@code nameOrArn} names. */
  TaskDefinition read(String nameOrArn) {
    return known.computeIfAbsent(
        nameOrArn, n -> ecs.describeTaskDefinition(r -> r.taskDefinition(n)).taskDefinition());
  }

  /**
   * Registers what {@code json} says, as {@code aws ecs register-task-definition --cli-input-json}
   * would.
   *
   * @throws Failure if it is no task definition
   */
  TaskDefinition register(String json) {
    var builder = RegisterTaskDefinitionRequest.builder();
    try {
      RequestJson.read(new ObjectMapper().readTree(json), (SdkPojo) builder, "the task definition");
    } catch (JsonProcessingException e) {
      throw Failure.wrongSettings("the task definition is no JSON: " + e.getOriginalMessage());
    }
    return ecs.registerTaskDefinition(builder.build()).taskDefinition();
  }

  /** Takes back one that nothing runs. */
  void retire(TaskDefinition definition) {
    ecs.deregisterTaskDefinition(r -> r.taskDefinition(definition.taskDefinitionArn()));
  }

  /** The end of an ARN: family and revision, as in {@code web:6}. */
  static String nameAndRevision(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The image of the application's container. */
  static String image(TaskDefinition definition) {
    return definition.containerDefinitions().getFirst().image();
  }

  /** Whether both do the same, the application's image apart. */
  static boolean doTheSame(TaskDefinition one, TaskDefinition other) {
    return plain(one).equals(plain(other));
  }

  private static TaskDefinition plain(TaskDefinition definition) {
    var containers =
        definition.containerDefinitions().stream()
            .map(c -> c.toBuilder().environment(sorted(c)).build())
            .toList()
            .toArray(ContainerDefinition[]::new);
    containers[0] = containers[0].toBuilder().image("-").build();
    return TaskDefinition.builder()
        .family(definition.family())
        .containerDefinitions(containers)
        .cpu(definition.cpu())
        .memory(definition.memory())
        .networkMode(definition.networkMode())
        .taskRoleArn(definition.taskRoleArn())
        .executionRoleArn(definition.executionRoleArn())
        .volumes(definition.volumes())
        .runtimePlatform(definition.runtimePlatform())
        .ephemeralStorage(definition.ephemeralStorage())
        .build();
  }

  private static KeyValuePair[] sorted(ContainerDefinition container) {
    return container.environment().stream()
        .sorted(Comparator.comparing(KeyValuePair::name))
        .toArray(KeyValuePair[]::new);
  }
}
