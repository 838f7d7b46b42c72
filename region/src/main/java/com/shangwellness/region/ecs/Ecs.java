package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.ecs.TaskLifecycle.TaskParts;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.*;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Amazon ECS: clusters, task definitions, services and the tasks they keep running. */
public final class Ecs implements EcsClient {

  private static final int PAGE = 100;
  private static final int MAX_RUN = 10;

  /** The services whose work a task needs, by their clients. */
  public record Neighbours(
      Ec2Client ec2,
      EcrClient ecr,
      ElasticLoadBalancingV2Client balancers,
      CloudWatchLogsClient logs,
      SecretsManagerClient secrets,
      SsmClient parameters,
      StsClient sts) {}

  private final Clusters clusters;
  private final TaskDefinitions definitions;
  private final Services services;
  private final Tasks tasks;
  private final TaskPlacement placement;
  private final TaskLifecycle lifecycle;
  private final ServiceScheduler scheduler;
  private final ServiceOperations operations;
  private final ServiceView view;
  private final ResourceTags tags;
  private final TaskCredentials credentials;

  /**
   * ECS in {@code place}. What ran when the region last stopped is given up and, where a service
   * wants it, started anew.
   *
   * @param runtime runs the tasks' containers
   * @param endpoint where the region serves the AWS API; tasks are told so
   */
  public Ecs(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Neighbours neighbours,
      TaskRuntime runtime,
      URI endpoint) {
    clusters = new Clusters(place, store);
    definitions = new TaskDefinitions(place, timeline, store);
    services = new Services(place, timeline, store, ids);
    tasks = new Tasks(place, store);
    var network = new TaskNetwork(place, ids, neighbours.ec2());
    var targets = new TaskTargets(neighbours.balancers());
    placement = new TaskPlacement(place, timeline, ids, network);
    var rolling = new RollingUpdate(timeline, ids, services, tasks);
    scheduler =
        new ServiceScheduler(timeline, services, tasks, definitions, placement, targets, rolling);
    var secrets = new TaskSecrets(neighbours.secrets(), neighbours.parameters());
    var parts =
        new TaskParts(
            network,
            new TaskImages(place, neighbours.ecr()),
            new TaskEnvironment(place, endpoint, secrets),
            new TaskLogs(timeline, neighbours.logs()),
            targets);
    lifecycle = new TaskLifecycle(timeline, store, tasks, definitions, parts, runtime, scheduler);
    scheduler.use(lifecycle);
    operations =
        new ServiceOperations(
            place,
            timeline,
            ids,
            clusters,
            services,
            definitions,
            new ServiceRules(neighbours.balancers()),
            rolling,
            scheduler);
    view = new ServiceView(tasks);
    tags = new ResourceTags(clusters, services, definitions, tasks);
    credentials = new TaskCredentials(place, timeline, neighbours.sts(), tasks, definitions);
    timeline.post(
        "ecs: carry on",
        () -> {
          lifecycle.recover();
          scheduler.resume();
        });
  }

  /** Where tasks get their role's credentials, for paths under {@code /_region/credentials/}. */
  public HttpHandler credentials() {
    return credentials;
  }

  /**
   * Tells ECS that the health of a target in this group has changed, so that it need not wait for
   * its next look. Called on the timeline.
   */
  public void targetHealthChanged(String targetGroupArn) {
    services.all().stream()
        .filter(service -> service.targetGroups().anyMatch(targetGroupArn::equals))
        .forEach(service -> scheduler.wake(service.key()));
  }

  // ---- clusters

  @Override
  public CreateClusterResponse createCluster(CreateClusterRequest request) {
    return CreateClusterResponse.builder().cluster(shown(clusters.create(request))).build();
  }

  private Cluster shown(Cluster cluster) {
    var own =
        tasks.all().stream()
            .filter(task -> task.task().clusterArn().equals(cluster.clusterArn()))
            .toList();
    var active = services.in(cluster.clusterName()).stream().filter(KeptService::active).count();
    return cluster.toBuilder()
        .runningTasksCount(ServiceView.running(own))
        .pendingTasksCount(ServiceView.pending(own))
        .activeServicesCount((int) active)
        .registeredContainerInstancesCount(0)
        .build();
  }

  @Override
  public UpdateClusterResponse updateCluster(UpdateClusterRequest request) {
    return UpdateClusterResponse.builder().cluster(shown(clusters.update(request))).build();
  }

  @Override
  public UpdateClusterSettingsResponse updateClusterSettings(UpdateClusterSettingsRequest request) {
    var update =
        UpdateClusterRequest.builder().cluster(request.cluster()).settings(request.settings());
    return UpdateClusterSettingsResponse.builder()
        .cluster(shown(clusters.update(update.build())))
        .build();
  }

  @Override
  public PutClusterCapacityProvidersResponse putClusterCapacityProviders(
      PutClusterCapacityProvidersRequest request) {
    return PutClusterCapacityProvidersResponse.builder()
        .cluster(shown(clusters.putCapacityProviders(request)))
        .build();
  }

  @Override
  public DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
    var cluster = shown(clusters.require(request.cluster()));
    boolean running = cluster.runningTasksCount() + cluster.pendingTasksCount() > 0;
    var deleted = clusters.delete(request.cluster(), cluster.activeServicesCount() > 0, running);
    return DeleteClusterResponse.builder().cluster(deleted).build();
  }

  @Override
  public DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
    var asked = request.clusters().isEmpty() ? List.of("default") : request.clusters();
    var found = new ArrayList<Cluster>();
    var failures = new ArrayList<Failure>();
    for (var reference : asked) {
      clusters
          .find(reference)
          .ifPresentOrElse(
              cluster -> found.add(shown(cluster)), () -> failures.add(missing(reference)));
    }
    return DescribeClustersResponse.builder().clusters(found).failures(failures).build();
  }

  private static Failure missing(String reference) {
    return Failure.builder().arn(reference).reason("MISSING").build();
  }

  @Override
  public ListClustersResponse listClusters(ListClustersRequest request) {
    var page =
        page(clusters.active().map(Cluster::clusterArn), request.nextToken(), request.maxResults());
    return ListClustersResponse.builder()
        .clusterArns(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static Page<String> page(Stream<String> arns, String token, Integer size) {
    return page(arns.sorted().toList(), token, size);
  }

  private static Page<String> page(List<String> arns, String token, Integer size) {
    try {
      return Page.of(arns, token, requireNonNullElse(size, PAGE), Function.identity());
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("Invalid token");
    }
  }

  // ---- task definitions

  @Override
  public RegisterTaskDefinitionResponse registerTaskDefinition(
      RegisterTaskDefinitionRequest request) {
    var kept = definitions.register(request);
    return RegisterTaskDefinitionResponse.builder()
        .taskDefinition(kept.definition())
        .tags(kept.tags())
        .build();
  }

  @Override
  public DeregisterTaskDefinitionResponse deregisterTaskDefinition(
      DeregisterTaskDefinitionRequest request) {
    if (!requireNonNullElse(request.taskDefinition(), "").contains(":")) {
      throw Refusals.client("Revision is missing.");
    }
    return DeregisterTaskDefinitionResponse.builder()
        .taskDefinition(definitions.deregister(request.taskDefinition()).definition())
        .build();
  }

  @Override
  public DescribeTaskDefinitionResponse describeTaskDefinition(
      DescribeTaskDefinitionRequest request) {
    var kept =
        definitions
            .find(request.taskDefinition())
            .orElseThrow(() -> Refusals.client("Unable to describe task definition."));
    var response = DescribeTaskDefinitionResponse.builder().taskDefinition(kept.definition());
    if (request.include().contains(TaskDefinitionField.TAGS)) {
      response.tags(kept.tags());
    }
    return response.build();
  }

  @Override
  public ListTaskDefinitionsResponse listTaskDefinitions(ListTaskDefinitionsRequest request) {
    var status = requireNonNullElse(request.status(), TaskDefinitionStatus.ACTIVE);
    var arns =
        new ArrayList<>(
            definitions.all().stream()
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

  @Override
  public ListTaskDefinitionFamiliesResponse listTaskDefinitionFamilies(
      ListTaskDefinitionFamiliesRequest request) {
    var families =
        definitions.all().stream()
            .filter(d -> d.status() == TaskDefinitionStatus.ACTIVE)
            .map(TaskDefinition::family)
            .filter(f -> f.startsWith(requireNonNullElse(request.familyPrefix(), "")))
            .distinct();
    var page = page(families, request.nextToken(), request.maxResults());
    return ListTaskDefinitionFamiliesResponse.builder()
        .families(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- services

  @Override
  public CreateServiceResponse createService(CreateServiceRequest request) {
    return CreateServiceResponse.builder().service(view.of(operations.create(request))).build();
  }

  @Override
  public UpdateServiceResponse updateService(UpdateServiceRequest request) {
    return UpdateServiceResponse.builder().service(view.of(operations.update(request))).build();
  }

  @Override
  public DeleteServiceResponse deleteService(DeleteServiceRequest request) {
    var deleted =
        operations.delete(
            request.cluster(), request.service(), Boolean.TRUE.equals(request.force()));
    return DeleteServiceResponse.builder().service(view.of(deleted)).build();
  }

  @Override
  public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
    var cluster = clusters.require(request.cluster());
    var found = new ArrayList<Service>();
    var failures = new ArrayList<Failure>();
    for (var reference : request.services()) {
      services
          .find(KeptService.key(cluster.clusterName(), reference))
          .ifPresentOrElse(
              kept -> found.add(view.of(kept)), () -> failures.add(missing(reference)));
    }
    return DescribeServicesResponse.builder().services(found).failures(failures).build();
  }

  @Override
  public ListServicesResponse listServices(ListServicesRequest request) {
    var cluster = clusters.require(request.cluster());
    var arns =
        services.in(cluster.clusterName()).stream()
            .filter(service -> !service.service().status().equals("INACTIVE"))
            .map(service -> service.service().serviceArn());
    var page = page(arns, request.nextToken(), requireNonNullElse(request.maxResults(), 10));
    return ListServicesResponse.builder()
        .serviceArns(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- tasks

  @Override
  public RunTaskResponse runTask(RunTaskRequest request) {
    var cluster = clusters.require(request.cluster());
    var definition = definitions.requireActive(request.taskDefinition());
    int count = requireNonNullElse(request.count(), 1);
    if (count < 1 || count > MAX_RUN) {
      throw Refusals.invalid("count should be in range 1-10");
    }
    if (request.launchType() != null && request.launchType() != LaunchType.FARGATE) {
      throw Refusals.invalid(
          "Launch type "
              + request.launchTypeAsString()
              + " is not acted on in this region; use FARGATE.");
    }
    ServiceRules.requireNetwork(request.networkConfiguration());
    var order = order(request, cluster, definition);
    var started = new ArrayList<KeptTask>();
    for (int i = 0; i < count; i++) {
      var task = placement.place(order, started);
      lifecycle.begin(task);
      started.add(task);
    }
    return RunTaskResponse.builder()
        .tasks(started.stream().map(KeptTask::task).toList())
        .failures(List.of())
        .build();
  }

  private static TaskPlacement.Order order(
      RunTaskRequest request, Cluster cluster, TaskDefinition definition) {
    var network = request.networkConfiguration().awsvpcConfiguration();
    return new TaskPlacement.Order(
        cluster.clusterArn(),
        definition,
        "",
        "",
        request.startedBy(),
        requireNonNullElse(request.group(), "family:" + definition.family()),
        network.subnets(),
        network.securityGroups(),
        List.of(),
        request.tags(),
        request.overrides(),
        request.platformVersion());
  }

  @Override
  public StopTaskResponse stopTask(StopTaskRequest request) {
    clusters.require(request.cluster());
    var task =
        tasks
            .find(requireNonNullElse(request.task(), ""))
            .orElseThrow(() -> Refusals.invalid("The referenced task was not found."));
    lifecycle.stop(
        task.id(),
        TaskStopCode.USER_INITIATED,
        requireNonNullElse(request.reason(), "Task stopped by user"));
    return StopTaskResponse.builder().task(tasks.find(task.id()).orElseThrow().task()).build();
  }

  @Override
  public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
    var cluster = clusters.require(request.cluster());
    var found = new ArrayList<Task>();
    var failures = new ArrayList<Failure>();
    for (var reference : request.tasks()) {
      tasks
          .find(reference)
          .filter(task -> task.task().clusterArn().equals(cluster.clusterArn()))
          .ifPresentOrElse(
              task -> found.add(shown(task, request)), () -> failures.add(missing(reference)));
    }
    return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
  }

  private static Task shown(KeptTask task, DescribeTasksRequest request) {
    return request.include().contains(TaskField.TAGS)
        ? task.task()
        : task.task().toBuilder().tags(List.of()).build();
  }

  @Override
  public ListTasksResponse listTasks(ListTasksRequest request) {
    var cluster = clusters.require(request.cluster());
    var desired = requireNonNullElse(request.desiredStatus(), DesiredStatus.RUNNING);
    if (request.serviceName() != null) {
      var unused = services.require(cluster.clusterName(), request.serviceName());
    }
    var arns =
        tasks.all().stream()
            .filter(task -> task.task().clusterArn().equals(cluster.clusterArn()))
            .filter(task -> task.task().desiredStatus().equals(desired.toString()))
            .filter(task -> matches(task, request, cluster))
            .map(task -> task.task().taskArn());
    var page = page(arns, request.nextToken(), request.maxResults());
    return ListTasksResponse.builder().taskArns(page.items()).nextToken(page.nextOrNull()).build();
  }

  private static boolean matches(KeptTask task, ListTasksRequest request, Cluster cluster) {
    var service = request.serviceName();
    var family = KeptTask.id(task.task().taskDefinitionArn()).replaceFirst(":\\d+$", "");
    return (service == null
            || task.service().equals(KeptService.key(cluster.clusterName(), service)))
        && (request.family() == null || request.family().equals(family))
        && (request.startedBy() == null || request.startedBy().equals(task.task().startedBy()));
  }

  // ---- tags

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    tags.add(request.resourceArn(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    tags.remove(request.resourceArn(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(tags.of(request.resourceArn())).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held: the store and the runtime belong to the region.
  }
}
