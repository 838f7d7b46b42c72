package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/** The families of task definitions and their revisions. */
final class TaskDefinitions {

  private static final Pattern REVISION = Pattern.compile("\\d{1,9}");

  private final Place place;
  private final Timeline timeline;
  private final Table<KeptTaskDefinition> definitions;
  private final Table<Integer> revisions;

  TaskDefinitions(Place place, Timeline timeline, Store store) {
    this.place = place;
    this.timeline = timeline;
    this.definitions =
        store.table(place.region() + "/ecs.taskDefinitions", KeptTaskDefinition.class);
    // Revisions only grow, those of deregistered definitions included.
    this.revisions = store.table(place.region() + "/ecs.revisions", Integer.class);
  }

  // Padded, so that keys sort by revision.
  private static String key(String family, int revision) {
    return "%s:%09d".formatted(family, revision);
  }

  KeptTaskDefinition register(RegisterTaskDefinitionRequest request) {
    DefinitionRules.check(request);
    int revision = revisions.get(request.family()).orElse(0) + 1;
    revisions.put(request.family(), revision);
    var definition =
        TaskDefinition.builder()
            .family(request.family())
            .revision(revision)
            .taskDefinitionArn(
                place.arn("ecs", "task-definition/" + request.family() + ":" + revision))
            .status(TaskDefinitionStatus.ACTIVE)
            .registeredAt(timeline.now())
            .containerDefinitions(
                request.containerDefinitions().stream().map(TaskDefinitions::complete).toList())
            .taskRoleArn(request.taskRoleArn())
            .executionRoleArn(request.executionRoleArn())
            .networkMode(request.networkMode())
            .volumes(request.volumes())
            .placementConstraints(request.placementConstraints())
            .requiresCompatibilities(request.requiresCompatibilities())
            .compatibilities(request.requiresCompatibilities())
            .cpu(request.cpu() == null ? null : String.valueOf(FargateSize.cpu(request.cpu())))
            .memory(
                request.memory() == null
                    ? null
                    : String.valueOf(FargateSize.memory(request.memory())))
            .pidMode(request.pidMode())
            .ipcMode(request.ipcMode())
            .proxyConfiguration(request.proxyConfiguration())
            .ephemeralStorage(request.ephemeralStorage())
            .runtimePlatform(request.runtimePlatform())
            .enableFaultInjection(request.enableFaultInjection())
            .build();
    return put(new KeptTaskDefinition(definition, List.copyOf(request.tags())));
  }

  /** Fills in what ECS fills in. */
  private static ContainerDefinition complete(ContainerDefinition container) {
    return container.toBuilder()
        .cpu(Containers.cpu(container))
        .essential(Containers.isEssential(container))
        .environment(container.environment())
        .mountPoints(container.mountPoints())
        .volumesFrom(container.volumesFrom())
        .portMappings(container.portMappings().stream().map(TaskDefinitions::complete).toList())
        .build();
  }

  private static PortMapping complete(PortMapping mapping) {
    return mapping.toBuilder()
        .hostPort(requireNonNullElse(mapping.hostPort(), mapping.containerPort()))
        .protocol(requireNonNullElse(mapping.protocol(), TransportProtocol.TCP))
        .build();
  }

  KeptTaskDefinition put(KeptTaskDefinition kept) {
    var definition = kept.definition();
    return definitions.put(key(definition.family(), definition.revision()), kept);
  }

  KeptTaskDefinition deregister(String reference) {
    var kept =
        find(reference)
            .orElseThrow(() -> Refusals.client("The specified task definition does not exist."));
    return put(
        kept.with(
            kept.definition().toBuilder()
                .status(TaskDefinitionStatus.INACTIVE)
                .deregisteredAt(timeline.now())
                .build()));
  }

  /** The definition that {@code reference} (an ARN, a family, or family:revision) means. */
  Optional<KeptTaskDefinition> find(String reference) {
    var text = requireNonNullElse(reference, "");
    var name = text.substring(text.lastIndexOf('/') + 1);
    int colon = name.indexOf(':');
    if (colon < 0) {
      return of(name).stream()
          .filter(kept -> kept.definition().status() == TaskDefinitionStatus.ACTIVE)
          .reduce((earlier, later) -> later);
    }
    var revision = name.substring(colon + 1);
    return REVISION.matcher(revision).matches()
        ? definitions.get(key(name.substring(0, colon), Integer.parseInt(revision)))
        : Optional.empty();
  }

  /** The active definition that {@code reference} means. */
  TaskDefinition requireActive(String reference) {
    var definition =
        find(reference)
            .orElseThrow(() -> Refusals.client("TaskDefinition not found."))
            .definition();
    if (definition.status() != TaskDefinitionStatus.ACTIVE) {
      throw Refusals.client("TaskDefinition is inactive");
    }
    return definition;
  }

  ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest request) {
    var status = requireNonNullElse(request.status(), TaskDefinitionStatus.ACTIVE);
    var arns =
        new ArrayList<>(
            all().stream()
                .filter(d -> d.status() == status)
                .filter(
                    d ->
                        request.familyPrefix() == null || d.family().equals(request.familyPrefix()))
                .map(TaskDefinition::taskDefinitionArn)
                .toList());
    if (request.sort() == SortOrder.DESC) {
      Collections.reverse(arns);
    }
    return ListTaskDefinitionsResponse.builder().taskDefinitionArns(arns).build();
  }

  ListTaskDefinitionFamiliesResponse families(ListTaskDefinitionFamiliesRequest request) {
    var families =
        all().stream()
            .filter(d -> d.status() == TaskDefinitionStatus.ACTIVE)
            .map(TaskDefinition::family)
            .filter(f -> f.startsWith(requireNonNullElse(request.familyPrefix(), "")))
            .distinct();
    var page = Listing.page(families, request.nextToken(), request.maxResults());
    return ListTaskDefinitionFamiliesResponse.builder()
        .families(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  /** The definition with this ARN, which something that runs still needs. */
  TaskDefinition get(String arn) {
    return find(arn)
        .orElseThrow(() -> new IllegalStateException("the task definition " + arn + " is gone"))
        .definition();
  }

  /** What {@code task} was started from. */
  TaskDefinition of(KeptTask task) {
    return get(task.task().taskDefinitionArn());
  }

  /** What one container of {@code task} was started from. */
  ContainerDefinition of(KeptTask task, String container) {
    return of(task).containerDefinitions().stream()
        .filter(definition -> definition.name().equals(container))
        .findFirst()
        .orElseThrow();
  }

  private List<KeptTaskDefinition> of(String family) {
    return definitions.withPrefix(family + ":");
  }

  /** All definitions, by family and revision. */
  List<TaskDefinition> all() {
    return definitions.stream().map(KeptTaskDefinition::definition).toList();
  }
}
