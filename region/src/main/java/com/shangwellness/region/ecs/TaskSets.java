package com.shangwellness.region.ecs;

import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetField;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

/**
 * Creates, scales, promotes and deletes the task sets of services whose controller is CODE_DEPLOY
 * or EXTERNAL. AWS lets only CodeDeploy's own role do so with those of the former; this region lets
 * whoever asks.
 */
final class TaskSets {

  private final Timeline timeline;
  private final Clusters clusters;
  private final Services services;
  private final TaskDefinitions definitions;
  private final NewTaskSets fresh;
  private final TaskSetRules rules;
  private final ServiceView view;
  private final ServiceScheduler scheduler;

  TaskSets(
      Timeline timeline,
      Clusters clusters,
      Services services,
      TaskDefinitions definitions,
      NewTaskSets fresh,
      TaskSetRules rules,
      ServiceView view,
      ServiceScheduler scheduler) {
    this.timeline = timeline;
    this.clusters = clusters;
    this.services = services;
    this.definitions = definitions;
    this.fresh = fresh;
    this.rules = rules;
    this.view = view;
    this.scheduler = scheduler;
  }

  /** A request that is repeated with its client token gets the task set that it made. */
  TaskSet create(CreateTaskSetRequest request) {
    var service = active(request.cluster(), request.service());
    var earlier = asked(service, request.clientToken());
    if (earlier.isPresent()) {
      if (!request.equals(service.asked().get(earlier.get().id()))) {
        throw Refusals.invalid("Creation of task set was not idempotent.");
      }
      return view.of(service, earlier.get());
    }
    var definition = definitions.requireActive(request.taskDefinition());
    rules.check(service.service(), request, definition);
    var set = fresh.of(service.service(), request, definition);
    var sets = new ArrayList<>(service.service().taskSets());
    sets.add(set);
    var kept = service.with(s -> s.taskSets(sets)).steady(false);
    return put(request.clientToken() == null ? kept : kept.withAsked(set.id(), request), set.id());
  }

  private static Optional<TaskSet> asked(KeptService service, String token) {
    return token == null
        ? Optional.empty()
        : service.service().taskSets().stream()
            .filter(set -> service.asked().containsKey(set.id()))
            .filter(set -> token.equals(service.asked().get(set.id()).clientToken()))
            .findFirst();
  }

  TaskSet scale(UpdateTaskSetRequest request) {
    var service = active(request.cluster(), request.service());
    var set = TaskSetRules.find(service.service().taskSets(), request.taskSet());
    TaskSetRules.requireNotDraining(set);
    TaskSetRules.requireScale(request.scale());
    return put(change(service, set, s -> s.scale(request.scale())), set.id());
  }

  /** What is DRAINING already stays so; the last of its tasks takes it away. */
  TaskSet delete(DeleteTaskSetRequest request) {
    var service = active(request.cluster(), request.service());
    var set = TaskSetRules.find(service.service().taskSets(), request.taskSet());
    if (TaskSetRules.isDraining(set)) {
      return view.of(service, set);
    }
    if (!Boolean.TRUE.equals(request.force())) {
      TaskSetRules.requireDeletable(set);
    }
    var draining = change(service, set, s -> s.status("DRAINING"));
    return put(
        set.status().equals("PRIMARY") ? draining.with(TaskSets::followNone) : draining, set.id());
  }

  /** The one that was primary becomes ACTIVE; the service shows what the new one has. */
  TaskSet promote(UpdateServicePrimaryTaskSetRequest request) {
    var service = active(request.cluster(), request.service());
    var set = TaskSetRules.find(service.service().taskSets(), request.primaryTaskSet());
    TaskSetRules.requireNotDraining(set);
    if (set.status().equals("PRIMARY")) {
      return view.of(service, set);
    }
    var changed = service;
    for (var other : service.service().taskSets()) {
      if (other.status().equals("PRIMARY")) {
        changed = change(changed, other, s -> s.status("ACTIVE"));
      }
    }
    return put(change(changed, set, s -> s.status("PRIMARY")).with(s -> follow(s, set)), set.id());
  }

  /** "Any parameters that are updated on the primary task set will transition to the service." */
  private static Service.Builder follow(Service.Builder service, TaskSet primary) {
    return service
        .taskDefinition(primary.taskDefinition())
        .launchType(primary.launchType())
        .capacityProviderStrategy(primary.capacityProviderStrategy())
        .platformVersion(primary.platformVersion())
        .platformFamily(primary.platformFamily())
        .networkConfiguration(primary.networkConfiguration())
        .loadBalancers(primary.loadBalancers());
  }

  /** "If no primary task set is defined for a service, the task set fields are null." */
  static Service.Builder followNone(Service.Builder service) {
    return service
        .taskDefinition(null)
        .launchType((LaunchType) null)
        .capacityProviderStrategy(List.of())
        .platformVersion(null)
        .platformFamily(null)
        .networkConfiguration((NetworkConfiguration) null)
        .loadBalancers(List.of());
  }

  DescribeTaskSetsResponse describe(DescribeTaskSetsRequest request) {
    var service = active(request.cluster(), request.service());
    var all = service.service().taskSets();
    var found = new ArrayList<>(request.taskSets().isEmpty() ? all : List.of());
    var failures = new ArrayList<Failure>();
    for (var reference : request.taskSets()) {
      TaskSetRules.requireIdentifier(reference);
      all.stream()
          .filter(set -> TaskSetRules.isNamed(set, reference))
          .findFirst()
          .ifPresentOrElse(found::add, () -> failures.add(Listing.missing(reference)));
    }
    boolean tagged = request.include().contains(TaskSetField.TAGS);
    return DescribeTaskSetsResponse.builder()
        .taskSets(
            found.stream()
                .map(set -> view.of(service, set))
                .map(set -> tagged ? set : set.toBuilder().tags(List.of()).build())
                .toList())
        .failures(failures)
        .build();
  }

  private KeptService active(String clusterReference, String reference) {
    var cluster = clusters.require(clusterReference);
    var service = services.require(cluster.clusterName(), reference);
    if (!service.active()) {
      throw Refusals.notActive();
    }
    TaskSetRules.requireTaskSets(service);
    return service;
  }

  private KeptService change(
      KeptService service, TaskSet set, UnaryOperator<TaskSet.Builder> change) {
    var changed = change.apply(set.toBuilder()).updatedAt(timeline.now()).build();
    return service.withTaskSet(changed).steady(false);
  }

  private TaskSet put(KeptService service, String set) {
    var kept = services.put(service);
    scheduler.wake(kept.key());
    return view.of(kept, TaskSetRules.find(kept.service().taskSets(), set));
  }
}
