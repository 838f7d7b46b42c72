package com.shangwellness.region.elasticloadbalancingv2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupIpAddressTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Target groups and their health-check settings, with ALB's defaults and ranges. */
final class TargetGroups {

  private final Place place;
  private final Ids ids;
  private final Inventory inventory;
  private final Tagging tagging;
  private final Ec2Client ec2;
  private final Wiring wiring;

  TargetGroups(
      Place place, Ids ids, Inventory inventory, Tagging tagging, Ec2Client ec2, Wiring wiring) {
    this.place = place;
    this.ids = ids;
    this.inventory = inventory;
    this.tagging = tagging;
    this.ec2 = ec2;
    this.wiring = wiring;
  }

  /** Makes a group; one of the same name and the same settings is given back as it is. */
  TargetGroup create(CreateTargetGroupRequest request) {
    ResourceName.check("Target group", request.name());
    requireSupported(request);
    Tagging.check(request.tags());
    requireVpc(request.vpcId());
    var wanted = group(request);
    var same = inventory.groups.stream().filter(g -> sameName(g, request)).findFirst();
    if (same.isPresent()) {
      return existing(same.get(), wanted);
    }
    var arn =
        place.arn("elasticloadbalancing", "targetgroup/" + request.name() + "/" + ids.hex(16));
    var made = inventory.groups.put(arn, wanted.toBuilder().targetGroupArn(arn).build());
    tagging.add(List.of(arn), request.tags());
    return made;
  }

  private static boolean sameName(TargetGroup group, CreateTargetGroupRequest request) {
    return group.targetGroupName().equals(request.name());
  }

  private TargetGroup existing(TargetGroup present, TargetGroup wanted) {
    if (!present.toBuilder().targetGroupArn(null).build().equals(wanted)) {
      throw AwsErrors.of(
          DuplicateTargetGroupNameException.builder(),
          "A target group with the same name '"
              + wanted.targetGroupName()
              + "' exists, but with different settings");
    }
    return shown(present);
  }

  private static void requireSupported(CreateTargetGroupRequest request) {
    var type = requireNonNullElse(request.targetTypeAsString(), "instance");
    if (TargetTypeEnum.fromValue(type) == TargetTypeEnum.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.validation("Target type '" + type + "' is not valid");
    }
    if (!type.equals("ip") && !type.equals("instance")) {
      throw Refusals.notHere("target groups of type " + type);
    }
    if (request.protocolAsString() == null) {
      throw Refusals.validation("A protocol must be specified");
    }
    if (request.protocol() == ProtocolEnum.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.validation("Protocol '" + request.protocolAsString() + "' is not valid");
    }
    if (request.protocol() != ProtocolEnum.HTTP) {
      throw Refusals.notHere("target groups with protocol " + request.protocol());
    }
    var version = requireNonNullElse(request.protocolVersion(), "HTTP1");
    if (!version.equals("HTTP1")) {
      throw Refusals.notHere("target groups with protocol version " + version);
    }
    if (request.port() == null) {
      throw Refusals.validation("A port must be specified");
    }
    requireRange("Port", request.port(), 1, 65_535);
  }

  private void requireVpc(String vpc) {
    if (vpc == null) {
      throw Refusals.validation("A VPC ID must be specified");
    }
    try {
      var unused = ec2.describeVpcs(r -> r.vpcIds(vpc));
    } catch (Ec2Exception e) {
      throw Refusals.validation("The VPC ID '" + vpc + "' is not found");
    }
  }

  private TargetGroup group(CreateTargetGroupRequest request) {
    return checked(
        TargetGroup.builder()
            .targetGroupName(request.name())
            .protocol(request.protocol())
            .protocolVersion("HTTP1")
            .port(request.port())
            .vpcId(request.vpcId())
            .targetType(requireNonNullElse(request.targetTypeAsString(), "instance"))
            .ipAddressType(TargetGroupIpAddressTypeEnum.IPV4)
            .healthCheckEnabled(requireNonNullElse(request.healthCheckEnabled(), true))
            .healthCheckProtocol(
                requireNonNullElse(
                    request.healthCheckProtocolAsString(), ProtocolEnum.HTTP.toString()))
            .healthCheckPort(requireNonNullElse(request.healthCheckPort(), "traffic-port"))
            .healthCheckPath(requireNonNullElse(request.healthCheckPath(), "/"))
            .healthCheckIntervalSeconds(
                requireNonNullElse(request.healthCheckIntervalSeconds(), 30))
            .healthCheckTimeoutSeconds(requireNonNullElse(request.healthCheckTimeoutSeconds(), 5))
            .healthyThresholdCount(requireNonNullElse(request.healthyThresholdCount(), 5))
            .unhealthyThresholdCount(requireNonNullElse(request.unhealthyThresholdCount(), 2))
            .matcher(matcher(request.matcher(), "200"))
            .build());
  }

  private static Matcher matcher(Matcher asked, String otherwise) {
    if (asked != null && asked.grpcCode() != null) {
      throw Refusals.notHere("health checks by gRPC code");
    }
    var code = asked == null ? null : asked.httpCode();
    return Matcher.builder().httpCode(requireNonNullElse(code, otherwise)).build();
  }

  /** Changes what the request names and nothing else. */
  TargetGroup modify(ModifyTargetGroupRequest request) {
    var before = inventory.group(request.targetGroupArn());
    var after =
        checked(
            before.toBuilder()
                .healthCheckEnabled(
                    requireNonNullElse(request.healthCheckEnabled(), before.healthCheckEnabled()))
                .healthCheckProtocol(
                    requireNonNullElse(
                        request.healthCheckProtocolAsString(),
                        before.healthCheckProtocolAsString()))
                .healthCheckPort(
                    requireNonNullElse(request.healthCheckPort(), before.healthCheckPort()))
                .healthCheckPath(
                    requireNonNullElse(request.healthCheckPath(), before.healthCheckPath()))
                .healthCheckIntervalSeconds(
                    requireNonNullElse(
                        request.healthCheckIntervalSeconds(), before.healthCheckIntervalSeconds()))
                .healthCheckTimeoutSeconds(
                    requireNonNullElse(
                        request.healthCheckTimeoutSeconds(), before.healthCheckTimeoutSeconds()))
                .healthyThresholdCount(
                    requireNonNullElse(
                        request.healthyThresholdCount(), before.healthyThresholdCount()))
                .unhealthyThresholdCount(
                    requireNonNullElse(
                        request.unhealthyThresholdCount(), before.unhealthyThresholdCount()))
                .matcher(matcher(request.matcher(), before.matcher().httpCode()))
                .build());
    return shown(inventory.groups.put(after.targetGroupArn(), after));
  }

  private static TargetGroup checked(TargetGroup group) {
    if (!group.healthCheckEnabled()) {
      throw Refusals.validation(
          "Health check enabled must be true for target groups with target type '"
              + group.targetTypeAsString()
              + "'");
    }
    if (group.healthCheckProtocol() != ProtocolEnum.HTTP) {
      throw Refusals.notHere("health checks by " + group.healthCheckProtocolAsString());
    }
    requireRange("Health check interval", group.healthCheckIntervalSeconds(), 5, 300);
    requireRange("Health check timeout", group.healthCheckTimeoutSeconds(), 2, 120);
    requireRange("Healthy threshold count", group.healthyThresholdCount(), 2, 10);
    requireRange("Unhealthy threshold count", group.unhealthyThresholdCount(), 2, 10);
    if (group.healthCheckTimeoutSeconds() >= group.healthCheckIntervalSeconds()) {
      throw Refusals.validation(
          "Health check timeout '"
              + group.healthCheckTimeoutSeconds()
              + "' must be smaller than the interval '"
              + group.healthCheckIntervalSeconds()
              + "'");
    }
    var port = group.healthCheckPort();
    if (!port.equals("traffic-port")) {
      if (!port.matches("\\d{1,5}")) {
        throw Refusals.validation("Health check port '" + port + "' is not valid");
      }
      requireRange("Health check port", Integer.parseInt(port), 1, 65_535);
    }
    var path = group.healthCheckPath();
    if (!path.startsWith("/") || path.length() > 1024) {
      throw Refusals.validation("Health check path '" + path + "' must begin with a '/'");
    }
    var unused = StatusMatcher.of(group.matcher().httpCode());
    return group;
  }

  private static void requireRange(String what, int found, int low, int high) {
    if (found < low || found > high) {
      throw Refusals.validation(
          what + " '" + found + "' must be between '" + low + "' and '" + high + "'");
    }
  }

  List<TargetGroup> describe(DescribeTargetGroupsRequest request) {
    int ways =
        (request.hasTargetGroupArns() ? 1 : 0)
            + (request.hasNames() ? 1 : 0)
            + (request.loadBalancerArn() != null ? 1 : 0);
    if (ways > 1) {
      throw Refusals.validation(
          "Target group ARNs, target group names and a load balancer ARN cannot be specified"
              + " together");
    }
    if (request.hasTargetGroupArns()) {
      return request.targetGroupArns().stream()
          .map(arn -> inventory.groups.get(arn).orElseThrow(TargetGroups::noneSuch))
          .map(this::shown)
          .toList();
    }
    if (request.hasNames()) {
      return request.names().stream().map(this::named).map(this::shown).toList();
    }
    var all =
        inventory.groups.stream()
            .sorted(Comparator.comparing(TargetGroup::targetGroupName))
            .map(this::shown);
    if (request.loadBalancerArn() == null) {
      return all.toList();
    }
    var balancer = inventory.loadBalancer(request.loadBalancerArn()).loadBalancerArn();
    return all.filter(group -> group.loadBalancerArns().contains(balancer)).toList();
  }

  private TargetGroup named(String name) {
    return inventory.groups.stream()
        .filter(group -> group.targetGroupName().equals(name))
        .findFirst()
        .orElseThrow(TargetGroups::noneSuch);
  }

  private static RuntimeException noneSuch() {
    return AwsErrors.of(
        TargetGroupNotFoundException.builder(), "One or more target groups not found");
  }

  private TargetGroup shown(TargetGroup group) {
    var users =
        inventory.usersOf(group.targetGroupArn()).stream()
            .map(LoadBalancer::loadBalancerArn)
            .toList();
    return group.toBuilder().loadBalancerArns(users).build();
  }

  /** Deletes a group that nothing uses; one that does not exist is deleted already. */
  void delete(String arn) {
    if (inventory.groups.get(arn).isEmpty()) {
      return;
    }
    if (!inventory.usersOf(arn).isEmpty()) {
      throw Refusals.targetGroupInUse(arn);
    }
    inventory.groups.remove(arn);
    inventory.attributes.remove(arn);
    inventory.tags.remove(arn);
    inventory.registrationsOf(arn).forEach(r -> inventory.registrations.remove(r.key()));
    inventory.drainingOf(arn).forEach(d -> inventory.draining.remove(d.key()));
    wiring.changed();
  }

  Map<String, String> attributes(String arn) {
    var unused = inventory.group(arn);
    return AttributeRules.TARGET_GROUP.all(set(arn));
  }

  Map<String, String> modifyAttributes(String arn, Map<String, String> changes) {
    var unused = inventory.group(arn);
    var after = AttributeRules.TARGET_GROUP.changed(set(arn), changes);
    inventory.attributes.put(arn, new Inventory.Values(after));
    wiring.changed();
    return AttributeRules.TARGET_GROUP.all(after);
  }

  private Map<String, String> set(String arn) {
    return inventory.attributes.get(arn).map(Inventory.Values::values).orElse(Map.of());
  }
}
