package com.shangwellness.region.elasticloadbalancingv2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Node;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Nodes;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateLoadBalancerNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidSecurityGroupException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetNotFoundException;

/** Application Load Balancers: where they stand and how they are called. */
final class LoadBalancers {

  // AWS takes minutes; the region has nothing to wait for but the plane's sockets.
  private static final Duration PROVISIONING = Duration.ofMillis(500);

  // The hosted zones of load balancers, for alias records (AWS General Reference, "ELB endpoints").
  private static final Map<String, String> HOSTED_ZONES =
      Map.of("ap-south-1", "ZP97RAFLXTNZK", "us-east-1", "Z35SXDOTRQ7X7K");

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Inventory inventory;
  private final Tagging tagging;
  private final Ec2Client ec2;
  private final Names names;
  private final Wiring wiring;

  LoadBalancers(
      Place place,
      Timeline timeline,
      Ids ids,
      Inventory inventory,
      Tagging tagging,
      Ec2Client ec2,
      Names names,
      Wiring wiring) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.inventory = inventory;
    this.tagging = tagging;
    this.ec2 = ec2;
    this.names = names;
    this.wiring = wiring;
  }

  /** Arms what a restart interrupted. */
  void resume() {
    inventory.loadBalancers.values().stream()
        .filter(b -> b.state().code() == LoadBalancerStateEnum.PROVISIONING)
        .forEach(this::armActivation);
  }

  /** Makes a load balancer; one of the same name and settings is given back as it is. */
  LoadBalancer create(CreateLoadBalancerRequest request) {
    ResourceName.check("Load balancer", request.name());
    if (request.name().startsWith("internal-")) {
      throw Refusals.validation(
          "Load balancer name '" + request.name() + "' cannot begin with 'internal-'");
    }
    requireSupported(request);
    Tagging.check(request.tags());
    var scheme = scheme(request);
    var subnets = subnets(subnetIds(request.subnets(), request.subnetMappings()));
    var groups = securityGroups(request.securityGroups(), subnets.getFirst().vpcId());
    var same =
        inventory.loadBalancers.stream()
            .filter(b -> b.loadBalancerName().equals(request.name()))
            .findFirst();
    if (same.isPresent()) {
      return existing(same.get(), scheme, subnets, groups);
    }
    return make(request, scheme, subnets, groups);
  }

  private static void requireSupported(CreateLoadBalancerRequest request) {
    var type = requireNonNullElse(request.type(), LoadBalancerTypeEnum.APPLICATION);
    if (type == LoadBalancerTypeEnum.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.validation("Load balancer type '" + request.typeAsString() + "' is not valid");
    }
    if (type != LoadBalancerTypeEnum.APPLICATION) {
      throw Refusals.notHere("load balancers of type " + type);
    }
    requireIpv4(request.ipAddressTypeAsString());
  }

  static void requireIpv4(String addressType) {
    if (!requireNonNullElse(addressType, "ipv4").equals("ipv4")) {
      throw Refusals.notHere("load balancers with IP address type " + addressType);
    }
  }

  private static LoadBalancerSchemeEnum scheme(CreateLoadBalancerRequest request) {
    var scheme = requireNonNullElse(request.scheme(), LoadBalancerSchemeEnum.INTERNET_FACING);
    if (scheme == LoadBalancerSchemeEnum.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.validation(
          "Load balancer scheme '" + request.schemeAsString() + "' is not valid");
    }
    return scheme;
  }

  private static List<String> subnetIds(List<String> subnets, List<SubnetMapping> mappings) {
    if (!subnets.isEmpty() && !mappings.isEmpty()) {
      throw Refusals.validation("You can specify either subnets or subnet mappings, not both");
    }
    return subnets.isEmpty() ? mappings.stream().map(SubnetMapping::subnetId).toList() : subnets;
  }

  private List<Subnet> subnets(List<String> ids) {
    List<Subnet> subnets;
    try {
      subnets = ids.isEmpty() ? List.of() : ec2.describeSubnets(r -> r.subnetIds(ids)).subnets();
    } catch (Ec2Exception e) {
      throw AwsErrors.of(SubnetNotFoundException.builder(), AwsErrors.message(e));
    }
    var zones = subnets.stream().map(Subnet::availabilityZone).distinct().count();
    if (zones < subnets.size()) {
      throw Refusals.invalidConfiguration(
          "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
    }
    if (zones < 2) {
      throw Refusals.validation(
          "At least two subnets in two different Availability Zones must be specified");
    }
    if (subnets.stream().map(Subnet::vpcId).distinct().count() > 1) {
      throw Refusals.invalidConfiguration("All subnets must belong to the same VPC");
    }
    return subnets.stream().sorted(Comparator.comparing(Subnet::availabilityZone)).toList();
  }

  // Without security groups, the VPC's default one, as AWS has it.
  private List<String> securityGroups(List<String> asked, String vpc) {
    if (asked.isEmpty()) {
      return ec2
          .describeSecurityGroups(
              r -> r.filters(List.of(filter("vpc-id", vpc), filter("group-name", "default"))))
          .securityGroups()
          .stream()
          .map(group -> group.groupId())
          .toList();
    }
    try {
      var found = ec2.describeSecurityGroups(r -> r.groupIds(asked)).securityGroups();
      if (found.stream().anyMatch(group -> !group.vpcId().equals(vpc))) {
        throw Refusals.invalidConfiguration(
            "One or more security groups are not in the VPC '" + vpc + "' of the load balancer");
      }
    } catch (Ec2Exception e) {
      throw AwsErrors.of(InvalidSecurityGroupException.builder(), AwsErrors.message(e));
    }
    return asked;
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private LoadBalancer existing(
      LoadBalancer present,
      LoadBalancerSchemeEnum scheme,
      List<Subnet> subnets,
      List<String> groups) {
    var standing = present.availabilityZones().stream().map(AvailabilityZone::subnetId).toList();
    boolean same =
        present.scheme() == scheme
            && new HashSet<>(standing)
                .equals(new HashSet<>(subnets.stream().map(Subnet::subnetId).toList()))
            && new HashSet<>(present.securityGroups()).equals(new HashSet<>(groups));
    if (!same) {
      throw AwsErrors.of(
          DuplicateLoadBalancerNameException.builder(),
          "A load balancer with the same name '"
              + present.loadBalancerName()
              + "' exists, but with different settings");
    }
    return present;
  }

  private LoadBalancer make(
      CreateLoadBalancerRequest request,
      LoadBalancerSchemeEnum scheme,
      List<Subnet> subnets,
      List<String> groups) {
    var id = "app/" + request.name() + "/" + ids.hex(16);
    var arn = place.arn("elasticloadbalancing", "loadbalancer/" + id);
    inventory.nodes.put(arn, new Nodes(nodes(id, subnets, groups)));
    var balancer =
        LoadBalancer.builder()
            .loadBalancerArn(arn)
            .loadBalancerName(request.name())
            .dnsName(dnsName(request.name(), scheme))
            .canonicalHostedZoneId(HOSTED_ZONES.getOrDefault(place.region(), "Z0000000000000"))
            .createdTime(timeline.now())
            .scheme(scheme)
            .vpcId(subnets.getFirst().vpcId())
            .state(state(LoadBalancerStateEnum.PROVISIONING))
            .type(LoadBalancerTypeEnum.APPLICATION)
            .availabilityZones(zones(subnets))
            .securityGroups(groups)
            .ipAddressType(IpAddressType.IPV4)
            .build();
    inventory.loadBalancers.put(arn, balancer);
    tagging.add(List.of(arn), request.tags());
    armActivation(balancer);
    return balancer;
  }

  // As in shangwellness-prod-alb-1303215459.ap-south-1.elb.amazonaws.com.
  private String dnsName(String name, LoadBalancerSchemeEnum scheme) {
    long number = 100_000_000L + Long.parseLong(ids.hex(8), 16) % 1_900_000_000L;
    return (scheme == LoadBalancerSchemeEnum.INTERNAL ? "internal-" : "")
        + name
        + "-"
        + number
        + "."
        + place.region()
        + ".elb.amazonaws.com";
  }

  private List<Node> nodes(String id, List<Subnet> subnets, List<String> groups) {
    var nodes = new ArrayList<Node>();
    for (var subnet : subnets) {
      var made =
          ec2.createNetworkInterface(
                  r -> r.subnetId(subnet.subnetId()).groups(groups).description("ELB " + id))
              .networkInterface();
      nodes.add(
          new Node(
              subnet.availabilityZone(),
              subnet.subnetId(),
              made.networkInterfaceId(),
              made.privateIpAddress()));
    }
    return nodes;
  }

  private static List<AvailabilityZone> zones(List<Subnet> subnets) {
    return subnets.stream()
        .map(
            subnet ->
                AvailabilityZone.builder()
                    .zoneName(subnet.availabilityZone())
                    .subnetId(subnet.subnetId())
                    .loadBalancerAddresses(List.of())
                    .build())
        .toList();
  }

  private static LoadBalancerState state(LoadBalancerStateEnum code) {
    return LoadBalancerState.builder().code(code).build();
  }

  private void armActivation(LoadBalancer balancer) {
    timeline.at(
        balancer.createdTime().plus(PROVISIONING),
        "elb: " + balancer.loadBalancerName() + " is provisioned",
        () -> activate(balancer.loadBalancerArn()));
  }

  private void activate(String arn) {
    inventory
        .loadBalancers
        .get(arn)
        .ifPresent(
            balancer -> {
              inventory.loadBalancers.put(
                  arn, balancer.toBuilder().state(state(LoadBalancerStateEnum.ACTIVE)).build());
              bindName(balancer);
              wiring.changed();
            });
  }

  private void bindName(LoadBalancer balancer) {
    names.bind(
        balancer.dnsName(),
        inventory.nodesOf(balancer).stream().map(Node::address).map(Loopback::of).toList());
  }

  List<LoadBalancer> describe(DescribeLoadBalancersRequest request) {
    if (request.hasLoadBalancerArns() && request.hasNames()) {
      throw Refusals.validation(
          "Load balancer ARNs and load balancer names cannot be specified at the same time");
    }
    if (request.hasLoadBalancerArns()) {
      return request.loadBalancerArns().stream().map(inventory::loadBalancer).toList();
    }
    if (request.hasNames()) {
      return request.names().stream().map(this::named).toList();
    }
    return inventory.loadBalancers.stream()
        .sorted(Comparator.comparing(LoadBalancer::loadBalancerName))
        .toList();
  }

  private LoadBalancer named(String name) {
    return inventory.loadBalancers.stream()
        .filter(balancer -> balancer.loadBalancerName().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusals.loadBalancerNotFound(name));
  }

  /** Deletes it with all that belongs to it; one that does not exist is deleted already. */
  void delete(String arn) {
    var found = inventory.loadBalancers.get(arn);
    if (found.isEmpty()) {
      return;
    }
    if (Boolean.parseBoolean(attributes(arn).get("deletion_protection.enabled"))) {
      throw Refusals.notPermitted(
          "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
    }
    var balancer = found.get();
    for (var listener : inventory.listenersOf(arn)) {
      Listeners.remove(inventory, listener);
    }
    inventory.loadBalancers.remove(arn);
    removeNodes(inventory.nodesOf(balancer));
    inventory.nodes.remove(arn);
    inventory.attributes.remove(arn);
    inventory.tags.remove(arn);
    names.unbind(balancer.dnsName());
    wiring.changed();
  }

  private void removeNodes(List<Node> nodes) {
    for (var node : nodes) {
      var unused = ec2.deleteNetworkInterface(r -> r.networkInterfaceId(node.networkInterface()));
    }
  }

  /** Stands it in other subnets: nodes of zones that stay are kept. */
  LoadBalancer setSubnets(String arn, List<String> plain, List<SubnetMapping> mappings) {
    var balancer = inventory.loadBalancer(arn);
    var subnets = subnets(subnetIds(plain, mappings));
    if (!subnets.getFirst().vpcId().equals(balancer.vpcId())) {
      throw Refusals.invalidConfiguration("All subnets must belong to the same VPC");
    }
    var before = inventory.nodesOf(balancer);
    var wanted = subnets.stream().map(Subnet::subnetId).toList();
    var present = before.stream().map(Node::subnet).toList();
    var added = subnets.stream().filter(s -> !present.contains(s.subnetId())).toList();
    var after = new ArrayList<>(before.stream().filter(n -> wanted.contains(n.subnet())).toList());
    after.addAll(nodes(arn.substring(arn.indexOf("app/")), added, balancer.securityGroups()));
    after.sort(Comparator.comparing(Node::zone));
    removeNodes(before.stream().filter(n -> !wanted.contains(n.subnet())).toList());
    inventory.nodes.put(arn, new Nodes(after));
    var changed =
        inventory.loadBalancers.put(
            arn, balancer.toBuilder().availabilityZones(zones(subnets)).build());
    if (changed.state().code() == LoadBalancerStateEnum.ACTIVE) {
      bindName(changed);
    }
    wiring.changed();
    return changed;
  }

  List<String> setSecurityGroups(String arn, List<String> groups) {
    var balancer = inventory.loadBalancer(arn);
    if (groups.isEmpty()) {
      throw Refusals.invalidConfiguration("At least one security group must be specified");
    }
    var checked = securityGroups(groups, balancer.vpcId());
    inventory.loadBalancers.put(arn, balancer.toBuilder().securityGroups(checked).build());
    return checked;
  }

  Map<String, String> attributes(String arn) {
    var unused = inventory.loadBalancer(arn);
    return AttributeRules.LOAD_BALANCER.all(set(arn));
  }

  Map<String, String> modifyAttributes(String arn, Map<String, String> changes) {
    var unused = inventory.loadBalancer(arn);
    var after = AttributeRules.LOAD_BALANCER.changed(set(arn), changes);
    var logs = AttributeRules.LOAD_BALANCER.all(after);
    if (logs.get("access_logs.s3.enabled").equals("true")
        && logs.get("access_logs.s3.bucket").isEmpty()) {
      throw Refusals.invalidConfiguration(
          "The value of 'access_logs.s3.bucket' cannot be empty when access logs are enabled");
    }
    inventory.attributes.put(arn, new Inventory.Values(after));
    wiring.changed();
    return logs;
  }

  private Map<String, String> set(String arn) {
    return inventory.attributes.get(arn).map(Inventory.Values::values).orElse(Map.of());
  }
}
