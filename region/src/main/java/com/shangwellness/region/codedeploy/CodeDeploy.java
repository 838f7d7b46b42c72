package com.shangwellness.region.codedeploy;

import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Pace;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.*;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * AWS CodeDeploy for the ECS compute platform: applications, deployment groups, configurations and
 * blue/green deployments. The other compute platforms are refused.
 */
public final class CodeDeploy implements CodeDeployClient {

  private static final int PAGE = 100;
  private static final int MOST_APPLICATIONS = 100;
  private static final int MOST_GROUPS = 100;
  private static final int MOST_DEPLOYMENTS = 25;

  /** The services that a release needs, by their clients. */
  public record Neighbours(
      EcsClient ecs,
      ElasticLoadBalancingV2Client balancers,
      CloudWatchClient cloudWatch,
      S3Client s3,
      SnsClient sns,
      StsClient sts) {}

  private final Place place;
  private final Applications applications;
  private final Configs configs;
  private final Groups groups;
  private final Revisions revisions;
  private final Deployments deployments;
  private final Releases releases;
  private final Machine machine;
  private final Tags tags;
  private final Targets targets;

  /**
   * CodeDeploy in {@code place}. Deployments that were under way when the region last stopped are
   * carried on.
   *
   * @param events is told of every deployment's state
   * @param pace how fast region time passes while a deployment asks for it
   */
  public CodeDeploy(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Neighbours neighbours,
      EventSink events,
      Pace pace) {
    this.place = place;
    var taskSets = new TaskSets(neighbours.ecs());
    this.applications = new Applications(place, timeline, store, ids);
    this.configs = new Configs(place, timeline, store, ids);
    var roles = new ServiceRole(place, neighbours.sts());
    this.groups = new Groups(place, timeline, store, ids, configs, taskSets, roles);
    this.revisions = new Revisions(place, timeline, store, neighbours.s3());
    this.deployments = new Deployments(place, store, ids);
    this.tags = new Tags(place, store);
    this.targets = new Targets(deployments, new TargetView(taskSets));
    var means = new Means(timeline, taskSets, new Listeners(neighbours.balancers()));
    this.machine =
        new Machine(
            deployments,
            groups,
            roles,
            means,
            new AlarmWatch(neighbours.cloudWatch()),
            new Notices(place, events, neighbours.sns()),
            new ReleasePace(store, pace, means));
    this.releases =
        new Releases(timeline, applications, groups, configs, revisions, deployments, machine);
    timeline.post("codedeploy: carry on", machine::resume);
  }

  /**
   * Tells CodeDeploy that an alarm's state has changed, so that it need not wait for its next look.
   * Called inside an action of the timeline.
   */
  public void alarmChanged(String alarmName) {
    machine.alarmChanged(alarmName);
  }

  // ---- applications

  @Override
  public CreateApplicationResponse createApplication(CreateApplicationRequest request) {
    var application = applications.create(request);
    tags.add(
        place.arn("codedeploy", "application:" + application.applicationName()), request.tags());
    return CreateApplicationResponse.builder().applicationId(application.applicationId()).build();
  }

  @Override
  public GetApplicationResponse getApplication(GetApplicationRequest request) {
    return GetApplicationResponse.builder()
        .application(applications.require(request.applicationName()))
        .build();
  }

  @Override
  public BatchGetApplicationsResponse batchGetApplications(BatchGetApplicationsRequest request) {
    requireBatch("applications", request.applicationNames(), MOST_APPLICATIONS);
    return BatchGetApplicationsResponse.builder()
        .applicationsInfo(applications.named(request.applicationNames()))
        .build();
  }

  private static void requireBatch(String what, List<String> asked, int most) {
    if (asked.size() > most) {
      throw Refusals.batch(what, most);
    }
  }

  @Override
  public ListApplicationsResponse listApplications(ListApplicationsRequest request) {
    var page = page(applications.names(), request.nextToken());
    return ListApplicationsResponse.builder()
        .applications(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static Page<String> page(List<String> all, String token) {
    try {
      return Page.of(all, token, PAGE, Function.identity());
    } catch (IllegalArgumentException e) {
      throw Refusals.badToken();
    }
  }

  /**
   * {@inheritDoc} Its deployment groups go with it; a deployment that is under way goes on to its
   * end, as it was asked for.
   */
  @Override
  public DeleteApplicationResponse deleteApplication(DeleteApplicationRequest request) {
    applications.delete(request.applicationName());
    groups.in(request.applicationName()).forEach(this::delete);
    tags.forget(place.arn("codedeploy", "application:" + request.applicationName()));
    return DeleteApplicationResponse.builder().build();
  }

  private void delete(DeploymentGroupInfo group) {
    groups.delete(group.applicationName(), group.deploymentGroupName());
    tags.forget(groupArn(group.applicationName(), group.deploymentGroupName()));
  }

  private String groupArn(String application, String group) {
    return place.arn("codedeploy", "deploymentgroup:" + application + "/" + group);
  }

  // ---- deployment groups

  @Override
  public CreateDeploymentGroupResponse createDeploymentGroup(CreateDeploymentGroupRequest request) {
    var unused = applications.require(request.applicationName());
    var group = groups.create(request);
    tags.add(groupArn(group.applicationName(), group.deploymentGroupName()), request.tags());
    return CreateDeploymentGroupResponse.builder()
        .deploymentGroupId(group.deploymentGroupId())
        .build();
  }

  @Override
  public GetDeploymentGroupResponse getDeploymentGroup(GetDeploymentGroupRequest request) {
    var unused = applications.require(request.applicationName());
    return GetDeploymentGroupResponse.builder()
        .deploymentGroupInfo(
            releases.withLast(
                groups.require(request.applicationName(), request.deploymentGroupName())))
        .build();
  }

  @Override
  public BatchGetDeploymentGroupsResponse batchGetDeploymentGroups(
      BatchGetDeploymentGroupsRequest request) {
    var unused = applications.require(request.applicationName());
    requireBatch("deployment groups", request.deploymentGroupNames(), MOST_GROUPS);
    return BatchGetDeploymentGroupsResponse.builder()
        .deploymentGroupsInfo(
            request.deploymentGroupNames().stream()
                .map(name -> releases.withLast(groups.require(request.applicationName(), name)))
                .toList())
        .build();
  }

  /** {@inheritDoc} A deployment that is under way goes on as it was created. */
  @Override
  public UpdateDeploymentGroupResponse updateDeploymentGroup(UpdateDeploymentGroupRequest request) {
    var unused = applications.require(request.applicationName());
    groups.update(request);
    return UpdateDeploymentGroupResponse.builder().hooksNotCleanedUp(List.of()).build();
  }

  /** {@inheritDoc} A deployment that is under way goes on to its end, as it was asked for. */
  @Override
  public DeleteDeploymentGroupResponse deleteDeploymentGroup(DeleteDeploymentGroupRequest request) {
    if (request.applicationName() == null) {
      throw Refusals.noApplicationName();
    }
    groups.delete(request.applicationName(), request.deploymentGroupName());
    tags.forget(groupArn(request.applicationName(), request.deploymentGroupName()));
    return DeleteDeploymentGroupResponse.builder().hooksNotCleanedUp(List.of()).build();
  }

  @Override
  public ListDeploymentGroupsResponse listDeploymentGroups(ListDeploymentGroupsRequest request) {
    var application = applications.require(request.applicationName()).applicationName();
    var names =
        groups.in(application).stream().map(DeploymentGroupInfo::deploymentGroupName).toList();
    var page = page(names, request.nextToken());
    return ListDeploymentGroupsResponse.builder()
        .applicationName(application)
        .deploymentGroups(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- deployment configurations

  @Override
  public CreateDeploymentConfigResponse createDeploymentConfig(
      CreateDeploymentConfigRequest request) {
    return CreateDeploymentConfigResponse.builder()
        .deploymentConfigId(configs.create(request).deploymentConfigId())
        .build();
  }

  @Override
  public GetDeploymentConfigResponse getDeploymentConfig(GetDeploymentConfigRequest request) {
    return GetDeploymentConfigResponse.builder()
        .deploymentConfigInfo(configs.require(request.deploymentConfigName()))
        .build();
  }

  /** {@inheritDoc} Of the predefined ones, those for ECS. */
  @Override
  public ListDeploymentConfigsResponse listDeploymentConfigs(ListDeploymentConfigsRequest request) {
    var page = page(configs.names(), request.nextToken());
    return ListDeploymentConfigsResponse.builder()
        .deploymentConfigsList(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DeleteDeploymentConfigResponse deleteDeploymentConfig(
      DeleteDeploymentConfigRequest request) {
    configs.delete(
        request.deploymentConfigName(), groups.useConfig(request.deploymentConfigName()));
    return DeleteDeploymentConfigResponse.builder().build();
  }

  // ---- deployments

  @Override
  public CreateDeploymentResponse createDeployment(CreateDeploymentRequest request) {
    return CreateDeploymentResponse.builder().deploymentId(releases.create(request).id()).build();
  }

  @Override
  public GetDeploymentResponse getDeployment(GetDeploymentRequest request) {
    return GetDeploymentResponse.builder()
        .deploymentInfo(TargetView.info(deployments.require(request.deploymentId())))
        .build();
  }

  @Override
  public BatchGetDeploymentsResponse batchGetDeployments(BatchGetDeploymentsRequest request) {
    requireBatch("deployments", request.deploymentIds(), MOST_DEPLOYMENTS);
    return BatchGetDeploymentsResponse.builder()
        .deploymentsInfo(
            request.deploymentIds().stream()
                .flatMap(id -> deployments.find(id).stream())
                .map(TargetView::info)
                .toList())
        .build();
  }

  @Override
  public ListDeploymentsResponse listDeployments(ListDeploymentsRequest request) {
    var page = page(releases.list(request), request.nextToken());
    return ListDeploymentsResponse.builder()
        .deployments(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  /** {@inheritDoc} It is stopped, and its traffic has gone back if it goes back, at once. */
  @Override
  public StopDeploymentResponse stopDeployment(StopDeploymentRequest request) {
    releases.stop(request);
    return StopDeploymentResponse.builder()
        .status(StopStatus.SUCCEEDED)
        .statusMessage("The deployment was stopped.")
        .build();
  }

  @Override
  public ContinueDeploymentResponse continueDeployment(ContinueDeploymentRequest request) {
    releases.proceed(request);
    return ContinueDeploymentResponse.builder().build();
  }

  // ---- targets

  @Override
  public ListDeploymentTargetsResponse listDeploymentTargets(ListDeploymentTargetsRequest request) {
    return ListDeploymentTargetsResponse.builder().targetIds(targets.list(request)).build();
  }

  @Override
  public GetDeploymentTargetResponse getDeploymentTarget(GetDeploymentTargetRequest request) {
    return GetDeploymentTargetResponse.builder()
        .deploymentTarget(targets.get(request.deploymentId(), request.targetId()))
        .build();
  }

  @Override
  public BatchGetDeploymentTargetsResponse batchGetDeploymentTargets(
      BatchGetDeploymentTargetsRequest request) {
    return BatchGetDeploymentTargetsResponse.builder()
        .deploymentTargets(targets.get(request))
        .build();
  }

  /**
   * {@inheritDoc} No hook is ever under way in this region, which runs no Lambda functions, so no
   * execution id is valid.
   */
  @Override
  public PutLifecycleEventHookExecutionStatusResponse putLifecycleEventHookExecutionStatus(
      PutLifecycleEventHookExecutionStatusRequest request) {
    throw targets.noHook(request);
  }

  // ---- revisions

  @Override
  public RegisterApplicationRevisionResponse registerApplicationRevision(
      RegisterApplicationRevisionRequest request) {
    var application = applications.require(request.applicationName()).applicationName();
    var unused = revisions.register(application, request.revision(), request.description(), false);
    return RegisterApplicationRevisionResponse.builder().build();
  }

  @Override
  public GetApplicationRevisionResponse getApplicationRevision(
      GetApplicationRevisionRequest request) {
    var application = applications.require(request.applicationName()).applicationName();
    var kept = revisions.require(application, request.revision());
    return GetApplicationRevisionResponse.builder()
        .applicationName(application)
        .revision(kept.location())
        .revisionInfo(kept.info())
        .build();
  }

  // ---- tags

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    tags.add(tagged(request.resourceArn()), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    tags.remove(tagged(request.resourceArn()), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(tags.of(tagged(request.resourceArn())))
        .build();
  }

  private String tagged(String arn) {
    return Tags.requireArn(
        arn, applications::contains, (app, group) -> groups.find(app, group).isPresent());
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
