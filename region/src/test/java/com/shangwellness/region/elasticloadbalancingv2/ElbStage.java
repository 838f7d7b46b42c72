package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.Serving;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import com.shangwellness.region.traffic.SimulatedTraffic.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** Load balancing on virtual time, with simulated traffic. */
final class ElbStage {

  static final Address SITE = new Address("127.0.0.1", 8080);

  final Store store;
  final VirtualTimeline timeline;
  final SimulatedTraffic traffic;
  final TwoZones network;
  final Names names;
  final List<String> changes = new ArrayList<>();
  private final ElasticLoadBalancingV2 elb;

  ElbStage(Path folder) {
    this(folder, Store.inMemory(), Faults.NONE, 0);
  }

  ElbStage(Path folder, Store store, Faults faults, long seed) {
    this(folder, store, faults, seed, Instant.parse("2026-01-01T00:00:00Z"));
  }

  ElbStage(Path folder, Store store, Faults faults, long seed, Instant start) {
    this(folder, store, faults, seed, start, Certificates.NONE);
  }

  ElbStage(Path folder, Certificates certificates) {
    this(
        folder,
        Store.inMemory(),
        Faults.NONE,
        0,
        Instant.parse("2026-01-01T00:00:00Z"),
        certificates);
  }

  private ElbStage(
      Path folder,
      Store store,
      Faults faults,
      long seed,
      Instant start,
      Certificates certificates) {
    this.store = store;
    this.timeline = new VirtualTimeline(start, store);
    this.traffic = new SimulatedTraffic(timeline, new SplittableRandom(seed), faults);
    this.network = new TwoZones();
    this.names = new Names(store, folder.resolve("hosts"));
    this.elb =
        new ElasticLoadBalancingV2(
            new Place("669097061043", "ap-south-1"),
            timeline,
            store,
            new Ids(new SplittableRandom(seed)),
            network,
            names,
            traffic,
            Ports.ALL,
            Map.of(80, 8080, 443, 8443),
            certificates);
    elb.onTargetHealth(
        (group, target, health) -> changes.add(target.id() + " " + health.stateAsString()));
    timeline.settle();
  }

  /** Asks the service, as one action of the timeline. */
  <T> T ask(Function<ElasticLoadBalancingV2Client, T> question) {
    try {
      return timeline.call("test", () -> question.apply(elb)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  void measureTo(MetricSink sink) {
    timeline.post("test", () -> elb.measureTo(sink));
    timeline.settle();
  }

  List<String> usersOfCertificate(String arn) {
    return elb.usersOfCertificate(arn);
  }

  Serving serving(String listener) {
    return elb.serving(listener).orElseThrow();
  }

  void passes(int seconds) {
    timeline.passes(Duration.ofSeconds(seconds));
  }

  String loadBalancer(String name) {
    return ask(elb ->
            elb.createLoadBalancer(
                r ->
                    r.name(name)
                        .subnets(TwoZones.SUBNET_A, TwoZones.SUBNET_B)
                        .securityGroups(TwoZones.GROUP)))
        .loadBalancers()
        .getFirst()
        .loadBalancerArn();
  }

  static CreateTargetGroupRequest.Builder groupRequest(String name) {
    return CreateTargetGroupRequest.builder()
        .name(name)
        .protocol("HTTP")
        .port(80)
        .vpcId(TwoZones.VPC)
        .targetType("ip");
  }

  /** A group that is checked every 5 seconds at {@code /healthcheck}: 2 failures, 3 successes. */
  String targetGroup(String name) {
    return ask(elb ->
            elb.createTargetGroup(
                groupRequest(name)
                    .healthCheckPath("/healthcheck")
                    .healthCheckIntervalSeconds(5)
                    .healthCheckTimeoutSeconds(2)
                    .unhealthyThresholdCount(2)
                    .healthyThresholdCount(3)
                    .build()))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  String listener(String loadBalancer, int port, Action action) {
    return ask(elb ->
            elb.createListener(
                r ->
                    r.loadBalancerArn(loadBalancer)
                        .port(port)
                        .protocol("HTTP")
                        .defaultActions(action)))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  static Action forward(String group) {
    return Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(group).build();
  }

  static Action weighted(Map<String, Integer> weights) {
    var tuples =
        weights.entrySet().stream()
            .map(
                w ->
                    TargetGroupTuple.builder()
                        .targetGroupArn(w.getKey())
                        .weight(w.getValue())
                        .build())
            .toList();
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .forwardConfig(f -> f.targetGroups(tuples))
        .build();
  }

  void register(String group, String... addresses) {
    ask(elb -> elb.registerTargets(r -> r.targetGroupArn(group).targets(targets(addresses))));
    timeline.settle();
  }

  void deregister(String group, String... addresses) {
    ask(elb -> elb.deregisterTargets(r -> r.targetGroupArn(group).targets(targets(addresses))));
    timeline.settle();
  }

  private static List<TargetDescription> targets(String... addresses) {
    return List.of(addresses).stream().map(a -> TargetDescription.builder().id(a).build()).toList();
  }

  TargetHealth health(String group, String address) {
    return ask(elb ->
            elb.describeTargetHealth(r -> r.targetGroupArn(group).targets(targets(address))))
        .targetHealthDescriptions()
        .getFirst()
        .targetHealth();
  }

  String state(String group, String address) {
    return health(group, address).stateAsString();
  }

  void target(String address, Behaviour behaviour) {
    traffic.target(served(address), behaviour);
  }

  static Address served(String address) {
    return new Address(address.replaceFirst("10\\.", "127."), 80);
  }

  static Behaviour answers(int status) {
    return new Behaviour.Answers(status);
  }
}
