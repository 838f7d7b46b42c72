package com.shangwellness.region.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * The two ways in which EC2 says what a security group admits: permissions, each with many peers,
 * and rules, each with one.
 */
final class Peers {

  private static final Map<String, String> PROTOCOLS =
      Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6", "all", "-1");

  private Peers() {}

  /** One rule for each peer of {@code permission}; ids and groups are still to be given. */
  static List<SecurityGroupRule> rules(IpPermission permission, boolean egress) {
    var base = base(permission).isEgress(egress);
    var rules = new ArrayList<SecurityGroupRule>();
    for (var range : permission.ipRanges()) {
      rules.add(
          base.copy()
              .cidrIpv4(cidr(range.cidrIp()))
              .description(description(range.description()))
              .build());
    }
    for (var range : permission.ipv6Ranges()) {
      rules.add(
          base.copy()
              .cidrIpv6(range.cidrIpv6())
              .description(description(range.description()))
              .build());
    }
    for (var list : permission.prefixListIds()) {
      rules.add(
          base.copy()
              .prefixListId(list.prefixListId())
              .description(description(list.description()))
              .build());
    }
    for (var pair : permission.userIdGroupPairs()) {
      rules.add(
          base.copy()
              .referencedGroupInfo(g -> g.groupId(pair.groupId()).userId(pair.userId()))
              .description(description(pair.description()))
              .build());
    }
    if (rules.isEmpty()) {
      throw Refusal.of(
          "InvalidParameterValue",
          "Invalid value '' for the peer of a rule. A rule needs a CIDR block, a prefix list or a"
              + " security group.");
    }
    return rules;
  }

  private static String description(String text) {
    return Descriptions.ofRule(text);
  }

  private static SecurityGroupRule.Builder base(IpPermission permission) {
    var protocol = protocol(Refusal.required("ipProtocol", permission.ipProtocol()));
    boolean ports = List.of("tcp", "udp", "icmp", "icmpv6").contains(protocol);
    var from = ports ? permission.fromPort() : Integer.valueOf(-1);
    var to = ports ? permission.toPort() : Integer.valueOf(-1);
    if (from == null || to == null) {
      throw Refusal.of(
          "InvalidParameterValue",
          "Invalid value '' for portRange. Must specify both from and to ports with "
              + protocol.toUpperCase(Locale.ROOT)
              + ".");
    }
    if (protocol.equals("tcp") || protocol.equals("udp")) {
      if (from > to || from < 0 || to > 65_535) {
        throw Refusal.of(
            "InvalidParameterValue",
            "Invalid "
                + protocol.toUpperCase(Locale.ROOT)
                + " port range ("
                + from
                + ":"
                + to
                + ")");
      }
    }
    return SecurityGroupRule.builder().ipProtocol(protocol).fromPort(from).toPort(to);
  }

  private static String protocol(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    var protocol = PROTOCOLS.getOrDefault(lower, lower);
    if (!protocol.matches("-1|tcp|udp|icmp|icmpv6|\\d{1,3}")) {
      throw Refusal.of(
          "InvalidParameterValue",
          "Invalid value '" + text + "' for IP protocol. Unknown protocol.");
    }
    return protocol;
  }

  private static String cidr(String text) {
    return Cidr.parse(text)
        .map(Cidr::toString)
        .orElseThrow(
            () -> Refusal.of("InvalidParameterValue", "CIDR block " + text + " is malformed"));
  }

  /** Whether two rules admit the same; descriptions and ids aside. */
  static boolean same(SecurityGroupRule a, SecurityGroupRule b) {
    return Objects.equals(a.isEgress(), b.isEgress())
        && a.ipProtocol().equals(b.ipProtocol())
        && Objects.equals(a.fromPort(), b.fromPort())
        && Objects.equals(a.toPort(), b.toPort())
        && peer(a).equals(peer(b));
  }

  static String peer(SecurityGroupRule rule) {
    return Stream.of(rule.cidrIpv4(), rule.cidrIpv6(), rule.prefixListId(), referenced(rule))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** The group that a rule refers to, or null. */
  static String referenced(SecurityGroupRule rule) {
    return rule.referencedGroupInfo() == null ? null : rule.referencedGroupInfo().groupId();
  }

  /** A rule in the words of EC2's errors. */
  static String told(SecurityGroupRule rule) {
    boolean all = rule.ipProtocol().equals("-1");
    return "peer: "
        + peer(rule)
        + ", "
        + (all ? "ALL" : rule.ipProtocol().toUpperCase(Locale.ROOT))
        + (all ? "" : ", from port: " + rule.fromPort() + ", to port: " + rule.toPort())
        + ", ALLOW";
  }

  /** Rules as permissions: those with one protocol and one port range together. */
  static List<IpPermission> permissions(List<SecurityGroupRule> rules) {
    return rules.stream()
        .map(rule -> List.<Object>of(rule.ipProtocol(), rule.fromPort(), rule.toPort()))
        .distinct()
        .map(
            group ->
                permission(
                    rules.stream()
                        .filter(
                            rule ->
                                group.equals(
                                    List.<Object>of(
                                        rule.ipProtocol(), rule.fromPort(), rule.toPort())))
                        .toList()))
        .toList();
  }

  private static IpPermission permission(List<SecurityGroupRule> rules) {
    var one = rules.getFirst();
    boolean all = one.ipProtocol().equals("-1");
    return IpPermission.builder()
        .ipProtocol(one.ipProtocol())
        .fromPort(all ? null : one.fromPort())
        .toPort(all ? null : one.toPort())
        .ipRanges(
            rules.stream()
                .filter(r -> r.cidrIpv4() != null)
                .map(
                    r ->
                        IpRange.builder().cidrIp(r.cidrIpv4()).description(r.description()).build())
                .toList())
        .ipv6Ranges(
            rules.stream()
                .filter(r -> r.cidrIpv6() != null)
                .map(
                    r ->
                        Ipv6Range.builder()
                            .cidrIpv6(r.cidrIpv6())
                            .description(r.description())
                            .build())
                .toList())
        .prefixListIds(
            rules.stream()
                .filter(r -> r.prefixListId() != null)
                .map(
                    r ->
                        PrefixListId.builder()
                            .prefixListId(r.prefixListId())
                            .description(r.description())
                            .build())
                .toList())
        .userIdGroupPairs(
            rules.stream()
                .filter(r -> r.referencedGroupInfo() != null)
                .map(
                    r ->
                        UserIdGroupPair.builder()
                            .groupId(r.referencedGroupInfo().groupId())
                            .userId(r.referencedGroupInfo().userId())
                            .description(r.description())
                            .build())
                .toList())
        .build();
  }
}
