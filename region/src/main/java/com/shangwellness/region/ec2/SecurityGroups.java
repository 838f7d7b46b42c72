package com.shangwellness.region.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Security groups and their rules. */
final class SecurityGroups {

  private static final int MOST_RULES = 60;

  private final Ground ground;
  private final Vpcs vpcs;
  private final PrefixLists prefixLists;
  private final Resources<SecurityGroup> groups;
  private final Resources<SecurityGroupRule> rules;

  SecurityGroups(Ground ground, Vpcs vpcs, PrefixLists prefixLists) {
    this.ground = ground;
    this.vpcs = vpcs;
    this.prefixLists = prefixLists;
    this.groups = new Resources<>(ground, groupKind());
    this.rules = new Resources<>(ground, ruleKind());
  }

  private static Kind<SecurityGroup> groupKind() {
    return new Kind<>(
        SecurityGroup.class,
        "sg",
        "security-group",
        "InvalidGroup.NotFound",
        "The security group '%s' does not exist",
        SecurityGroup::groupId,
        SecurityGroup::tags,
        (group, tags) -> group.toBuilder().tags(tags).build(),
        Filters.<SecurityGroup>byTags(SecurityGroup::tags)
            .with("group-id", SecurityGroup::groupId)
            .with("group-name", SecurityGroup::groupName)
            .with("vpc-id", SecurityGroup::vpcId)
            .with("owner-id", SecurityGroup::ownerId)
            .with("description", SecurityGroup::description)
            .withAny("ip-permission.cidr", g -> cidrs(g.ipPermissions()))
            .withAny(
                "ip-permission.from-port",
                g -> g.ipPermissions().stream().map(IpPermission::fromPort))
            .withAny(
                "ip-permission.to-port", g -> g.ipPermissions().stream().map(IpPermission::toPort))
            .withAny(
                "ip-permission.protocol",
                g -> g.ipPermissions().stream().map(IpPermission::ipProtocol))
            .withAny("ip-permission.group-id", g -> referenced(g.ipPermissions()))
            .withAny("egress.ip-permission.cidr", g -> cidrs(g.ipPermissionsEgress()))
            .withAny("egress.ip-permission.group-id", g -> referenced(g.ipPermissionsEgress())));
  }

  private static Stream<String> cidrs(List<IpPermission> permissions) {
    return permissions.stream().flatMap(p -> p.ipRanges().stream()).map(IpRange::cidrIp);
  }

  private static Stream<String> referenced(List<IpPermission> permissions) {
    return permissions.stream().flatMap(p -> p.userIdGroupPairs().stream()).map(u -> u.groupId());
  }

  private static Kind<SecurityGroupRule> ruleKind() {
    return new Kind<>(
        SecurityGroupRule.class,
        "sgr",
        "security-group-rule",
        "InvalidSecurityGroupRuleId.NotFound",
        "The security group rule ID '%s' does not exist",
        SecurityGroupRule::securityGroupRuleId,
        SecurityGroupRule::tags,
        (rule, tags) -> rule.toBuilder().tags(tags).build(),
        Filters.<SecurityGroupRule>byTags(SecurityGroupRule::tags)
            .with("group-id", SecurityGroupRule::groupId)
            .with("security-group-rule-id", SecurityGroupRule::securityGroupRuleId));
  }

  Resources<SecurityGroup> all() {
    return groups;
  }

  Resources<SecurityGroupRule> rules() {
    return rules;
  }

  SecurityGroup create(CreateSecurityGroupRequest request) {
    var name = Refusal.required("GroupName", request.groupName());
    var vpc = vpcs.all().get(Refusal.required("VpcId", request.vpcId())).vpcId();
    Descriptions.ofGroup(request.description());
    if (name.startsWith("sg-") || name.isEmpty() || name.length() > 255) {
      throw Refusal.value(
          "groupName", name, "Group names have 1 to 255 characters and do not begin with sg-.");
    }
    var tags = groups.tags(request.tagSpecifications());
    if (of(vpc).stream().anyMatch(group -> group.groupName().equals(name))) {
      throw Refusal.of(
          "InvalidGroup.Duplicate",
          "The security group '" + name + "' already exists for VPC '" + vpc + "'");
    }
    return create(vpc, name, request.description(), tags);
  }

  private SecurityGroup create(String vpc, String name, String description, List<Tag> tags) {
    var id = groups.newId();
    var group =
        groups.put(
            SecurityGroup.builder()
                .groupId(id)
                .securityGroupArn(ground.place().arn("ec2", "security-group/" + id))
                .groupName(name)
                .description(description)
                .vpcId(vpc)
                .ownerId(ground.account())
                .tags(tags)
                .build());
    // Whatever a new group admits, it lets everything out: VPC guide, "Default security groups".
    addRule(
        rule(
            Peers.rules(
                    everything(p -> p.ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())),
                    true)
                .getFirst(),
            id,
            List.of()));
    return group;
  }

  private static IpPermission everything(UnaryOperator<IpPermission.Builder> peer) {
    return peer.apply(IpPermission.builder().ipProtocol("-1")).build();
  }

  /** The group that a new VPC has: its members may talk to each other. */
  void createDefault(String vpc) {
    var group = create(vpc, "default", "default VPC security group", List.of());
    var among =
        everything(
            p ->
                p.userIdGroupPairs(
                    UserIdGroupPair.builder()
                        .groupId(group.groupId())
                        .userId(ground.account())
                        .build()));
    addRule(rule(Peers.rules(among, false).getFirst(), group.groupId(), List.of()));
  }

  List<SecurityGroup> of(String vpc) {
    return groups.stream().filter(group -> group.vpcId().equals(vpc)).toList();
  }

  SecurityGroup defaultOf(String vpc) {
    return of(vpc).stream()
        .filter(group -> group.groupName().equals("default"))
        .findFirst()
        .orElseThrow();
  }

  /** A group with what it admits, as it is described. */
  SecurityGroup shown(SecurityGroup group) {
    var its = rulesOf(group.groupId());
    return group.toBuilder()
        .ipPermissions(Peers.permissions(its.stream().filter(r -> !r.isEgress()).toList()))
        .ipPermissionsEgress(
            Peers.permissions(its.stream().filter(SecurityGroupRule::isEgress).toList()))
        .build();
  }

  List<SecurityGroupRule> rulesOf(String group) {
    return rules.stream().filter(rule -> rule.groupId().equals(group)).toList();
  }

  /** Adds a rule for each peer of {@code permissions}; all of them or none. */
  List<SecurityGroupRule> authorize(
      String id, List<IpPermission> permissions, boolean egress, List<Tag> tags) {
    var group = groups.get(Refusal.required("GroupId", id));
    var now = rulesOf(group.groupId());
    var added = new ArrayList<SecurityGroupRule>();
    for (var permission : requireSome(permissions)) {
      for (var rule : Peers.rules(permission, egress)) {
        requirePeer(rule, group);
        if (Stream.concat(now.stream(), added.stream())
            .anyMatch(other -> Peers.same(rule, other))) {
          throw Refusal.of(
              "InvalidPermission.Duplicate",
              "the specified rule \"" + Peers.told(rule) + "\" already exists");
        }
        added.add(rule(rule, group.groupId(), tags));
      }
    }
    requireRoom(now, added, egress);
    added.forEach(this::addRule);
    return added;
  }

  private static List<IpPermission> requireSome(List<IpPermission> permissions) {
    if (permissions.isEmpty()) {
      throw Refusal.missing("ipPermissions");
    }
    return permissions;
  }

  private void requirePeer(SecurityGroupRule rule, SecurityGroup group) {
    if (rule.prefixListId() != null) {
      prefixLists.require(rule.prefixListId());
    }
    if (rule.referencedGroupInfo() != null) {
      var other = groups.get(rule.referencedGroupInfo().groupId());
      if (!other.vpcId().equals(group.vpcId())) {
        throw Refusal.of(
            "InvalidGroup.NotFound",
            "You have specified two resources that belong to different networks.");
      }
    }
  }

  // A prefix list counts as many rules as its weight: VPC guide, "AWS-managed prefix lists".
  private void requireRoom(
      List<SecurityGroupRule> now, List<SecurityGroupRule> added, boolean egress) {
    int weight =
        Stream.concat(now.stream(), added.stream())
            .filter(rule -> rule.isEgress() == egress)
            .mapToInt(
                rule -> rule.prefixListId() == null ? 1 : prefixLists.weight(rule.prefixListId()))
            .sum();
    if (weight > MOST_RULES) {
      throw Refusal.of(
          "RulesPerSecurityGroupLimitExceeded",
          "The maximum number of rules per security group has been reached.");
    }
  }

  private SecurityGroupRule rule(SecurityGroupRule rule, String group, List<Tag> tags) {
    var id = rules.newId();
    var full =
        rule.toBuilder()
            .securityGroupRuleId(id)
            .securityGroupRuleArn(ground.place().arn("ec2", "security-group-rule/" + id))
            .groupId(group)
            .groupOwnerId(ground.account())
            .tags(tags);
    if (rule.referencedGroupInfo() != null) {
      full.referencedGroupInfo(
          rule.referencedGroupInfo().toBuilder().userId(ground.account()).build());
    }
    return full.build();
  }

  private void addRule(SecurityGroupRule rule) {
    rules.put(rule);
  }

  /** Takes rules away, by their ids or by what they admit; all of them or none. */
  List<SecurityGroupRule> revoke(
      String id, List<String> ruleIds, List<IpPermission> permissions, boolean egress) {
    var group = groups.get(Refusal.required("GroupId", id));
    var now = rulesOf(group.groupId()).stream().filter(r -> r.isEgress() == egress).toList();
    var gone = new ArrayList<SecurityGroupRule>();
    for (var ruleId : ruleIds) {
      gone.add(
          now.stream()
              .filter(r -> r.securityGroupRuleId().equals(ruleId))
              .findFirst()
              .orElseThrow(
                  () ->
                      rules.find(ruleId).isPresent()
                          ? noRule()
                          : Refusal.of(
                              "InvalidSecurityGroupRuleId.NotFound",
                              "The security group rule ID '" + ruleId + "' does not exist")));
    }
    if (ruleIds.isEmpty()) {
      for (var permission : requireSome(permissions)) {
        for (var rule : Peers.rules(permission, egress)) {
          gone.add(
              now.stream()
                  .filter(r -> Peers.same(r, rule))
                  .findFirst()
                  .orElseThrow(SecurityGroups::noRule));
        }
      }
    }
    gone.forEach(rule -> rules.remove(rule.securityGroupRuleId()));
    return gone;
  }

  private static RuntimeException noRule() {
    return Refusal.of(
        "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
  }

  void describeRule(String id, String description) {
    var text = Descriptions.ofRule(description);
    rules.change(id, rule -> rule.toBuilder().description(text).build());
  }

  /** Whether a rule of another group refers to {@code id}. */
  boolean isReferenced(String id) {
    return rules.stream()
        .anyMatch(rule -> id.equals(Peers.referenced(rule)) && !rule.groupId().equals(id));
  }

  void remove(String id) {
    rulesOf(id).forEach(rule -> rules.remove(rule.securityGroupRuleId()));
    groups.remove(id);
  }
}
