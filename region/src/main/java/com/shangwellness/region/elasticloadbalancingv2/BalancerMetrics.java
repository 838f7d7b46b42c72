package com.shangwellness.region.elasticloadbalancingv2;

import static com.shangwellness.region.cloudwatch.Datums.dimension;
import static java.util.stream.Collectors.groupingBy;

import com.shangwellness.region.cloudwatch.Datums;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Registration;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.EachMinute;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.traffic.Carried;
import com.shangwellness.region.traffic.TrafficPlane;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * What load balancers say of themselves, in {@code AWS/ApplicationELB}, at the end of each minute
 * of region time (ELB guide, "CloudWatch metrics for your Application Load Balancer"): counts are
 * reported when they are not zero, host counts while targets are registered.
 *
 * <p>A request counts in the zone of its target, or of the node that took it when none was chosen;
 * an address outside the VPC, at which a load balancer is published, counts as its first zone.
 * {@code ProcessedBytes} are those between clients and load balancer, both ways, without TLS's own.
 * Clients are rejected where this machine has no room for more, of all load balancers together; on
 * AWS each has its own. {@code ConsumedLCUs} are not reported. The running minute is lost when the
 * region is killed.
 */
final class BalancerMetrics {

  private static final String NAMESPACE = "AWS/ApplicationELB";
  private static final String BALANCER = "LoadBalancer";
  private static final String GROUP = "TargetGroup";
  private static final String ZONE = "AvailabilityZone";

  private final String owner;
  private final Timeline timeline;
  private final Store store;
  private final Inventory inventory;
  private final TrafficPlane plane;
  private final Zones zones;
  private final MetricSink sink;

  BalancerMetrics(
      Place place,
      Timeline timeline,
      Store store,
      Inventory inventory,
      TrafficPlane plane,
      Zones zones,
      MetricSink sink) {
    this.owner = place.arn("elasticloadbalancing", "");
    this.timeline = timeline;
    this.store = store;
    this.inventory = inventory;
    this.plane = plane;
    this.zones = zones;
    this.sink = sink;
  }

  void begin() {
    EachMinute.begin(timeline, "elb: a minute is measured", this::ask);
  }

  private void ask(Instant minute) {
    store.afterCommit(() -> plane.measure(owner, carried -> write(minute, carried)));
  }

  private void write(Instant minute, Carried carried) {
    var datums = new Datums(minute);
    carried.answers().forEach(answers -> requests(answers, datums));
    carried.clients().forEach(clients -> clients(clients, datums));
    carried.links().forEach(links -> links(links, datums));
    inventory.groups.stream()
        .filter(group -> !inventory.registrationsOf(group.targetGroupArn()).isEmpty())
        .forEach(group -> hosts(group.targetGroupArn(), carried, datums));
    datums.writeTo(sink, NAMESPACE);
  }

  private void requests(Carried.Answers answers, Datums datums) {
    var balancer = dimension(BALANCER, nameInListener(answers.frontend()));
    var zone = dimension(ZONE, zone(answers));
    var site = List.of(List.of(balancer), List.of(zone, balancer));
    if (!answers.byTarget()) {
      answers.statuses().forEach((status, times) -> ownAnswers(status, times, site, datums));
    }
    if (answers.pool().isEmpty()) {
      // RequestCount: "only incremented for requests where the load balancer node was able to
      // choose a target".
      return;
    }
    var all = all(balancer, dimension(GROUP, nameOfGroup(answers.pool())), zone);
    count("RequestCount", answers.count(), all, datums);
    if (answers.byTarget()) {
      answers
          .statuses()
          .forEach(
              (status, times) ->
                  count("HTTPCode_Target_" + status / 100 + "XX_Count", times, all, datums));
      var seconds = new HashMap<Double, Long>();
      answers.micros().forEach((micros, times) -> seconds.put(micros / 1e6, times));
      datums.addAll("TargetResponseTime", StandardUnit.SECONDS, seconds, all);
    }
  }

  private static void ownAnswers(
      int status, long times, List<List<Dimension>> site, Datums datums) {
    if (status >= 300) {
      count("HTTPCode_ELB_" + status / 100 + "XX_Count", times, site, datums);
    }
    if (status == 500 || (status >= 502 && status <= 504)) {
      count("HTTPCode_ELB_" + status + "_Count", times, site, datums);
    }
  }

  private String zone(Carried.Answers answers) {
    var ofTarget =
        answers.pool().isEmpty()
            ? Optional.<String>empty()
            : zones.ofTarget(answers.pool(), answers.target());
    return ofTarget.orElseGet(() -> zones.ofNode(balancerOf(answers.frontend()), answers.host()));
  }

  private void clients(Carried.Clients clients, Datums datums) {
    var balancer = dimension(BALANCER, nameInListener(clients.frontend()));
    connections(clients.opened(), clients.active(), balancer, datums);
    var zone = zones.ofNode(balancerOf(clients.frontend()), clients.host());
    var site = List.of(List.of(balancer), List.of(dimension(ZONE, zone), balancer));
    count("RejectedConnectionCount", clients.rejected(), site, datums);
    count("ClientTLSNegotiationErrorCount", clients.tlsFailures(), site, datums);
    if (clients.bytes() > 0) {
      datums.add(
          "ProcessedBytes",
          StandardUnit.BYTES,
          (double) clients.bytes(),
          List.of(List.of(balancer)));
    }
  }

  private void links(Carried.Links links, Datums datums) {
    for (var user : inventory.usersOf(links.pool())) {
      var balancer = dimension(BALANCER, nameOfBalancer(user));
      connections(links.opened(), links.active(), balancer, datums);
      var zone = zones.ofTarget(links.pool(), links.target());
      var group = dimension(GROUP, nameOfGroup(links.pool()));
      var all =
          zone.map(z -> all(balancer, group, dimension(ZONE, z)))
              .orElse(List.of(List.of(balancer), List.of(group, balancer)));
      count("TargetConnectionErrorCount", links.failed(), all, datums);
    }
  }

  // "from clients to the load balancer and from the load balancer to targets"
  private static void connections(long opened, long active, Dimension balancer, Datums datums) {
    var site = List.of(List.of(balancer));
    if (opened > 0) {
      datums.add("NewConnectionCount", StandardUnit.COUNT, (double) opened, site);
    }
    if (active > 0) {
      datums.add("ActiveConnectionCount", StandardUnit.COUNT, (double) active, site);
    }
  }

  private void hosts(String group, Carried carried, Datums datums) {
    var targetGroup = dimension(GROUP, nameOfGroup(group));
    var registered = inventory.registrationsOf(group);
    var byZone = registered.stream().collect(groupingBy(Registration::zone));
    var asked = carried.answers().stream().filter(a -> a.pool().equals(group)).toList();
    for (var user : inventory.usersOf(group)) {
      var balancer = dimension(BALANCER, nameOfBalancer(user));
      var whole = List.of(targetGroup, balancer);
      hosts(registered, asked, List.of(whole, List.of(targetGroup)), List.of(whole), datums);
      byZone.forEach(
          (zone, targets) -> {
            var inZone = List.of(targetGroup, dimension(ZONE, zone), balancer);
            hosts(
                targets,
                asked.stream().filter(a -> zone(a).equals(zone)).toList(),
                List.of(inZone),
                List.of(inZone),
                datums);
          });
    }
  }

  private static void hosts(
      List<Registration> targets,
      List<Carried.Answers> asked,
      List<List<Dimension>> perTarget,
      List<List<Dimension>> hosts,
      Datums datums) {
    double healthy = in(Health.Stage.HEALTHY, targets);
    datums.add("HealthyHostCount", StandardUnit.COUNT, healthy, hosts);
    datums.add(
        "UnHealthyHostCount", StandardUnit.COUNT, in(Health.Stage.UNHEALTHY, targets), hosts);
    long requests = asked.stream().mapToLong(Carried.Answers::count).sum();
    if (requests > 0) {
      // By the healthy targets; by all that are registered when none is.
      double share = requests / (healthy > 0 ? healthy : targets.size());
      datums.add("RequestCountPerTarget", StandardUnit.COUNT, share, perTarget);
    }
  }

  private static double in(Health.Stage stage, List<Registration> targets) {
    return targets.stream().filter(target -> target.health().stage() == stage).count();
  }

  private static List<List<Dimension>> all(Dimension balancer, Dimension group, Dimension zone) {
    return List.of(
        List.of(balancer),
        List.of(zone, balancer),
        List.of(group, balancer),
        List.of(group, zone, balancer));
  }

  // Each request is a sample of 1: Sum and SampleCount are the count, the other statistics 1.
  private static void count(
      String name, long times, List<List<Dimension>> dimensions, Datums datums) {
    if (times > 0) {
      datums.add(name, StandardUnit.COUNT, 1, times, dimensions);
    }
  }

  private Optional<LoadBalancer> balancerOf(String listener) {
    var name = nameInListener(listener);
    return inventory.loadBalancers.stream().filter(b -> nameOfBalancer(b).equals(name)).findFirst();
  }

  /** {@code app/site/0a1b} of {@code arn:…:listener/app/site/0a1b/2c3d}. */
  private static String nameInListener(String arn) {
    return arn.substring(arn.indexOf(":listener/") + 10, arn.lastIndexOf('/'));
  }

  private static String nameOfBalancer(LoadBalancer balancer) {
    var arn = balancer.loadBalancerArn();
    return arn.substring(arn.indexOf(":loadbalancer/") + 14);
  }

  private static String nameOfGroup(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
