package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.image.AppImage;
import com.shangwellness.ops.production.Outputs;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.release.ReleaseFiles;
import com.shangwellness.ops.release.ReleaseGroup;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.Releases;
import com.shangwellness.ops.release.Releases.Way;
import com.shangwellness.ops.release.StackValues;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.LocalTarget;
import com.shangwellness.ops.targets.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Production that runs on this machine, as a release finds it. */
final class ReleaseStage {
  /** As often as {@code shang release} looks. */
  private static final Duration LOOK = Duration.ofMillis(450);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String RELEASE_ALARMS = "shangwellness-prod-release-";

  private final Target target;
  private final Environment environment;
  private final Production production;
  private final Waiting waiting = Waiting.of(LOOK);
  private final Releases releases;
  private final ReleaseFiles files;
  private final StackValues values;
  private final ApplicationAutoScalingClient scaling;

  /** The production that {@code shang} has brought up. */
  ReleaseStage(Shang shang) {
    this.target =
        new LocalTarget(
            URI.create("http://127.0.0.1:" + shang.api()), shang.site("/"), shang.site("/"));
    this.environment = Environment.read(Shang.PROJECT.resolve("environments/prod.yaml"), _ -> {});
    var assembly = CloudAssembly.read(shang.home().resolve("cdk.out"));
    this.production = new Production(clients(), assembly.in(environment.place()));
    this.releases = new Releases(target, clients().region(), ReleaseGroup.of(production), waiting);
    this.files = ReleaseFiles.read(assembly.folder());
    this.values = StackValues.of(Outputs.of(target, assembly));
    this.scaling =
        ApplicationAutoScalingClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + shang.api()))
            .region(Region.of(clients().region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  Clients clients() {
    return target.clients(environment.place().region());
  }

  Releases releases() {
    return releases;
  }

  ReleaseFiles files() {
    return files;
  }

  /** Pushes the image in {@code tar} and gives its name. */
  String push(Path tar) {
    var repository = production.repository().orElseThrow();
    var tag = new AppImage(tar).pushVersion(target, clients().ecr(), repository).tag();
    return values.repository() + ":" + tag;
  }

  /** Begins to release {@code image}. */
  String begin(String image, double pace) {
    return begin(image, pace, files);
  }

  /** Begins to release {@code image} by other files than production's. */
  String begin(String image, double pace, ReleaseFiles by) {
    var way = new Way(Optional.of(pace), false);
    awaitQuiet();
    releases.requireReady(way);
    return releases.begin(by, releases.prepare(by, values, image), way);
  }

  /** Waits until no alarm rings: the last release may have set one off. */
  private void awaitQuiet() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ringing().isEmpty()) {
      assertThat(System.nanoTime()).as("%s ring still", ringing()).isLessThan(deadline);
      waiting.pause();
    }
  }

  private List<String> ringing() {
    return clients()
        .cloudWatch()
        .describeAlarms(r -> r.stateValue(StateValue.ALARM).alarmNamePrefix(RELEASE_ALARMS))
        .metricAlarms()
        .stream()
        .map(MetricAlarm::alarmName)
        .toList();
  }

  /** Follows a release until it is over, or {@code enough} is seen. */
  ReleaseState follow(String id, Predicate<ReleaseState> enough) {
    return releases.follow(id, state -> !enough.test(state));
  }

  /** How many per cent production's listener sends to whom, by the target group's name. */
  Map<String, Integer> weights() {
    var balancer = production.loadBalancer().orElseThrow();
    var groups =
        clients()
            .loadBalancing()
            .describeTargetGroups(r -> r.loadBalancerArn(balancer))
            .targetGroups()
            .stream()
            .collect(Collectors.toMap(g -> g.targetGroupArn(), g -> g.targetGroupName()));
    var forwarded =
        clients()
            .loadBalancing()
            .describeListeners(r -> r.loadBalancerArn(balancer))
            .listeners()
            .stream()
            .filter(listener -> listener.port() == 80)
            .flatMap(listener -> listener.defaultActions().stream())
            .flatMap(action -> action.forwardConfig().targetGroups().stream())
            .filter(group -> group.weight() > 0)
            .toList();
    int all = forwarded.stream().mapToInt(TargetGroupTuple::weight).sum();
    return forwarded.stream()
        .collect(
            Collectors.toMap(g -> groups.get(g.targetGroupArn()), g -> 100 * g.weight() / all));
  }

  /** The service's task sets, by their ids. */
  List<String> taskSets() {
    var service = production.service().orElseThrow();
    return clients()
        .ecs()
        .describeServices(r -> r.cluster(service.cluster()).services(service.service()))
        .services()
        .getFirst()
        .taskSets()
        .stream()
        .map(TaskSet::id)
        .toList();
  }

  /** Waits until the service may grow again: production looks for the end of a release. */
  void awaitScaling() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (scalingIsSuspended()) {
      assertThat(System.nanoTime()).as("scaling is suspended still").isLessThan(deadline);
      waiting.pause();
    }
  }

  /** Whether the service could not grow now. */
  boolean scalingIsSuspended() {
    return scaling
        .describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS))
        .scalableTargets()
        .getFirst()
        .suspendedState()
        .dynamicScalingOutSuspended();
  }
}
