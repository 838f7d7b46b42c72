package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** All that there is, by ARN, and how it hangs together. */
final class Inventory {

  /** A load balancer's presence in one zone. */
  record Node(String zone, String subnet, String networkInterface, String address) {}

  /** The nodes of one load balancer. */
  record Nodes(List<Node> nodes) {}

  /**
   * Who forwards to a target group.
   *
   * @param balancers the oldest first
   * @param zones in which one that is active has a node
   */
  record Use(List<LoadBalancer> balancers, Set<String> zones) {
    private static final Use NONE = new Use(List.of(), Set.of());
  }

  /** What was set of a resource's attributes or tags. */
  record Values(Map<String, String> values) {}

  /** A registered target and how it does. */
  record Registration(String group, String id, int port, String zone, Health health) {
    String key() {
      return key(group, id, port);
    }

    static String key(String group, String id, int port) {
      return group + "|" + id + ":" + port;
    }

    Registration with(Health next) {
      return new Registration(group, id, port, zone, next);
    }
  }

  /** A target that was deregistered and finishes what it has. */
  record Draining(String group, String id, int port, String zone, Instant until) {
    String key() {
      return Registration.key(group, id, port);
    }
  }

  final Table<LoadBalancer> loadBalancers;
  final Table<Nodes> nodes;
  final Table<Listener> listeners;
  final Table<Rule> rules;
  final Table<TargetGroup> groups;
  final Table<Registration> registrations;
  final Table<Draining> draining;
  final Table<Values> attributes;
  final Table<Values> tags;
  private Map<String, Use> inUse = Map.of();
  private long inUseAt = -1;

  Inventory(Place place, Store store) {
    var prefix = place.region() + "/elasticloadbalancingv2.";
    loadBalancers = store.table(prefix + "loadBalancers", LoadBalancer.class);
    nodes = store.table(prefix + "nodes", Nodes.class);
    listeners = store.table(prefix + "listeners", Listener.class);
    rules = store.table(prefix + "rules", Rule.class);
    groups = store.table(prefix + "targetGroups", TargetGroup.class);
    registrations = store.table(prefix + "registrations", Registration.class);
    draining = store.table(prefix + "draining", Draining.class);
    attributes = store.table(prefix + "attributes", Values.class);
    tags = store.table(prefix + "tags", Values.class);
  }

  LoadBalancer loadBalancer(String arn) {
    return loadBalancers.get(required(arn)).orElseThrow(() -> Refusals.loadBalancerNotFound(arn));
  }

  Listener listener(String arn) {
    return listeners.get(required(arn)).orElseThrow(() -> Refusals.listenerNotFound(arn));
  }

  Rule rule(String arn) {
    return rules.get(required(arn)).orElseThrow(() -> Refusals.ruleNotFound(arn));
  }

  TargetGroup group(String arn) {
    return groups.get(required(arn)).orElseThrow(() -> Refusals.targetGroupNotFound(arn));
  }

  private static String required(String arn) {
    if (arn == null || arn.isEmpty()) {
      throw Refusals.validation("An ARN must be specified");
    }
    return arn;
  }

  List<Node> nodesOf(LoadBalancer balancer) {
    return nodes.get(balancer.loadBalancerArn()).map(Nodes::nodes).orElse(List.of());
  }

  List<Listener> listenersOf(String loadBalancer) {
    return listeners.stream()
        .filter(l -> l.loadBalancerArn().equals(loadBalancer))
        .sorted(Comparator.comparing(Listener::port))
        .toList();
  }

  /** A listener's rules in the order in which they are looked at, the default one last. */
  List<Rule> rulesOf(String listener) {
    return rules.withPrefix(rulePrefix(listener)).stream()
        .sorted(Comparator.comparingInt(Inventory::rank))
        .toList();
  }

  private static int rank(Rule rule) {
    return rule.isDefault() ? Integer.MAX_VALUE : Integer.parseInt(rule.priority());
  }

  /** What the ARNs of a listener's rules begin with. */
  static String rulePrefix(String listener) {
    return listener.replace(":listener/", ":listener-rule/") + "/";
  }

  /** The ARN of the listener that a rule belongs to. */
  static String listenerOf(String rule) {
    return rule.substring(0, rule.lastIndexOf('/')).replace(":listener-rule/", ":listener/");
  }

  List<Registration> registrationsOf(String group) {
    return registrations.withPrefix(group + "|");
  }

  List<Draining> drainingOf(String group) {
    return draining.withPrefix(group + "|");
  }

  /** The load balancers whose listeners or rules forward to this target group, oldest first. */
  List<LoadBalancer> usersOf(String group) {
    return use(group).balancers();
  }

  /** The zones in which a load balancer that is active and forwards to this group has a node. */
  Set<String> zonesOf(String group) {
    return use(group).zones();
  }

  // Asked for with each health check, and changed with a listener: worked out once.
  private Use use(String group) {
    long now =
        listeners.revision() + rules.revision() + loadBalancers.revision() + nodes.revision();
    if (now != inUseAt) {
      inUse = groupsInUse();
      inUseAt = now;
    }
    return inUse.getOrDefault(group, Use.NONE);
  }

  private Map<String, Use> groupsInUse() {
    var all = new HashMap<String, Set<LoadBalancer>>();
    for (var listener : listeners.values()) {
      var balancer = loadBalancers.get(listener.loadBalancerArn());
      if (balancer.isPresent()) {
        rulesOf(listener.listenerArn()).stream()
            .flatMap(rule -> rule.actions().stream())
            .flatMap(Inventory::groupsOf)
            .forEach(
                group ->
                    all.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(balancer.get()));
      }
    }
    var uses = new HashMap<String, Use>();
    all.forEach((group, by) -> uses.put(group, new Use(List.copyOf(by), activeZones(by))));
    return uses;
  }

  private Set<String> activeZones(Set<LoadBalancer> balancers) {
    return balancers.stream()
        .filter(balancer -> balancer.state().code() == LoadBalancerStateEnum.ACTIVE)
        .flatMap(balancer -> nodesOf(balancer).stream())
        .map(Node::zone)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ARNs of load balancers with a listener that shows this certificate. */
  List<String> showing(String certificate) {
    return listeners.stream()
        .filter(
            listener ->
                listener.certificates().stream()
                    .anyMatch(shown -> certificate.equals(shown.certificateArn())))
        .map(Listener::loadBalancerArn)
        .distinct()
        .toList();
  }

  /** The target groups that an action forwards to. */
  static Stream<String> groupsOf(Action action) {
    return action.forwardConfig() == null
        ? Stream.empty()
        : action.forwardConfig().targetGroups().stream().map(TargetGroupTuple::targetGroupArn);
  }

  /** The value of an attribute as it was set; empty when it never was. */
  Optional<String> attribute(String arn, String key) {
    return attributes.get(arn).map(set -> set.values().get(key));
  }
}
