package com.shangwellness.region.simulation;

import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;

/** Ways in which what CodeDeploy does with task sets may be wrong. */
final class FlawedEcs {

  private FlawedEcs() {}

  private static List<TaskSet> sets(EcsClient ecs, String cluster, String service) {
    return ecs.describeServices(r -> r.cluster(cluster).services(service))
        .services()
        .getFirst()
        .taskSets();
  }

  /** Makes green with half of its tasks. */
  static final class Smaller extends EcsBetween {
    Smaller(EcsClient ecs) {
      super(ecs);
    }

    @Override
    public CreateTaskSetResponse createTaskSet(CreateTaskSetRequest request) {
      return ecs.createTaskSet(
          request.toBuilder().scale(request.scale().toBuilder().value(50.0).build()).build());
    }
  }

  /** Says of every task set that it is steady. */
  static final class Flattering extends EcsBetween {
    Flattering(EcsClient ecs) {
      super(ecs);
    }

    @Override
    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
      var answer = ecs.describeServices(request);
      return answer.toBuilder()
          .services(
              answer.services().stream()
                  .map(
                      service ->
                          service.toBuilder()
                              .taskSets(service.taskSets().stream().map(this::steady).toList())
                              .build())
                  .toList())
          .build();
    }

    private TaskSet steady(TaskSet set) {
      return set.toBuilder()
          .stabilityStatus(StabilityStatus.STEADY_STATE)
          .runningCount(set.computedDesiredCount())
          .build();
    }
  }

  /** Does not delete, and hides what it was to delete. */
  static final class Forgetful extends EcsBetween {
    private final java.util.Set<String> hidden = new java.util.HashSet<>();

    Forgetful(EcsClient ecs) {
      super(ecs);
    }

    @Override
    public DeleteTaskSetResponse deleteTaskSet(DeleteTaskSetRequest request) {
      hidden.add(request.taskSet());
      return DeleteTaskSetResponse.builder().build();
    }

    @Override
    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
      var answer = ecs.describeServices(request);
      return answer.toBuilder()
          .services(
              answer.services().stream()
                  .map(
                      service ->
                          service.toBuilder()
                              .taskSets(
                                  service.taskSets().stream()
                                      .filter(set -> !hidden.contains(set.id()))
                                      .toList())
                              .build())
                  .toList())
          .build();
    }
  }

  /** Deletes what was primary when another one becomes so. */
  static final class Hasty extends EcsBetween {
    Hasty(EcsClient ecs) {
      super(ecs);
    }

    @Override
    public UpdateServicePrimaryTaskSetResponse updateServicePrimaryTaskSet(
        UpdateServicePrimaryTaskSetRequest request) {
      var answer = ecs.updateServicePrimaryTaskSet(request);
      for (var set : sets(ecs, request.cluster(), request.service())) {
        if (!set.id().equals(request.primaryTaskSet())) {
          ecs.deleteTaskSet(
              r ->
                  r.cluster(request.cluster())
                      .service(request.service())
                      .taskSet(set.id())
                      .force(true));
        }
      }
      return answer;
    }
  }

  /** Halves blue when green is made. */
  static final class Shrinking extends EcsBetween {
    Shrinking(EcsClient ecs) {
      super(ecs);
    }

    @Override
    public CreateTaskSetResponse createTaskSet(CreateTaskSetRequest request) {
      for (var set : sets(ecs, request.cluster(), request.service())) {
        ecs.updateTaskSet(
            r ->
                r.cluster(request.cluster())
                    .service(request.service())
                    .taskSet(set.id())
                    .scale(s -> s.value(50.0).unit("PERCENT")));
      }
      return ecs.createTaskSet(request);
    }
  }
}
