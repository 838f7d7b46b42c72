package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Security groups and their rules, which a template writes into the group or beside it. */
final class SecurityGroupTypes {

  private static final String IN = "SecurityGroupIngress";
  private static final String OUT = "SecurityGroupEgress";

  private static final IpPermission EVERYTHING =
      IpPermission.builder()
          .ipProtocol("-1")
          .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
          .build();

  private SecurityGroupTypes() {}

  static ResourceTypes types(Ec2Client ec2) {
    return ResourceTypes.of(
        type("AWS::EC2::SecurityGroup")
            .createWith(group -> create(ec2, group))
            .named("GroupName", 255)
            .byHand("GroupName", "GroupDescription", "VpcId", IN, OUT, "Tags")
            .ref(created -> created.groupId())
            .attribute("GroupId", created -> created.groupId())
            .attribute("Id", created -> created.groupId())
            .attributeOnceStableWith("VpcId", group -> group.properties().require("VpcId"))
            .onChange(IN, change -> change(ec2, change, IN))
            .onChange(OUT, change -> change(ec2, change, OUT))
            .onChange("Tags", change -> Ec2Types.retag(ec2, change.id(), change))
            .delete(group -> ec2.deleteSecurityGroup(r -> r.groupId(group))),
        type("AWS::EC2::SecurityGroupIngress")
            .createWith(rule -> admit(ec2, rule))
            .ref(id -> id)
            .attribute("Id", id -> id)
            .onChange("Description", change -> describe(ec2, change, true))
            .deleteWith(
                rule ->
                    ec2.revokeSecurityGroupIngress(
                        r -> r.groupId(groupOf(rule)).securityGroupRuleIds(rule.id()))),
        type("AWS::EC2::SecurityGroupEgress")
            .createWith(rule -> letOut(ec2, rule))
            .ref(id -> id)
            .attribute("Id", id -> id)
            .onChange("Description", change -> describe(ec2, change, false))
            .deleteWith(
                rule ->
                    ec2.revokeSecurityGroupEgress(
                        r -> r.groupId(groupOf(rule)).securityGroupRuleIds(rule.id()))));
  }

  private static CreateSecurityGroupResponse create(Ec2Client ec2, Resource group) {
    var properties = group.properties();
    var tags =
        TagSpecification.builder()
            .resourceType("security-group")
            .tags(Ec2Types.tags(properties))
            .build();
    var created =
        ec2.createSecurityGroup(
            r ->
                r.groupName(properties.text("GroupName").orElse(group.id()))
                    .description(properties.require("GroupDescription"))
                    .vpcId(properties.require("VpcId"))
                    .tagSpecifications(tags));
    add(ec2, created.groupId(), properties.objects(IN), IN);
    if (properties.has(OUT)) {
      // What a template says takes the place of the rule that lets everything out.
      revoke(ec2, created.groupId(), List.of(EVERYTHING), OUT);
      add(ec2, created.groupId(), properties.objects(OUT), OUT);
    }
    return created;
  }

  private static void change(Ec2Client ec2, Update change, String list) {
    var before = change.before().objects(list);
    var after = change.properties().objects(list);
    var gone = before.stream().filter(rule -> !after.contains(rule)).toList();
    revoke(ec2, change.id(), gone.stream().map(SecurityGroupTypes::permission).toList(), list);
    if (list.equals(OUT) && !change.before().has(OUT)) {
      revoke(ec2, change.id(), List.of(EVERYTHING), OUT);
    }
    add(ec2, change.id(), after.stream().filter(rule -> !before.contains(rule)).toList(), list);
  }

  private static void add(Ec2Client ec2, String group, List<Properties> rules, String list) {
    if (!rules.isEmpty()) {
      var permissions = rules.stream().map(SecurityGroupTypes::permission).toList();
      if (list.equals(IN)) {
        ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(permissions));
      } else {
        ec2.authorizeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(permissions));
      }
    }
  }

  private static void revoke(
      Ec2Client ec2, String group, List<IpPermission> permissions, String list) {
    if (!permissions.isEmpty()) {
      if (list.equals(IN)) {
        ec2.revokeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(permissions));
      } else {
        ec2.revokeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(permissions));
      }
    }
  }

  private static String admit(Ec2Client ec2, Resource rule) {
    return ec2.authorizeSecurityGroupIngress(
            r -> r.groupId(groupOf(rule)).ipPermissions(permission(rule.properties())))
        .securityGroupRules()
        .getFirst()
        .securityGroupRuleId();
  }

  private static String letOut(Ec2Client ec2, Resource rule) {
    return ec2.authorizeSecurityGroupEgress(
            r -> r.groupId(groupOf(rule)).ipPermissions(permission(rule.properties())))
        .securityGroupRules()
        .getFirst()
        .securityGroupRuleId();
  }

  private static String groupOf(Resource rule) {
    for (var byName :
        List.of("GroupName", "SourceSecurityGroupName", "SourceSecurityGroupOwnerId")) {
      if (rule.properties().has(byName)) {
        throw new IllegalArgumentException(
            byName + " is not acted on in this region: name the groups of this account by id");
      }
    }
    return rule.properties().require("GroupId");
  }

  private static void describe(Ec2Client ec2, Update change, boolean ingress) {
    var description =
        SecurityGroupRuleDescription.builder()
            .securityGroupRuleId(change.id())
            .description(change.properties().text("Description").orElse(null))
            .build();
    var group = groupOf(change.resource());
    if (ingress) {
      ec2.updateSecurityGroupRuleDescriptionsIngress(
          r -> r.groupId(group).securityGroupRuleDescriptions(description));
    } else {
      ec2.updateSecurityGroupRuleDescriptionsEgress(
          r -> r.groupId(group).securityGroupRuleDescriptions(description));
    }
  }

  /** A rule of a template as EC2 wants it. */
  private static IpPermission permission(Properties rule) {
    var description = rule.text("Description").orElse(null);
    var permission =
        IpPermission.builder()
            .ipProtocol(rule.require("IpProtocol"))
            .fromPort(rule.number("FromPort").orElse(null))
            .toPort(rule.number("ToPort").orElse(null));
    rule.text("CidrIp")
        .ifPresent(
            cidr ->
                permission.ipRanges(
                    IpRange.builder().cidrIp(cidr).description(description).build()));
    rule.text("CidrIpv6")
        .ifPresent(
            cidr ->
                permission.ipv6Ranges(
                    Ipv6Range.builder().cidrIpv6(cidr).description(description).build()));
    rule.text("SourcePrefixListId")
        .or(() -> rule.text("DestinationPrefixListId"))
        .ifPresent(
            list ->
                permission.prefixListIds(
                    PrefixListId.builder().prefixListId(list).description(description).build()));
    rule.text("SourceSecurityGroupId")
        .or(() -> rule.text("DestinationSecurityGroupId"))
        .ifPresent(
            group ->
                permission.userIdGroupPairs(
                    UserIdGroupPair.builder().groupId(group).description(description).build()));
    return permission.build();
  }
}
