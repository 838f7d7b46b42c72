package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * Load on the site, for real: production's own template scales its service out and in again, and no
 * visitor notices. Processors are measured by the wall clock at any pace; periods and cooldowns are
 * paced, so that the quarter of an hour before a scale-in takes a minute and a half.
 */
class LoadIT {

  private static final String CLUSTER = "shangwellness-prod-cluster";
  private static final String SERVICE = "shangwellness-prod-service";
  private static final int VISITORS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration LOOK = Duration.ofMillis(200);

  /** What a region measures of itself while nothing fails and nothing is released. */
  private static final Set<String> MEASURED =
      Set.of(
          "RequestCount",
          "TargetResponseTime",
          "HealthyHostCount",
          "UnHealthyHostCount",
          "DesiredTaskCount",
          "RunningTaskCount",
          "CPUUtilization",
          "MemoryUtilization",
          "ACUUtilization",
          "DatabaseConnections",
          "AuroraReplicaLagMaximum");

  private static final Map<String, String> SMALL =
      Map.of(
          "  cpu: 512 ", "  cpu: 256 ",
          "  maximumTasks: 10", "  maximumTasks: 4",
          "  cpuTargetPercent: 70", "  cpuTargetPercent: 40",
          "  healthCheckGraceSeconds: 60 ", "  healthCheckGraceSeconds: 600 ",
          "intervalSeconds: 5\\b", "intervalSeconds: 30",
          "timeoutSeconds: 4\\b", "timeoutSeconds: 20");

  private final Shang shang = Shang.in("load-it", 15566, 19080, 19443);
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final CloudWatchClient cloudWatch = of(CloudWatchClient.builder());
  private final EcsClient ecs = of(EcsClient.builder());
  private final ApplicationAutoScalingClient scaling = of(ApplicationAutoScalingClient.builder());

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(B builder) {
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + shang.api()))
        .region(Region.AP_SOUTH_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(http)
        .build();
  }

  @BeforeEach
  void productionIsUp() throws IOException {
    shang.clear();
    var said =
        Shang.process(
            shang.upCommand("-d", "--pace", "10", "--environment", settings().toString()));
    assertThat(said.exitCode()).as(said.all()).isZero();
  }

  // Production's, but with tasks that a small load keeps busy, and with the patience that a new one
  // needs at this pace: Java takes its seconds by the wall's clock, ten of the region's each.
  private Path settings() throws IOException {
    var production = Files.readString(Shang.PROJECT.resolve("environments/prod.yaml"));
    var small = production;
    for (var change : SMALL.entrySet()) {
      assertThat(small).containsPattern(change.getKey());
      small = small.replaceFirst(change.getKey(), change.getValue());
    }
    return Files.writeString(shang.home().resolveSibling("load-it.yaml"), small);
  }

  @Test
  void a_load_makes_the_service_grow_from_two_tasks_and_shrink_again_and_no_request_fails() {
    assertThat(service().runningCount()).isEqualTo(2);

    try (var crowd = new SteadyLoad(shang.site("/api/sessions"));
        var patient = new SteadyLoad(shang.site("/api/sessions"))) {
      // Tasks that go must not be missed by anybody either: one stays, who asks for little on any
      // machine. One of the crowd would keep three tasks busy where an answer takes its time.
      patient.come(1, Duration.ofMillis(100));
      crowd.come(VISITORS, Duration.ofMillis(5));
      var grown = await(crowd, s -> s.runningCount() > 2 && settled(s));
      crowd.leave(VISITORS);
      var shrunk = await(patient, s -> s.desiredCount() <= 2 && settled(s));

      assertThat(crowd.failures()).as("of %s requests", crowd.answered()).isEmpty();
      assertThat(patient.failures()).as("of %s requests", patient.answered()).isEmpty();
      assertThat(grown.desiredCount()).isBetween(3, 4);
      assertThat(shrunk.desiredCount()).isBetween(1, 2);
    }
    assertThat(causes().getFirst()).contains("-AlarmHigh-", SERVICE.replace("service", "cpu"));
    assertThat(causes().getLast()).contains("-AlarmLow-");
    alarmsLookAtWhatIsMeasured();
  }

  /** A metric or a dimension that nobody writes would keep an alarm silent for ever. */
  private void alarmsLookAtWhatIsMeasured() {
    var metrics =
        cloudWatch.describeAlarmsPaginator().metricAlarms().stream()
            .flatMap(LoadIT::metrics)
            .filter(metric -> MEASURED.contains(metric.metricName()))
            .filter(metric -> !metric.toString().contains("green"))
            .distinct()
            .toList();
    assertThat(metrics).extracting(Metric::metricName).containsAll(MEASURED);
    assertThat(metrics)
        .allSatisfy(
            metric ->
                assertThat(
                        cloudWatch
                            .listMetrics(
                                r ->
                                    r.namespace(metric.namespace()).metricName(metric.metricName()))
                            .metrics())
                    .as("what is measured of %s", metric.metricName())
                    .extracting(known -> Set.copyOf(known.dimensions()))
                    .contains(Set.copyOf(metric.dimensions())));
  }

  private static Stream<Metric> metrics(MetricAlarm alarm) {
    var own =
        Metric.builder()
            .namespace(alarm.namespace())
            .metricName(alarm.metricName())
            .dimensions(alarm.dimensions())
            .build();
    return alarm.metricName() != null
        ? Stream.of(own)
        : alarm.metrics().stream()
            .filter(query -> query.metricStat() != null)
            .map(query -> query.metricStat().metric());
  }

  private static boolean settled(Service service) {
    return service.runningCount().equals(service.desiredCount()) && service.pendingCount() == 0;
  }

  private Service service() {
    return ecs.describeServices(r -> r.cluster(CLUSTER).services(SERVICE)).services().getFirst();
  }

  private Service await(SteadyLoad load, Predicate<Service> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var service = service();
    while (!condition.test(service)) {
      assertThat(System.nanoTime())
          .as(
              "%s of %s tasks run after %s requests; scaled: %s",
              service.runningCount(), service.desiredCount(), load.answered(), causes())
          .isLessThan(deadline);
      LockSupport.parkNanos(LOOK.toNanos());
      service = service();
    }
    return service;
  }

  /** Why the service was scaled, the oldest first. */
  private List<String> causes() {
    return scaling
        .describeScalingActivities(r -> r.serviceNamespace(ServiceNamespace.ECS))
        .scalingActivities()
        .reversed()
        .stream()
        .map(activity -> activity.description() + " " + activity.cause())
        .toList();
  }

  @AfterEach
  void stop() throws IOException {
    cloudWatch.close();
    ecs.close();
    scaling.close();
    http.close();
    shang.run("down");
  }
}
