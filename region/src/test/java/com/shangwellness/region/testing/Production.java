package com.shangwellness.region.testing;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.Behaviour;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.SimulatedTraffic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * A production on virtual time, as its owner has it: a load balancer with a production and a test
 * listener, a blue and a green target group, a service whose releases CodeDeploy makes. The
 * services are the region's own; tasks and requests are simulated.
 */
public final class Production implements AutoCloseable {

  /** The names of what is there. */
  public static final String CLUSTER = "prod";

  public static final String SERVICE = "web";
  public static final String APPLICATION = "app";
  public static final String GROUP = "group";
  public static final String BLUE = "blue";
  public static final String GREEN = "green";

  private static final Address SITE = new Address("127.0.0.1", 8080);

  private final Path folder;
  private final Map<String, SimulatedTraffic.Behaviour> images = new HashMap<>();
  private final Map<String, String> groups = new HashMap<>();
  private final HeldPace pace = new HeldPace();
  private Stage stage;
  private Cloud cloud;
  private String production = "";
  private String test = "";
  private String role = "";
  private Consumer<CreateDeploymentGroupRequest.Builder> group = g -> {};
  private boolean withTestListener = true;

  private Production(Path folder, Store store) {
    this.folder = folder;
    begin(store, Instant.parse("2026-01-01T00:00:00Z"));
  }

  /** A production whose region remembers as long as it lives; {@code folder} is for files. */
  public static Production simulated(Path folder) {
    return new Production(folder, Store.inMemory());
  }

  /** A production whose region remembers in {@code folder} and can be {@link #restart}ed. */
  public static Production restartable(Path folder) {
    return new Production(folder, Store.open(folder.resolve("region.db")));
  }

  private void begin(Store store, Instant now) {
    stage = new Stage(store, now);
    pace.forget();
    cloud = new Cloud(stage.place, stage.timeline, stage.store, stage.random, folder, images, pace);
    stage.timeline.settle();
  }

  /** The region is killed, its processes with it, and started again. */
  public void restart() {
    var now = stage.timeline.now();
    stage.store.close();
    begin(Store.open(folder.resolve("region.db")), now);
  }

  @Override
  public void close() {
    stage.store.close();
  }

  // ---- how it is made

  /** Its deployment group differs so. */
  public Production group(Consumer<CreateDeploymentGroupRequest.Builder> more) {
    group = group.andThen(more);
    return this;
  }

  /** It has no test listener, so that nobody names the idle target group. */
  public Production withoutTestListener() {
    withTestListener = false;
    return this;
  }

  /** It runs version v1 in so many tasks. */
  public Production withHealthyService(int tasks) {
    withServiceOnly(tasks);
    ask(
        () ->
            cloud.codeDeploy.createApplication(
                r -> r.applicationName(APPLICATION).computePlatform("ECS")));
    ask(() -> cloud.codeDeploy.createDeploymentGroup(groupRequest().build()));
    return this;
  }

  /** The same, but CodeDeploy does not know of it. */
  public Production withServiceOnly(int tasks) {
    network(tasks);
    until(() -> service().events().stream().anyMatch(e -> e.message().contains("steady state")));
    return this;
  }

  private void network(int tasks) {
    var building = new SiteBuilder(stage, cloud);
    groups.put(BLUE, building.targetGroup(BLUE));
    groups.put(GREEN, building.targetGroup(GREEN));
    production = building.listener(80, groups.get(BLUE));
    test = withTestListener ? building.listener(9000, groups.get(GREEN)) : "";
    role = building.role("deployer");
    ask(() -> cloud.ecs.createCluster(r -> r.clusterName(CLUSTER)));
    building.service(definition("v1"), tasks, groups.get(BLUE));
  }

  /** What the deployment group is made of; for tests that make others. */
  public CreateDeploymentGroupRequest.Builder groupRequest() {
    var request =
        CreateDeploymentGroupRequest.builder()
            .applicationName(APPLICATION)
            .deploymentGroupName(GROUP)
            .deploymentConfigName("CodeDeployDefault.ECSCanary10Percent5Minutes")
            .serviceRoleArn(role)
            .deploymentStyle(
                s -> s.deploymentType("BLUE_GREEN").deploymentOption("WITH_TRAFFIC_CONTROL"))
            .ecsServices(s -> s.clusterName(CLUSTER).serviceName(SERVICE))
            .loadBalancerInfo(
                l ->
                    l.targetGroupPairInfoList(
                        p -> {
                          p.targetGroups(g -> g.name(BLUE), g -> g.name(GREEN))
                              .prodTrafficRoute(t -> t.listenerArns(production));
                          if (!test.isEmpty()) {
                            p.testTrafficRoute(t -> t.listenerArns(test));
                          }
                        }))
            .blueGreenDeploymentConfiguration(
                b ->
                    b.deploymentReadyOption(
                            o -> o.actionOnTimeout("CONTINUE_DEPLOYMENT").waitTimeInMinutes(0))
                        .terminateBlueInstancesOnDeploymentSuccess(
                            t -> t.action("TERMINATE").terminationWaitTimeInMinutes(5)))
            .autoRollbackConfiguration(
                a ->
                    a.enabled(true)
                        .eventsWithStrings(
                            "DEPLOYMENT_FAILURE",
                            "DEPLOYMENT_STOP_ON_ALARM",
                            "DEPLOYMENT_STOP_ON_REQUEST"));
    group.accept(request);
    return request;
  }

  /** Registers a task definition of this version; gives its ARN. */
  public String definition(String version) {
    return ask(() ->
            cloud.ecs.registerTaskDefinition(
                r ->
                    r.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(stage.place.globalArn("iam", "role/execution"))
                        .containerDefinitions(
                            c ->
                                c.name("app")
                                    .image(
                                        Stage.ACCOUNT
                                            + ".dkr.ecr.ap-south-1.amazonaws.com/web:"
                                            + version)
                                    .essential(true)
                                    .portMappings(p -> p.containerPort(80)))))
        .taskDefinition()
        .taskDefinitionArn();
  }

  // ---- what happens

  /** Asks as a client does. */
  public <T> T ask(Supplier<T> question) {
    return stage.ask(question);
  }

  /** The services, for questions to {@link #ask}. */
  public Cloud cloud() {
    return cloud;
  }

  public Stage stage() {
    return stage;
  }

  /** The tasks of this version answer so from now on. */
  public void version(String version, SimulatedTraffic.Behaviour behaviour) {
    cloud.wired.behave("sha256:" + version, behaviour);
  }

  /** The processes of this version's tasks behave so, once they are started. */
  public void version(String version, Behaviour behaviour) {
    cloud.tasks.behave("sha256:" + version, behaviour);
  }

  /** The AppSpec of a task definition. */
  public static String appSpec(String definition) {
    return """
    version: 0.0
    Resources:
      - TargetService:
          Type: AWS::ECS::Service
          Properties:
            TaskDefinition: %s
            LoadBalancerInfo:
              ContainerName: app
              ContainerPort: 80
    """
        .formatted(definition);
  }

  /** The revision whose AppSpec this is. */
  public static RevisionLocation revision(String appSpec) {
    return RevisionLocation.builder()
        .revisionType(RevisionLocationType.APP_SPEC_CONTENT)
        .appSpecContent(c -> c.content(appSpec))
        .build();
  }

  /** Begins to release a version; gives the deployment's id. */
  public String release(String version) {
    return release(version, r -> {});
  }

  /** Begins to release a version, asking for more than that. */
  public String release(String version, Consumer<CreateDeploymentRequest.Builder> more) {
    var definition = definition(version);
    return ask(() ->
            cloud.codeDeploy.createDeployment(
                r -> {
                  r.applicationName(APPLICATION)
                      .deploymentGroupName(GROUP)
                      .revision(revision(appSpec(definition)));
                  more.accept(r);
                }))
        .deploymentId();
  }

  /** Makes an alarm that rings and falls silent as it is told. */
  public void alarm(String name) {
    ask(
        () ->
            cloud.cloudWatch.putMetricAlarm(
                r ->
                    r.alarmName(name)
                        .namespace("Test")
                        .metricName(name)
                        .statistic("Sum")
                        .period(60)
                        .evaluationPeriods(1)
                        .threshold(1.0)
                        .comparisonOperator("GreaterThanThreshold")));
  }

  /** The alarm goes into this state. */
  public void alarm(String name, StateValue state) {
    ask(
        () ->
            cloud.cloudWatch.setAlarmState(
                r -> r.alarmName(name).stateValue(state).stateReason("the test says so")));
  }

  /** Lets time pass. */
  public void passes(Duration duration) {
    stage.passes(duration);
  }

  /** Lets time pass until this is so. */
  public void until(BooleanSupplier condition) {
    for (int steps = 0; !condition.getAsBoolean(); steps++) {
      if (steps > 50_000 || !stage.timeline.step()) {
        throw new AssertionError("it never came: " + service() + "\n" + stage.timeline.history());
      }
    }
  }

  /** Lets time pass until a lifecycle event has begun. */
  public void untilBegins(String deployment, String event) {
    until(
        () ->
            target(deployment).lifecycleEvents().stream()
                .anyMatch(e -> e.lifecycleEventName().equals(event) && e.startTime() != null));
  }

  /** Lets time pass until a deployment is in this state. */
  public void untilIs(String deployment, String status) {
    until(() -> deployment(deployment).statusAsString().equals(status));
  }

  // ---- what is there

  /** A deployment as GetDeployment gives it. */
  public DeploymentInfo deployment(String id) {
    return ask(() -> cloud.codeDeploy.getDeployment(r -> r.deploymentId(id))).deploymentInfo();
  }

  /** A deployment's target. */
  public ECSTarget target(String id) {
    return ask(() ->
            cloud.codeDeploy.getDeploymentTarget(
                r -> r.deploymentId(id).targetId(CLUSTER + ":" + SERVICE)))
        .deploymentTarget()
        .ecsTarget();
  }

  /** A deployment's lifecycle events, as {@code Install Succeeded}. */
  public List<String> events(String id) {
    return target(id).lifecycleEvents().stream()
        .map((LifecycleEvent e) -> e.lifecycleEventName() + " " + e.statusAsString())
        .toList();
  }

  /** The service as ECS shows it. */
  public Service service() {
    return ask(() -> cloud.ecs.describeServices(r -> r.cluster(CLUSTER).services(SERVICE)))
        .services()
        .getFirst();
  }

  /** The task sets, as {@code PRIMARY v1}. */
  public List<String> taskSets() {
    return service().taskSets().stream().map(set -> set.status() + " " + version(set)).toList();
  }

  private String version(TaskSet set) {
    var image =
        ask(() -> cloud.ecs.describeTaskDefinition(r -> r.taskDefinition(set.taskDefinition())))
            .taskDefinition()
            .containerDefinitions()
            .getFirst()
            .image();
    return image.substring(image.lastIndexOf(':') + 1);
  }

  /** Who holds which pace of region time, as the timeline of a region that runs would know. */
  public Map<String, Double> paces() {
    return pace.held();
  }

  /** The ARN of the production listener. */
  public String productionListener() {
    return production;
  }

  /** The ARN of the test listener. */
  public String testListener() {
    return test;
  }

  /** The ARN of the role that CodeDeploy assumes. */
  public String role() {
    return role;
  }

  /** The weights on the production listener, by colour. */
  public Map<String, Integer> traffic() {
    return weights(production);
  }

  /** The weights on the test listener, by colour. */
  public Map<String, Integer> testTraffic() {
    return weights(test);
  }

  private Map<String, Integer> weights(String listener) {
    var weights = new TreeMap<String, Integer>();
    for (TargetGroupTuple tuple :
        ask(() -> cloud.balancers.describeListeners(r -> r.listenerArns(listener)))
            .listeners()
            .getFirst()
            .defaultActions()
            .getFirst()
            .forwardConfig()
            .targetGroups()) {
      groups.forEach(
          (colour, arn) -> {
            if (arn.equals(tuple.targetGroupArn())) {
              weights.put(colour, tuple.weight());
            }
          });
    }
    return weights;
  }

  /** A visitor's request to the site; gives the answer's status. */
  public int visit() {
    return ask(() -> cloud.traffic.get(SITE, "/")).status().orElse(0);
  }
}
