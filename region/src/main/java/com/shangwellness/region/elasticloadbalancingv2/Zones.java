package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.elasticloadbalancingv2.Inventory.Draining;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Node;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Registration;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.traffic.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** In which zone it is that the traffic plane knows by its loopback address. */
final class Zones {

  private static final String NOWHERE = "-";

  private final Inventory inventory;
  private final Ports ports;

  Zones(Inventory inventory, Ports ports) {
    this.inventory = inventory;
    this.ports = ports;
  }

  /** The zone of a target, {@code host:port}; empty when its group knows it no more. */
  Optional<String> ofTarget(String group, String target) {
    var registered =
        inventory.registrationsOf(group).stream()
            .filter(r -> served(r.id(), r.port()).equals(target))
            .map(Registration::zone);
    var draining =
        inventory.drainingOf(group).stream()
            .filter(d -> served(d.id(), d.port()).equals(target))
            .map(Draining::zone);
    return Stream.concat(registered, draining).findFirst();
  }

  private String served(String address, int port) {
    return new Address(Loopback.of(address), ports.served(port)).toString();
  }

  /** The zone of the node at {@code host}, or the load balancer's first. */
  String ofNode(Optional<LoadBalancer> balancer, String host) {
    var nodes = balancer.map(inventory::nodesOf).orElse(List.of());
    return nodes.stream()
        .filter(node -> Loopback.of(node.address()).equals(host))
        .findFirst()
        .or(() -> nodes.stream().findFirst())
        .map(Node::zone)
        .orElse(NOWHERE);
  }
}
