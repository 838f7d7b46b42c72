package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.elasticloadbalancingv2.Inventory.Draining;
import com.shangwellness.region.elasticloadbalancingv2.Inventory.Registration;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.traffic.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Registers targets, drains those that leave, and says how they do. */
final class Targets {

  private static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";

  private final Timeline timeline;
  private final Inventory inventory;
  private final Ec2Client ec2;
  private final Wiring wiring;

  Targets(Timeline timeline, Inventory inventory, Ec2Client ec2, Wiring wiring) {
    this.timeline = timeline;
    this.inventory = inventory;
    this.ec2 = ec2;
    this.wiring = wiring;
  }

  /** Arms the ends of drainings that a restart interrupted. */
  void resume() {
    inventory.draining.values().forEach(this::armEnd);
  }

  /** Registers targets; one that is registered already stays as it is, as ELB has it. */
  void register(String arn, List<TargetDescription> targets) {
    var group = inventory.group(arn);
    requireSome(targets);
    var wanted = new ArrayList<Registration>();
    for (var target : targets) {
      requireAddress(target, group);
      wanted.add(
          new Registration(
              arn, target.id(), port(target, group), zone(target, group), Health.REGISTERING));
    }
    for (var registration : wanted) {
      inventory.draining.remove(registration.key());
      if (!inventory.registrations.contains(registration.key())) {
        inventory.registrations.put(registration.key(), registration);
      }
    }
    wiring.changed();
  }

  private static void requireSome(List<TargetDescription> targets) {
    if (targets.isEmpty()) {
      throw Refusals.validation("At least one target must be specified");
    }
  }

  private static int port(TargetDescription target, TargetGroup group) {
    return target.port() == null ? group.port() : target.port();
  }

  private static void requireAddress(TargetDescription target, TargetGroup group) {
    if (!group.targetTypeAsString().equals("ip")) {
      throw Refusals.invalidTarget("The instance IDs '" + target.id() + "' are not valid");
    }
    if (!target.id().matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw Refusals.validation("The IP address '" + target.id() + "' is not a valid IPv4 address");
    }
    if (target.port() != null && (target.port() < 1 || target.port() > 65_535)) {
      throw Refusals.validation("Port '" + target.port() + "' must be between '1' and '65535'");
    }
  }

  // AWS knows the zone of an address in the VPC by its subnet; others need the zone "all".
  private String zone(TargetDescription target, TargetGroup group) {
    var ofVpc = Filter.builder().name("vpc-id").values(group.vpcId()).build();
    return ec2.describeSubnets(r -> r.filters(ofVpc)).subnets().stream()
        .filter(subnet -> Block.of(subnet.cidrBlock()).contains(target.id()))
        .findFirst()
        .map(subnet -> subnet.availabilityZone())
        .orElseThrow(
            () ->
                Refusals.invalidTarget(
                    "The IP address '"
                        + target.id()
                        + "' is not within a subnet of the VPC '"
                        + group.vpcId()
                        + "'"));
  }

  /** Takes targets out; those in use drain first. */
  void deregister(String arn, List<TargetDescription> targets) {
    var group = inventory.group(arn);
    requireSome(targets);
    var leaving = targets.stream().flatMap(target -> registered(group, target).stream()).toList();
    for (var target : targets) {
      boolean known =
          !registered(group, target).isEmpty() || !drainingLike(group, target).isEmpty();
      if (!known) {
        throw Refusals.invalidTarget(
            "The specified target does not exist or is not in the same VPC as the target group.");
      }
    }
    leaving.forEach(this::leave);
    wiring.changed();
  }

  // Without a port, all ports of the address.
  private List<Registration> registered(TargetGroup group, TargetDescription target) {
    var arn = group.targetGroupArn();
    return target.port() == null
        ? inventory.registrationsOf(arn).stream().filter(r -> r.id().equals(target.id())).toList()
        : inventory.registrations.get(Registration.key(arn, target.id(), target.port())).stream()
            .toList();
  }

  private List<Draining> drainingLike(TargetGroup group, TargetDescription target) {
    var arn = group.targetGroupArn();
    return target.port() == null
        ? inventory.drainingOf(arn).stream().filter(d -> d.id().equals(target.id())).toList()
        : inventory.draining.get(Registration.key(arn, target.id(), target.port())).stream()
            .toList();
  }

  private void leave(Registration target) {
    inventory.registrations.remove(target.key());
    var delay = deregistrationDelay(target.group());
    if (delay.isPositive() && wiring.isInUse(target.group(), target.zone())) {
      var draining =
          new Draining(
              target.group(),
              target.id(),
              target.port(),
              target.zone(),
              timeline.now().plus(delay));
      inventory.draining.put(draining.key(), draining);
      armEnd(draining);
    }
  }

  private Duration deregistrationDelay(String group) {
    return Duration.ofSeconds(
        Long.parseLong(
            inventory
                .attribute(group, DEREGISTRATION_DELAY)
                .orElse(AttributeRules.TARGET_GROUP.initial(DEREGISTRATION_DELAY))));
  }

  private void armEnd(Draining draining) {
    timeline.at(
        draining.until(),
        "elb: " + draining.id() + ":" + draining.port() + " has drained",
        () -> end(draining));
  }

  // ELB: "the status of the target is displayed as draining until the deregistration delay timeout
  // expires", even when nothing was in flight any more.
  private void end(Draining draining) {
    if (inventory.draining.get(draining.key()).filter(draining::equals).isPresent()) {
      inventory.draining.remove(draining.key());
      wiring.changed();
    }
  }

  List<TargetHealthDescription> health(String arn, List<TargetDescription> asked) {
    var group = inventory.group(arn);
    if (asked.isEmpty()) {
      var all = new ArrayList<TargetHealthDescription>();
      inventory.registrationsOf(arn).forEach(r -> all.add(shown(group, r)));
      inventory.drainingOf(arn).forEach(d -> all.add(shown(group, d)));
      return all;
    }
    return asked.stream().flatMap(target -> health(group, target).stream()).toList();
  }

  private List<TargetHealthDescription> health(TargetGroup group, TargetDescription target) {
    var found = new ArrayList<TargetHealthDescription>();
    registered(group, target).forEach(r -> found.add(shown(group, r)));
    drainingLike(group, target).forEach(d -> found.add(shown(group, d)));
    if (found.isEmpty()) {
      var stranger = TargetDescription.builder().id(target.id()).port(port(target, group)).build();
      found.add(
          described(
              group,
              stranger,
              unused(
                  TargetHealthReasonEnum.TARGET_NOT_REGISTERED,
                  "Target is not registered to the target group")));
    }
    return found;
  }

  private TargetHealthDescription shown(TargetGroup group, Registration target) {
    return described(
        group, description(target.id(), target.port(), target.zone()), healthOf(target));
  }

  private TargetHealth healthOf(Registration target) {
    if (!wiring.isUsed(target.group())) {
      return unused(
          TargetHealthReasonEnum.TARGET_NOT_IN_USE,
          "Target group is not configured to receive traffic from the load balancer");
    }
    if (!wiring.isInUse(target.group(), target.zone())) {
      return unused(
          TargetHealthReasonEnum.TARGET_NOT_IN_USE,
          "Target is in an Availability Zone that is not enabled for the load balancer");
    }
    return target.health().shown();
  }

  private static TargetHealthDescription shown(TargetGroup group, Draining target) {
    return described(
        group,
        description(target.id(), target.port(), target.zone()),
        TargetHealth.builder()
            .state(TargetHealthStateEnum.DRAINING)
            .reason(TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS)
            .description("Target deregistration is in progress")
            .build());
  }

  private static TargetHealth unused(TargetHealthReasonEnum reason, String description) {
    return TargetHealth.builder()
        .state(TargetHealthStateEnum.UNUSED)
        .reason(reason)
        .description(description)
        .build();
  }

  static TargetDescription description(String id, int port, String zone) {
    return TargetDescription.builder().id(id).port(port).availabilityZone(zone).build();
  }

  private static TargetHealthDescription described(
      TargetGroup group, TargetDescription target, TargetHealth health) {
    return TargetHealthDescription.builder()
        .target(target)
        .healthCheckPort(String.valueOf(checkPort(group, target.port())))
        .targetHealth(health)
        .build();
  }

  /** The port at which a target is checked. */
  static int checkPort(TargetGroup group, int trafficPort) {
    return group.healthCheckPort().equals("traffic-port")
        ? trafficPort
        : Integer.parseInt(group.healthCheckPort());
  }
}
