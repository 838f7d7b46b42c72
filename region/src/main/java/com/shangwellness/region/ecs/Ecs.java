package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.ecs.TaskLifecycle.TaskParts;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
  private final TaskOperations taskOperations;
  private final ServiceScheduler scheduler;
  private final ServiceOperations operations;
  private final TaskSets taskSets;
  private final ServiceView view;
  private final ResourceTags tags;
  private final HttpHandler credentials;
  private final StateChanges changes = new StateChanges();
  private final Function<MetricSink, TaskMetrics> metrics;

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
    services = new Services(place, timeline, store, ids, changes);
    tasks = new Tasks(place, store, changes);
    var network = new TaskNetwork(place, ids, neighbours.ec2());
    var targets = new TaskTargets(neighbours.balancers());
    var placement = new TaskPlacement(place, timeline, ids, network);
    var health = new TaskHealth(definitions, targets);
    var rolling = new RollingUpdate(timeline, ids, services, tasks, health);
    var rules = new ServiceRules(neighbours.balancers());
    var fresh = new NewTaskSets(place, timeline, ids);
    scheduler =
        new ServiceScheduler(
            timeline,
            services,
            tasks,
            placement,
            new TaskOrders(definitions),
            health,
            new HealthReplacement(timeline, services, tasks, targets, rolling),
            rolling,
            new SteadyState(timeline, services, tasks, health, rolling));
    var secrets = new TaskSecrets(neighbours.secrets(), neighbours.parameters());
    var parts =
        new TaskParts(
            network,
            new TaskImages(place, neighbours.ecr()),
            new TaskEnvironment(place, endpoint, secrets),
            new TaskLogs(timeline, neighbours.logs()),
            targets);
    var lifecycle =
        new TaskLifecycle(timeline, store, tasks, definitions, parts, runtime, scheduler);
    scheduler.use(lifecycle);
    operations =
        new ServiceOperations(
            place, timeline, clusters, services, definitions, rules, rolling, fresh, scheduler);
    taskOperations =
        new TaskOperations(clusters, definitions, services, tasks, placement, lifecycle);
    view = new ServiceView(timeline, tasks, health);
    taskSets =
        new TaskSets(
            timeline,
            clusters,
            services,
            definitions,
            fresh,
            new TaskSetRules(rules),
            view,
            scheduler);
    tags = new ResourceTags(clusters, services, definitions, tasks);
    credentials = TaskCredentials.handler(place, timeline, neighbours.sts(), tasks, definitions);
    metrics =
        sink -> new TaskMetrics(timeline, store, clusters, services, tasks, view, runtime, sink);
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

  /** Tells {@code sink} what becomes of tasks, deployments and services from now on. */
  public void tell(EventSink sink) {
    changes.tell(sink);
  }

  /** Writes what tasks use there at the end of each minute, from now on. To be called once. */
  public void measureTo(MetricSink sink) {
    metrics.apply(sink).begin();
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
              cluster -> found.add(shown(cluster)), () -> failures.add(Listing.missing(reference)));
    }
    return DescribeClustersResponse.builder().clusters(found).failures(failures).build();
  }

  @Override
  public ListClustersResponse listClusters(ListClustersRequest request) {
    var page =
        Listing.page(
            clusters.active().map(Cluster::clusterArn), request.nextToken(), request.maxResults());
    return ListClustersResponse.builder()
        .clusterArns(page.items())
        .nextToken(page.nextOrNull())
        .build();
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
    return definitions.list(request);
  }

  @Override
  public ListTaskDefinitionFamiliesResponse listTaskDefinitionFamilies(
      ListTaskDefinitionFamiliesRequest request) {
    return definitions.families(request);
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
    return operations.describe(request, view);
  }

  @Override
  public ListServicesResponse listServices(ListServicesRequest request) {
    return operations.list(request);
  }

  // ---- task sets

  /** {@inheritDoc} For services of CodeDeploy, too: its role calls the same operations. */
  @Override
  public CreateTaskSetResponse createTaskSet(CreateTaskSetRequest request) {
    return CreateTaskSetResponse.builder().taskSet(taskSets.create(request)).build();
  }

  @Override
  public UpdateTaskSetResponse updateTaskSet(UpdateTaskSetRequest request) {
    return UpdateTaskSetResponse.builder().taskSet(taskSets.scale(request)).build();
  }

  @Override
  public DeleteTaskSetResponse deleteTaskSet(DeleteTaskSetRequest request) {
    return DeleteTaskSetResponse.builder().taskSet(taskSets.delete(request)).build();
  }

  @Override
  public DescribeTaskSetsResponse describeTaskSets(DescribeTaskSetsRequest request) {
    return taskSets.describe(request);
  }

  @Override
  public UpdateServicePrimaryTaskSetResponse updateServicePrimaryTaskSet(
      UpdateServicePrimaryTaskSetRequest request) {
    return UpdateServicePrimaryTaskSetResponse.builder().taskSet(taskSets.promote(request)).build();
  }

  // ---- tasks

  @Override
  public RunTaskResponse runTask(RunTaskRequest request) {
    return taskOperations.run(request);
  }

  @Override
  public StopTaskResponse stopTask(StopTaskRequest request) {
    return taskOperations.stop(request);
  }

  @Override
  public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
    return taskOperations.describe(request);
  }

  @Override
  public ListTasksResponse listTasks(ListTasksRequest request) {
    return taskOperations.list(request);
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
