package com.shangwellness.region.ec2;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** Elastic IP addresses. They are taken from the blocks kept for documentation (RFC 5737). */
final class Addresses {

  private static final int MOST = 5;

  private final Ground ground;
  private final Resources<Address> addresses;

  Addresses(Ground ground) {
    this.ground = ground;
    this.addresses =
        new Resources<>(
            ground,
            new Kind<>(
                Address.class,
                "eipalloc",
                "elastic-ip",
                "InvalidAllocationID.NotFound",
                "The allocation ID '%s' does not exist",
                Address::allocationId,
                Address::tags,
                (address, tags) -> address.toBuilder().tags(tags).build(),
                Filters.<Address>byTags(Address::tags)
                    .with("allocation-id", Address::allocationId)
                    .with("association-id", Address::associationId)
                    .with("public-ip", Address::publicIp)
                    .with("private-ip-address", Address::privateIpAddress)
                    .with("network-interface-id", Address::networkInterfaceId)
                    .with("domain", Address::domainAsString)));
  }

  Resources<Address> all() {
    return addresses;
  }

  Address allocate(AllocateAddressRequest request) {
    Refusal.only(request, "Domain", "NetworkBorderGroup");
    if (request.domain() == DomainType.STANDARD) {
      throw Refusal.of("InvalidParameterValue", "EC2-Classic has been retired; domain is vpc");
    }
    var tags = addresses.tags(request.tagSpecifications());
    if (addresses.count() >= MOST) {
      throw Refusal.of("AddressLimitExceeded", "The maximum number of addresses has been reached.");
    }
    return addresses.put(
        Address.builder()
            .allocationId(addresses.newId())
            .publicIp(nextFree())
            .domain(DomainType.VPC)
            .publicIpv4Pool("amazon")
            .networkBorderGroup(ground.place().region())
            .tags(tags)
            .build());
  }

  private String nextFree() {
    var taken = addresses.stream().map(Address::publicIp).toList();
    // The two regions get different ones.
    var block = ground.place().region().startsWith("us-") ? "198.51.100." : "203.0.113.";
    return IntStream.rangeClosed(1, 254)
        .mapToObj(i -> block + i)
        .filter(ip -> !taken.contains(ip))
        .findFirst()
        .orElseThrow();
  }

  Address associate(String id, NetworkInterface with) {
    return addresses.change(
        id,
        address ->
            address.toBuilder()
                .associationId("eipassoc-0" + ground.ids().hex(16))
                .networkInterfaceId(with.networkInterfaceId())
                .networkInterfaceOwnerId(ground.account())
                .privateIpAddress(with.privateIpAddress())
                .build());
  }

  void disassociate(String id) {
    addresses
        .find(id)
        .ifPresent(
            address ->
                addresses.put(
                    address.toBuilder()
                        .associationId(null)
                        .networkInterfaceId(null)
                        .networkInterfaceOwnerId(null)
                        .privateIpAddress(null)
                        .build()));
  }

  void release(String id) {
    var address = addresses.get(Refusal.required("allocationId", id));
    if (address.associationId() != null) {
      throw Refusal.of("InvalidIPAddress.InUse", "Address " + address.publicIp() + " is in use.");
    }
    addresses.remove(id);
  }

  /** The addresses of these public IPs, by their allocation ids. */
  Stream<String> allocations(java.util.List<String> publicIps) {
    return publicIps.stream()
        .map(
            ip ->
                addresses.stream()
                    .filter(address -> address.publicIp().equals(ip))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Refusal.of(
                                "InvalidAddress.NotFound", "Address '" + ip + "' not found."))
                    .allocationId());
  }
}
