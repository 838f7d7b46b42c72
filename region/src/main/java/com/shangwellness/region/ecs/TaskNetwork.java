package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** The network interface, and with it the address, that every Fargate task has of its own. */
final class TaskNetwork {

  private static final Logger LOG = System.getLogger(TaskNetwork.class.getName());

  private final Place place;
  private final Ids ids;
  private final Ec2Client ec2;

  TaskNetwork(Place place, Ids ids, Ec2Client ec2) {
    this.place = place;
    this.ids = ids;
    this.ec2 = ec2;
  }

  /**
   * A network interface for a task.
   *
   * @param zone the zone that it is in
   */
  record Attached(Attachment attachment, String zone) {}

  /** The zones of subnets, in the order given. */
  Map<String, String> zones(List<String> subnets) {
    var zones = new LinkedHashMap<String, String>();
    var found = ec2.describeSubnets(r -> r.subnetIds(subnets)).subnets();
    for (var id : subnets) {
      found.stream()
          .filter(subnet -> subnet.subnetId().equals(id))
          .forEach(subnet -> zones.put(id, subnet.availabilityZone()));
    }
    return zones;
  }

  Attached attach(String subnet, List<String> groups) {
    var id = ids.uuid();
    var created =
        ec2.createNetworkInterface(
                r ->
                    r.subnetId(subnet)
                        .groups(groups)
                        .description(place.arn("ecs", "attachment/" + id)))
            .networkInterface();
    var attachment =
        Attachment.builder()
            .id(id)
            .type("ElasticNetworkInterface")
            .status("ATTACHED")
            .details(
                detail("subnetId", subnet),
                detail("networkInterfaceId", created.networkInterfaceId()),
                detail("macAddress", created.macAddress()),
                detail("privateDnsName", privateName(created)),
                detail("privateIPv4Address", created.privateIpAddress()))
            .build();
    return new Attached(attachment, created.availabilityZone());
  }

  private String privateName(NetworkInterface created) {
    return "ip-%s.%s.compute.internal"
        .formatted(created.privateIpAddress().replace('.', '-'), place.region());
  }

  private static KeyValuePair detail(String name, String value) {
    return KeyValuePair.builder().name(name).value(value).build();
  }

  /** Gives the task's address back. */
  void detach(KeptTask task) {
    if (task.networkInterface().isEmpty()) {
      return;
    }
    try {
      ec2.deleteNetworkInterface(r -> r.networkInterfaceId(task.networkInterface()));
    } catch (AwsServiceException e) {
      LOG.log(
          Level.WARNING,
          task.id() + ": " + task.networkInterface() + " stays: " + AwsErrors.message(e));
    }
  }
}
