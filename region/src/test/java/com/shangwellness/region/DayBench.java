package com.shangwellness.region;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.database.SimulatedDatabases;
import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.timeline.WallClock;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import com.shangwellness.region.wire.Spool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/**
 * Measures a simulated day of a whole region, put together as a real one: ten tasks of a service
 * behind a load balancer that checks each every five seconds, requests all day, and fifty alarms on
 * what they measure. {@code bench/alarms.sh} runs it.
 */
final class DayBench {

  private static final Place PLACE = new Place("123456789012", "ap-south-1");
  private static final int TASKS = 10;
  private static final int ALARMS = 50;
  private static final int REQUESTS_A_MINUTE = 60;
  private static final Address SITE = new Address("127.0.0.1", 8080);

  private final VirtualTimeline timeline;
  private final SimulatedTasks tasks;
  private final SimulatedTraffic traffic;
  private final Iam iam;
  private final Services services;

  private DayBench(Store store, Path folder) {
    this.timeline = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"), store);
    var random = new Random(1);
    this.tasks = new SimulatedTasks(timeline, random);
    this.traffic = new SimulatedTraffic(timeline);
    var home = new Home(folder);
    var ids = new Ids(random);
    this.iam = new Iam(PLACE, timeline, store, ids);
    var sts = new Sts(PLACE, iam, new Sessions(timeline, store, ids));
    var ground =
        new Ground(
            home,
            timeline,
            store,
            ids,
            random,
            new Names(store, home.hosts()),
            new Spool(home.spool()),
            new BucketNames(store),
            iam,
            sts);
    var outside =
        new Outside(
            new BlobStore(home.images()),
            tasks,
            traffic,
            new SimulatedDatabases(timeline, Duration.ofSeconds(10)),
            Ports.ALL,
            (to, headers, body, answer) -> {},
            CertificateAuthority.in(home.authority(), WallClock.ofMachine()),
            new SimulatedShell(timeline, random),
            URI.create("http://127.0.0.1:4566"));
    this.services =
        new Services(
            PLACE,
            ground,
            outside,
            Map.of(80, SITE.port()),
            region -> {
              throw new IllegalArgumentException("there is no region " + region);
            });
  }

  /** The argument: how many days to measure, one after the other. */
  public static void main(String[] arguments) throws IOException {
    var folder = Files.createTempDirectory("day-bench");
    try {
      for (int run = 0; run < Integer.parseInt(arguments[0]); run++) {
        try (var store = Store.inMemory()) {
          new DayBench(store, Files.createDirectory(folder.resolve("run-" + run))).day();
        }
      }
    } finally {
      try (var all = Files.walk(folder)) {
        all.sorted(Collections.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private <C extends SdkClient> C client(Class<C> type) {
    return Arrays.stream(services.all())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private <T> T ask(Supplier<T> question) {
    return timeline.call("ask", question).join();
  }

  private void day() {
    var group = tenTasks();
    alarms(group);
    tasks.load(
        spec ->
            new SimulatedTasks.Load(0.1 + timeline.now().getEpochSecond() % 7 * 0.05, 300L << 20));
    timeline.passes(Duration.ofMinutes(5));
    long actions = timeline.history().size();
    var begun = System.nanoTime();
    var cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int minute = 0; minute < 1440; minute++) {
      for (int i = 0; i < REQUESTS_A_MINUTE; i++) {
        traffic.get(SITE, "/");
      }
      timeline.passes(Duration.ofMinutes(1));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double busy = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
    System.out.printf(
        "a simulated day, %d tasks, %d alarms (%d ring), %d actions: %.2f s, %.2f s of a core%n",
        healthy(group), ALARMS, ringing(), timeline.history().size() - actions, seconds);
  }

  private long ringing() {
    return ask(
        () ->
            client(CloudWatchClient.class)
                .describeAlarms(r -> r.stateValue(StateValue.ALARM).maxRecords(100))
                .metricAlarms()
                .size());
  }

  private long healthy(String group) {
    return ask(
        () ->
            client(ElasticLoadBalancingV2Client.class)
                .describeTargetHealth(r -> r.targetGroupArn(group))
                .targetHealthDescriptions()
                .stream()
                .filter(t -> t.targetHealth().stateAsString().equals("healthy"))
                .count());
  }

  /** A service of ten tasks, each of which answers. */
  private String tenTasks() {
    var ec2 = client(Ec2Client.class);
    var vpc = ask(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
    var subnets =
        List.of("a", "b").stream()
            .map(
                zone ->
                    ask(() ->
                            ec2.createSubnet(
                                r ->
                                    r.vpcId(vpc)
                                        .availabilityZone("ap-south-1" + zone)
                                        .cidrBlock(
                                            zone.equals("a") ? "10.0.0.0/24" : "10.0.1.0/24")))
                        .subnet()
                        .subnetId())
            .toList();
    var firewall =
        ask(() -> ec2.createSecurityGroup(r -> r.groupName("all").description("all").vpcId(vpc)))
            .groupId();
    var group = balanced(vpc, subnets, firewall);
    var ecs = client(EcsClient.class);
    ask(
        () ->
            ecs.createCluster(
                r ->
                    r.clusterName("prod")
                        .settings(
                            ClusterSetting.builder()
                                .name("containerInsights")
                                .value("enabled")
                                .build())));
    var container =
        ContainerDefinition.builder()
            .name("app")
            .image(image())
            .portMappings(PortMapping.builder().containerPort(80).build())
            .build();
    var role = role();
    ask(
        () ->
            ecs.registerTaskDefinition(
                r ->
                    r.family("web")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .cpu("512")
                        .memory("1024")
                        .executionRoleArn(role)
                        .containerDefinitions(container)));
    var behind =
        LoadBalancer.builder().targetGroupArn(group).containerName("app").containerPort(80).build();
    ask(
        () ->
            ecs.createService(
                r ->
                    r.cluster("prod")
                        .serviceName("web")
                        .taskDefinition("web")
                        .desiredCount(TASKS)
                        .healthCheckGracePeriodSeconds(60)
                        .loadBalancers(behind)
                        .networkConfiguration(
                            n ->
                                n.awsvpcConfiguration(
                                    v -> v.subnets(subnets).securityGroups(firewall)))));
    for (int second = 0; second < 120; second++) {
      timeline.passes(Duration.ofSeconds(1));
      ask(() ->
              client(ElasticLoadBalancingV2Client.class)
                  .describeTargetHealth(r -> r.targetGroupArn(group)))
          .targetHealthDescriptions()
          .forEach(
              target ->
                  traffic.target(
                      new Address(Loopback.of(target.target().id()), 80),
                      new Behaviour.Answers(200)));
    }
    return group;
  }

  private String role() {
    var trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
        "Principal":{"Service":"ecs-tasks.amazonaws.com"}}]}
        """;
    return ask(() -> iam.createRole(r -> r.roleName("execution").assumeRolePolicyDocument(trust)))
        .role()
        .arn();
  }

  // An index of no images: the least that ECR takes.
  private String image() {
    var ecr = client(EcrClient.class);
    var repository = ask(() -> ecr.createRepository(r -> r.repositoryName("web"))).repository();
    var index =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":[]}";
    ask(() -> ecr.putImage(r -> r.repositoryName("web").imageManifest(index).imageTag("v1")));
    return repository.repositoryUri() + ":v1";
  }

  private String balanced(String vpc, List<String> subnets, String firewall) {
    var elb = client(ElasticLoadBalancingV2Client.class);
    var group =
        ask(() ->
                elb.createTargetGroup(
                    r ->
                        r.name("blue")
                            .protocol("HTTP")
                            .port(80)
                            .vpcId(vpc)
                            .targetType("ip")
                            .healthCheckPath("/healthcheck")
                            .healthCheckIntervalSeconds(5)
                            .healthCheckTimeoutSeconds(2)))
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    var balancer =
        ask(() ->
                elb.createLoadBalancer(
                    r -> r.name("site").subnets(subnets).securityGroups(firewall)))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    timeline.passes(Duration.ofSeconds(5));
    var forward = Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(group).build();
    ask(
        () ->
            elb.createListener(
                r ->
                    r.loadBalancerArn(balancer).port(80).protocol("HTTP").defaultActions(forward)));
    return group;
  }

  private record Watched(String namespace, String metric, String stat, List<String> dimensions) {}

  private void alarms(String group) {
    var balancer =
        ask(() -> client(ElasticLoadBalancingV2Client.class).describeLoadBalancers())
            .loadBalancers()
            .getFirst()
            .loadBalancerArn()
            .replaceFirst(".*loadbalancer/", "");
    var site = List.of("LoadBalancer", balancer);
    var targets =
        List.of(
            "TargetGroup", group.substring(group.lastIndexOf(':') + 1), "LoadBalancer", balancer);
    var service = List.of("ClusterName", "prod", "ServiceName", "web");
    var watched =
        List.of(
            new Watched("AWS/ECS", "CPUUtilization", "Average", service),
            new Watched("AWS/ECS", "MemoryUtilization", "Maximum", service),
            new Watched("ECS/ContainerInsights", "RunningTaskCount", "Minimum", service),
            new Watched("AWS/ApplicationELB", "RequestCount", "Sum", site),
            new Watched("AWS/ApplicationELB", "TargetResponseTime", "p99", site),
            new Watched("AWS/ApplicationELB", "HealthyHostCount", "Minimum", targets),
            new Watched("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", targets));
    for (int i = 0; i < ALARMS; i++) {
      alarm("alarm-" + i, watched.get(i % watched.size()), i);
    }
  }

  private void alarm(String name, Watched what, double threshold) {
    boolean simple = !what.stat().startsWith("p");
    var dimensions =
        List.of(0, 2).stream()
            .filter(i -> i < what.dimensions().size())
            .map(
                i ->
                    Dimension.builder()
                        .name(what.dimensions().get(i))
                        .value(what.dimensions().get(i + 1))
                        .build())
            .toList();
    ask(
        () ->
            client(CloudWatchClient.class)
                .putMetricAlarm(
                    r ->
                        r.alarmName(name)
                            .namespace(what.namespace())
                            .metricName(what.metric())
                            .dimensions(dimensions)
                            .statistic(simple ? what.stat() : null)
                            .extendedStatistic(simple ? null : what.stat())
                            .period(60)
                            .evaluationPeriods(3)
                            .datapointsToAlarm(2)
                            .threshold(threshold)
                            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)));
  }
}
