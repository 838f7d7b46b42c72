package com.shangwellness.region.ecs;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** ECS on virtual time, with simulated tasks and small stand-ins for its neighbours. */
final class Stage {

  static final String IMAGE = "669097061043.dkr.ecr.ap-south-1.amazonaws.com/web:";
  static final String GROUP =
      "arn:aws:elasticloadbalancing:ap-south-1:669097061043:targetgroup/blue/1";

  static final String GREEN_GROUP =
      "arn:aws:elasticloadbalancing:ap-south-1:669097061043:targetgroup/green/2";

  static final Place PLACE = new Place("669097061043", "ap-south-1");

  private Store store;
  private final Optional<Path> file;
  VirtualTimeline timeline;
  SimulatedTasks runtime;
  final FakeEc2 ec2 = new FakeEc2();
  FakeBalancers balancers;
  final FakeLogs logs = new FakeLogs();
  final FakeSecrets secrets = new FakeSecrets();
  final FakeSts sts = new FakeSts();
  Ecs ecs;
  private final Random random;

  Stage() {
    this(1);
  }

  Stage(long seed) {
    this(seed, Optional.empty());
  }

  /** A stage whose region remembers in {@code file}, so that it can be restarted. */
  Stage(Path file) {
    this(1, Optional.of(file));
  }

  private Stage(long seed, Optional<Path> file) {
    this.random = new Random(seed);
    this.file = file;
    begin(Instant.parse("2026-01-01T00:00:00Z"));
    call(e -> e.createCluster(r -> r.clusterName("prod")));
  }

  private void begin(Instant now) {
    store = file.map(Store::open).orElseGet(Store::inMemory);
    timeline = new VirtualTimeline(now, store);
    runtime = new SimulatedTasks(timeline, random);
    balancers = new FakeBalancers(timeline);
    ecs =
        new Ecs(
            PLACE,
            timeline,
            store,
            new Ids(random),
            new Ecs.Neighbours(ec2, new FakeEcr(), balancers, logs, secrets, new FakeSsm(), sts),
            runtime,
            URI.create("http://127.0.0.1:4566"));
    timeline.settle();
  }

  /** The region is killed, and started again with the same store. */
  void restart() {
    var now = timeline.now();
    store.close();
    begin(now);
  }

  Store store() {
    return store;
  }

  <T> T call(Function<EcsClient, T> action) {
    try {
      return timeline.call("test", () -> action.apply(ecs)).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /** The process of a task's container ends by itself. */
  void crash(Task task, int exitCode) {
    timeline.post("crash", () -> runtime.crash(new ContainerId(id(task), "app"), exitCode));
    timeline.settle();
  }

  void passes(Duration time) {
    timeline.passes(time);
  }

  void until(BooleanSupplier condition) {
    for (int steps = 0; !condition.getAsBoolean(); steps++) {
      if (steps > 20_000 || !timeline.step()) {
        throw new AssertionError("it never came; events: " + events());
      }
    }
  }

  // ---- what is asked for

  static RegisterTaskDefinitionRequest.Builder definition(String tag) {
    return RegisterTaskDefinitionRequest.builder()
        .family("web")
        .networkMode(NetworkMode.AWSVPC)
        .requiresCompatibilities(Compatibility.FARGATE)
        .cpu("512")
        .memory("1024")
        .executionRoleArn("arn:aws:iam::669097061043:role/execution")
        .taskRoleArn("arn:aws:iam::669097061043:role/task")
        .containerDefinitions(container(tag).build());
  }

  static ContainerDefinition.Builder container(String tag) {
    return ContainerDefinition.builder()
        .name("app")
        .image(IMAGE + tag)
        .cpu(512)
        .memory(1024)
        .portMappings(PortMapping.builder().containerPort(80).build())
        .environment(KeyValuePair.builder().name("APP_ENV").value("production").build())
        .secrets(
            Secret.builder().name("DB_PASSWORD").valueFrom(FakeSecrets.ARN + ":password::").build())
        .logConfiguration(
            l ->
                l.logDriver(LogDriver.AWSLOGS)
                    .options(
                        Map.of(
                            "awslogs-group", "/ecs/prod",
                            "awslogs-region", "ap-south-1",
                            "awslogs-stream-prefix", "web")));
  }

  String register(String tag) {
    return register(definition(tag).build());
  }

  String register(RegisterTaskDefinitionRequest request) {
    return call(e -> e.registerTaskDefinition(request)).taskDefinition().taskDefinitionArn();
  }

  static NetworkConfiguration network() {
    return NetworkConfiguration.builder()
        .awsvpcConfiguration(
            AwsVpcConfiguration.builder()
                .subnets("subnet-a", "subnet-b")
                .securityGroups("sg-1")
                .build())
        .build();
  }

  static CreateServiceRequest.Builder service(String definition, int desired) {
    return CreateServiceRequest.builder()
        .cluster("prod")
        .serviceName("web")
        .taskDefinition(definition)
        .desiredCount(desired)
        .networkConfiguration(network());
  }

  static CreateServiceRequest.Builder balanced(String definition, int desired) {
    return service(definition, desired)
        .healthCheckGracePeriodSeconds(60)
        .loadBalancers(
            LoadBalancer.builder()
                .targetGroupArn(GROUP)
                .containerName("app")
                .containerPort(80)
                .build());
  }

  Service create(CreateServiceRequest.Builder request) {
    return call(e -> e.createService(request.build())).service();
  }

  void createForCodeDeploy(int desired) {
    create(
        balanced(register("v1"), desired)
            .deploymentController(c -> c.type(DeploymentControllerType.CODE_DEPLOY)));
  }

  void createExternal(int desired) {
    createExternal("web", desired);
  }

  void createExternal(String name, int desired) {
    create(
        CreateServiceRequest.builder()
            .cluster("prod")
            .serviceName(name)
            .desiredCount(desired)
            .healthCheckGracePeriodSeconds(60)
            .deploymentController(c -> c.type(DeploymentControllerType.EXTERNAL)));
  }

  static CreateTaskSetRequest.Builder taskSet(String definition, String group, double percent) {
    return CreateTaskSetRequest.builder()
        .cluster("prod")
        .service("web")
        .taskDefinition(definition)
        .networkConfiguration(network())
        .loadBalancers(
            LoadBalancer.builder()
                .targetGroupArn(group)
                .containerName("app")
                .containerPort(80)
                .build())
        .scale(s -> s.unit(ScaleUnit.PERCENT).value(percent));
  }

  TaskSet create(CreateTaskSetRequest.Builder request) {
    return call(e -> e.createTaskSet(request.build())).taskSet();
  }

  /** What CodeDeploy makes at the start of a release. */
  TaskSet createGreen(String definition) {
    return create(taskSet(definition, GREEN_GROUP, 100).externalId("d-1"));
  }

  void promote(TaskSet set) {
    call(
        e ->
            e.updateServicePrimaryTaskSet(
                r -> r.cluster("prod").service("web").primaryTaskSet(set.id())));
  }

  TaskSet delete(TaskSet set) {
    return call(e ->
            e.deleteTaskSet(r -> r.cluster("prod").service("web").taskSet(set.id()).force(true)))
        .taskSet();
  }

  void desire(int count) {
    call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(count)));
  }

  // ---- what is there

  /** The task set that serves production. */
  TaskSet primary() {
    return taskSets().stream().filter(set -> set.status().equals("PRIMARY")).findFirst().get();
  }

  List<TaskSet> taskSets() {
    return call(e -> e.describeTaskSets(r -> r.cluster("prod").service("web"))).taskSets();
  }

  TaskSet now(TaskSet set) {
    return taskSets().stream().filter(s -> s.id().equals(set.id())).findFirst().orElseThrow();
  }

  boolean steady(TaskSet set) {
    return now(set).stabilityStatus() == StabilityStatus.STEADY_STATE;
  }

  List<Task> running(TaskSet set) {
    return running().stream().filter(task -> task.startedBy().equals(set.id())).toList();
  }

  Service service() {
    return call(e -> e.describeServices(r -> r.cluster("prod").services("web")))
        .services()
        .getFirst();
  }

  List<Task> tasks(String desiredStatus) {
    var arns =
        call(e -> e.listTasks(r -> r.cluster("prod").desiredStatus(desiredStatus))).taskArns();
    return arns.isEmpty()
        ? List.of()
        : call(e -> e.describeTasks(r -> r.cluster("prod").tasks(arns))).tasks();
  }

  List<Task> running() {
    return tasks("RUNNING").stream().filter(t -> t.lastStatus().equals("RUNNING")).toList();
  }

  boolean steady() {
    return events().stream().anyMatch(e -> e.endsWith("has reached a steady state."));
  }

  /** The newest first. */
  List<String> events() {
    return service().events().stream().map(e -> e.message()).toList();
  }

  static String address(Task task) {
    return task.attachments().getFirst().details().stream()
        .filter(detail -> detail.name().equals("privateIPv4Address"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  static String id(Task task) {
    return KeptTask.id(task.taskArn());
  }
}
