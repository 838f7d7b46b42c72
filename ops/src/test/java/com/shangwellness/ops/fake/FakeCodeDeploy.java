package com.shangwellness.ops.fake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsResponse;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.ContinueDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.ContinueDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionResponse;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigResponse;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetLabel;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingType;

/**
 * CodeDeploy whose deployments do what a test tells them, one thing before each look. It lists one
 * deployment a page.
 */
public final class FakeCodeDeploy implements CodeDeployClient {
  private static final Instant START = Instant.parse("2026-01-31T14:00:00Z");

  private final Map<String, DeploymentInfo> deployments = new LinkedHashMap<>();
  private final Map<String, ECSTarget> targets = new LinkedHashMap<>();
  private final List<CreateDeploymentRequest> created = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Queue<Runnable> plan = new ArrayDeque<>();
  private List<String> alarms = List.of();

  /** This deployment is under way. */
  public void releases(String deployment) {
    is(deployment, d -> d.status(DeploymentStatus.IN_PROGRESS));
  }

  /** The group watches these alarms. */
  public void watches(String... names) {
    alarms = List.of(names);
  }

  /** The deployment {@code id}, new or known, is changed so. */
  public void is(String id, Consumer<DeploymentInfo.Builder> change) {
    var known = deployments.getOrDefault(id, fresh(id)).toBuilder();
    change.accept(known);
    deployments.put(id, known.build());
  }

  private DeploymentInfo fresh(String id) {
    return DeploymentInfo.builder()
        .deploymentId(id)
        .status(DeploymentStatus.CREATED)
        .deploymentConfigName("CodeDeployDefault.ECSCanary10Percent5Minutes")
        .createTime(START.plusSeconds(60L * deployments.size()))
        .blueGreenDeploymentConfiguration(
            b ->
                b.deploymentReadyOption(
                        r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT").waitTimeInMinutes(0))
                    .terminateBlueInstancesOnDeploymentSuccess(
                        t -> t.action("TERMINATE").terminationWaitTimeInMinutes(15)))
        .build();
  }

  /** An event of the deployment's lifecycle has this status. */
  public void event(String id, String name, LifecycleEventStatus status) {
    target(
        id,
        target -> {
          var events = new ArrayList<>(target.build().lifecycleEvents());
          events.removeIf(e -> e.lifecycleEventName().equals(name));
          events.add(
              LifecycleEvent.builder()
                  .lifecycleEventName(name)
                  .status(status)
                  .startTime(START)
                  .endTime(status == LifecycleEventStatus.IN_PROGRESS ? null : START)
                  .build());
          target.lifecycleEvents(events);
        });
  }

  /** The deployment has a task set of this label behind this target group. */
  public void taskSet(String id, TargetLabel label, String group, long tasks) {
    taskSet(id, label, group, tasks, 0);
  }

  /** The same with so much of the traffic, in percent. */
  public void taskSet(String id, TargetLabel label, String group, long tasks, double weight) {
    target(
        id,
        target -> {
          var sets = new ArrayList<>(target.build().taskSetsInfo());
          sets.removeIf(set -> set.taskSetLabel() == label);
          sets.add(
              ECSTaskSet.builder()
                  .identifer("ecs-svc/" + label)
                  .taskSetLabel(label)
                  .desiredCount(tasks)
                  .runningCount(tasks)
                  .trafficWeight(weight)
                  .targetGroup(TargetGroupInfo.builder().name(group).build())
                  .build());
          target.taskSetsInfo(sets);
        });
  }

  private void target(String id, Consumer<ECSTarget.Builder> change) {
    var known = targets.getOrDefault(id, ECSTarget.builder().build()).toBuilder();
    change.accept(known);
    targets.put(id, known.build());
  }

  /** Before each look one more of these happens. */
  public void then(Runnable... steps) {
    plan.addAll(List.of(steps));
  }

  /** The deployments that were asked for. */
  public List<CreateDeploymentRequest> created() {
    return created;
  }

  /** What was stopped and continued. */
  public List<String> calls() {
    return calls;
  }

  @Override
  public ListDeploymentGroupsResponse listDeploymentGroups(ListDeploymentGroupsRequest request) {
    return ListDeploymentGroupsResponse.builder().deploymentGroups("group").build();
  }

  @Override
  public GetDeploymentGroupResponse getDeploymentGroup(GetDeploymentGroupRequest request) {
    var route = "arn:aws:elasticloadbalancing:ap-south-1:669097061043:listener/app/alb/1/2";
    var pair =
        TargetGroupPairInfo.builder()
            .prodTrafficRoute(r -> r.listenerArns(route))
            .targetGroups(
                TargetGroupInfo.builder().name("web-blue").build(),
                TargetGroupInfo.builder().name("web-green").build())
            .build();
    return GetDeploymentGroupResponse.builder()
        .deploymentGroupInfo(
            DeploymentGroupInfo.builder()
                .loadBalancerInfo(l -> l.targetGroupPairInfoList(pair))
                .alarmConfiguration(
                    a ->
                        a.enabled(true)
                            .alarms(
                                alarms.stream()
                                    .map(name -> Alarm.builder().name(name).build())
                                    .toList()))
                .build())
        .build();
  }

  @Override
  public GetDeploymentConfigResponse getDeploymentConfig(GetDeploymentConfigRequest request) {
    return GetDeploymentConfigResponse.builder()
        .deploymentConfigInfo(
            c ->
                c.trafficRoutingConfig(
                    t ->
                        t.type(TrafficRoutingType.TIME_BASED_CANARY)
                            .timeBasedCanary(b -> b.canaryPercentage(10).canaryInterval(5))))
        .build();
  }

  @Override
  public ListDeploymentsResponse listDeployments(ListDeploymentsRequest request) {
    int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    var wanted =
        deployments.values().stream()
            .filter(
                d ->
                    !request.hasIncludeOnlyStatuses()
                        || request.includeOnlyStatuses().contains(d.status()))
            .map(DeploymentInfo::deploymentId)
            .toList();
    return ListDeploymentsResponse.builder()
        .deployments(wanted.stream().skip(page).limit(1).toList())
        .nextToken(page + 1 < wanted.size() ? "" + (page + 1) : null)
        .build();
  }

  @Override
  public BatchGetDeploymentsResponse batchGetDeployments(BatchGetDeploymentsRequest request) {
    return BatchGetDeploymentsResponse.builder()
        .deploymentsInfo(request.deploymentIds().stream().map(this::shown).toList())
        .build();
  }

  @Override
  public GetDeploymentResponse getDeployment(GetDeploymentRequest request) {
    var next = plan.poll();
    if (next != null) {
      next.run();
    }
    return GetDeploymentResponse.builder().deploymentInfo(shown(request.deploymentId())).build();
  }

  // CodeDeploy API, GetDeployment: the content of an AppSpec is always null there.
  private DeploymentInfo shown(String id) {
    var info = deployments.get(id);
    return info.revision() == null || info.revision().appSpecContent() == null
        ? info
        : info.toBuilder()
            .revision(
                r ->
                    r.revisionType(info.revision().revisionType())
                        .appSpecContent(c -> c.sha256(info.revision().appSpecContent().sha256())))
            .build();
  }

  @Override
  public GetApplicationRevisionResponse getApplicationRevision(
      GetApplicationRevisionRequest request) {
    var digest = request.revision().appSpecContent().sha256();
    return GetApplicationRevisionResponse.builder()
        .applicationName(request.applicationName())
        .revision(
            deployments.values().stream()
                .map(DeploymentInfo::revision)
                .filter(revision -> revision != null && revision.appSpecContent() != null)
                .filter(revision -> digest.equals(revision.appSpecContent().sha256()))
                .findFirst()
                .orElseThrow())
        .build();
  }

  @Override
  public ListDeploymentTargetsResponse listDeploymentTargets(ListDeploymentTargetsRequest request) {
    return ListDeploymentTargetsResponse.builder()
        .targetIds(targets.containsKey(request.deploymentId()) ? List.of("web") : List.of())
        .build();
  }

  @Override
  public BatchGetDeploymentTargetsResponse batchGetDeploymentTargets(
      BatchGetDeploymentTargetsRequest request) {
    return BatchGetDeploymentTargetsResponse.builder()
        .deploymentTargets(
            DeploymentTarget.builder().ecsTarget(targets.get(request.deploymentId())).build())
        .build();
  }

  @Override
  public CreateDeploymentResponse createDeployment(CreateDeploymentRequest request) {
    created.add(request);
    var id = "d-" + created.size();
    is(
        id,
        d ->
            d.status(DeploymentStatus.IN_PROGRESS)
                .description(request.description())
                .revision(request.revision()));
    return CreateDeploymentResponse.builder().deploymentId(id).build();
  }

  @Override
  public StopDeploymentResponse stopDeployment(StopDeploymentRequest request) {
    calls.add("stop " + request.deploymentId() + " " + request.autoRollbackEnabled());
    return StopDeploymentResponse.builder().build();
  }

  @Override
  public ContinueDeploymentResponse continueDeployment(ContinueDeploymentRequest request) {
    calls.add("continue " + request.deploymentId() + " " + request.deploymentWaitType());
    return ContinueDeploymentResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "codedeploy";
  }

  @Override
  public void close() {}
}
