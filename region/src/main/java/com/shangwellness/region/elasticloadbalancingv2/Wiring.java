package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.elasticloadbalancingv2.Inventory.Draining;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Node;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Registration;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.traffic.Action;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.Frontend;
import com.shangwellness.region.traffic.Pool;
import com.shangwellness.region.traffic.Readiness;
import com.shangwellness.region.traffic.Serving;
import com.shangwellness.region.traffic.TrafficPlane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * Keeps the traffic plane as the inventory says: after each committed change it works out what
 * should be served and issues what differs from what was issued last. After a restart that is all
 * of it.
 */
final class Wiring {

  private static final Logger LOG = System.getLogger(Wiring.class.getName());

  /** How soon sockets that were refused are tried again. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Timeline timeline;
  private final Store store;
  private final Inventory inventory;
  private final TrafficPlane plane;
  private final Ports ports;
  private final Map<Integer, Integer> published;
  private final Certificates certificates;
  private final Runnable afterIssue;
  private Map<String, Frontend> frontends = Map.of();
  private Map<String, Pool> pools = Map.of();
  private final Map<String, Serving> servings = new HashMap<>();
  private final Set<String> tryingAgain = new HashSet<>();

  /**
   * Wires {@code inventory} to {@code plane}.
   *
   * @param published at which ports of 127.0.0.1 the first internet-facing load balancer's ports
   *     are served in addition
   * @param afterIssue run when a change has been issued
   */
  Wiring(
      Timeline timeline,
      Store store,
      Inventory inventory,
      TrafficPlane plane,
      Ports ports,
      Map<Integer, Integer> published,
      Certificates certificates,
      Runnable afterIssue) {
    this.timeline = timeline;
    this.store = store;
    this.inventory = inventory;
    this.plane = plane;
    this.ports = ports;
    this.published = Map.copyOf(published);
    this.certificates = certificates;
    this.afterIssue = afterIssue;
  }

  /** Whether a load balancer that is active forwards to the group. */
  boolean isUsed(String group) {
    return inventory.usersOf(group).stream().anyMatch(Wiring::isActive);
  }

  /** Whether such a load balancer has a node in the zone. */
  boolean isInUse(String group, String zone) {
    return inventory.zonesOf(group).contains(zone);
  }

  private static boolean isActive(LoadBalancer balancer) {
    return balancer.state().code() == LoadBalancerStateEnum.ACTIVE;
  }

  /** Where a listener is served; empty until the plane has answered. */
  Optional<Serving> serving(String listener) {
    return Optional.ofNullable(servings.get(listener));
  }

  /** Which of a load balancer's addresses others hold, for people; empty when none is. */
  Optional<String> impaired(LoadBalancer balancer) {
    var reasons =
        inventory.listeners.stream()
            .filter(listener -> listener.loadBalancerArn().equals(balancer.loadBalancerArn()))
            .flatMap(listener -> serving(listener.listenerArn()).stream())
            .flatMap(serving -> serving.refused().stream())
            .map(Serving.Refusal::why)
            .toList();
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  /** To be called by whatever changes the inventory, inside its transaction. */
  void changed() {
    store.afterCommit(this::issue);
  }

  private void issue() {
    var nextPools = pools();
    var nextFrontends = frontends();
    frontends.keySet().stream()
        .filter(id -> !nextFrontends.containsKey(id))
        .forEach(
            id -> {
              plane.withdraw(id);
              servings.remove(id);
            });
    nextPools.values().stream().filter(p -> !p.equals(pools.get(p.id()))).forEach(plane::pool);
    nextFrontends.values().stream()
        .filter(f -> !f.equals(frontends.get(f.id())))
        .forEach(f -> plane.serve(f, this::served));
    pools.keySet().stream().filter(id -> !nextPools.containsKey(id)).forEach(plane::dropPool);
    pools = nextPools;
    frontends = nextFrontends;
    afterIssue.run();
  }

  private void served(Serving serving) {
    if (frontends.containsKey(serving.frontend())) {
      var before = servings.put(serving.frontend(), serving);
      if (!serving.equals(before)) {
        serving.refused().forEach(r -> LOG.log(Level.WARNING, serving.frontend() + ": " + r.why()));
      }
      if (!serving.refused().isEmpty() && tryingAgain.add(serving.frontend())) {
        var unused =
            timeline.after(
                AGAIN,
                "elb: try what was refused to " + serving.frontend() + " again",
                () -> tryAgain(serving.frontend()));
      }
    }
  }

  // Who holds a port may let it go; a socket that is bound already is not touched.
  private void tryAgain(String listener) {
    tryingAgain.remove(listener);
    var frontend = Optional.ofNullable(frontends.get(listener));
    frontend
        .filter(f -> serving(listener).filter(s -> !s.refused().isEmpty()).isPresent())
        .ifPresent(f -> store.afterCommit(() -> plane.serve(f, this::served)));
  }

  private Map<String, Pool> pools() {
    var all = new LinkedHashMap<String, Pool>();
    for (var group : inventory.groups.values()) {
      if (isUsed(group.targetGroupArn())) {
        all.put(group.targetGroupArn(), pool(group));
      }
    }
    return all;
  }

  private Pool pool(TargetGroup group) {
    var arn = group.targetGroupArn();
    var targets = new ArrayList<Pool.Target>();
    for (Registration target : inventory.registrationsOf(arn)) {
      if (isInUse(arn, target.zone())) {
        targets.add(
            new Pool.Target(address(target.id(), target.port()), target.health().readiness()));
      }
    }
    for (Draining target : inventory.drainingOf(arn)) {
      targets.add(new Pool.Target(address(target.id(), target.port()), Readiness.DRAINING));
    }
    boolean fewest =
        inventory
            .attribute(arn, "load_balancing.algorithm.type")
            .filter("least_outstanding_requests"::equals)
            .isPresent();
    return new Pool(
        arn, fewest ? Pool.Balancing.LEAST_OUTSTANDING : Pool.Balancing.ROUND_ROBIN, targets);
  }

  private Address address(String vpcAddress, int port) {
    return new Address(Loopback.of(vpcAddress), ports.served(port));
  }

  private Map<String, Frontend> frontends() {
    var first = firstInternetFacing();
    var all = new LinkedHashMap<String, Frontend>();
    for (var listener : inventory.listeners.values()) {
      inventory
          .loadBalancers
          .get(listener.loadBalancerArn())
          .filter(Wiring::isActive)
          .ifPresent(
              balancer ->
                  all.put(
                      listener.listenerArn(),
                      frontend(balancer, listener, first.filter(balancer::equals).isPresent())));
    }
    return all;
  }

  private Optional<LoadBalancer> firstInternetFacing() {
    return inventory.loadBalancers.stream()
        .filter(balancer -> balancer.scheme() == LoadBalancerSchemeEnum.INTERNET_FACING)
        .min(
            Comparator.comparing(LoadBalancer::createdTime)
                .thenComparing(LoadBalancer::loadBalancerArn));
  }

  private Frontend frontend(LoadBalancer balancer, Listener listener, boolean publish) {
    var addresses = new ArrayList<Address>();
    for (Node node : inventory.nodesOf(balancer)) {
      addresses.add(address(node.address(), listener.port()));
    }
    if (publish && published.containsKey(listener.port())) {
      addresses.add(new Address("127.0.0.1", published.get(listener.port())));
    }
    var rules = inventory.rulesOf(listener.listenerArn());
    var routes =
        rules.stream()
            .filter(rule -> !rule.isDefault())
            .map(
                rule ->
                    new Frontend.Route(
                        RuleConditions.compiled(rule.conditions()),
                        RuleActions.compiled(rule.actions())))
            .toList();
    return new Frontend(
        listener.listenerArn(),
        addresses,
        listener.port(),
        certificate(listener),
        routes,
        otherwise(listener),
        setTrue(balancer, "routing.http.drop_invalid_header_fields.enabled"),
        Duration.ofSeconds(
            Long.parseLong(
                AttributeRules.LOAD_BALANCER
                    .all(valuesOf(balancer))
                    .get("idle_timeout.timeout_seconds"))));
  }

  private static Action otherwise(Listener listener) {
    return RuleActions.compiled(listener.defaultActions());
  }

  private Optional<Frontend.Certificate> certificate(Listener listener) {
    return listener.certificates().stream()
        .findFirst()
        .flatMap(certificate -> certificates.find(certificate.certificateArn()));
  }

  private boolean setTrue(LoadBalancer balancer, String key) {
    return valuesOf(balancer).getOrDefault(key, "false").equals("true");
  }

  private Map<String, String> valuesOf(LoadBalancer balancer) {
    return inventory
        .attributes
        .get(balancer.loadBalancerArn())
        .map(Inventory.Values::values)
        .orElse(Map.of());
  }
}
