package com.shangwellness.region.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

class SecurityGroupsTest {

  private final Stage stage = new Stage();
  private final Ec2 ec2 = new Ec2(stage.place, stage.timeline, stage.store, stage.ids);
  private String vpc;
  private String group;

  @BeforeEach
  void a_group() {
    vpc = stage.ask(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
    group = group("alb");
  }

  private String group(String name) {
    return stage
        .ask(() -> ec2.createSecurityGroup(r -> r.vpcId(vpc).groupName(name).description("x")))
        .groupId();
  }

  private SecurityGroup described(String id) {
    return stage
        .ask(() -> ec2.describeSecurityGroups(r -> r.groupIds(id)))
        .securityGroups()
        .getFirst();
  }

  private static IpPermission port(int port, UnaryOperator<IpPermission.Builder> peer) {
    return peer.apply(IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port)).build();
  }

  private static IpPermission port(int port, String cidr) {
    return port(port, p -> p.ipRanges(IpRange.builder().cidrIp(cidr).build()));
  }

  private String admit(String to, IpPermission permission) {
    return stage
        .ask(() -> ec2.authorizeSecurityGroupIngress(r -> r.groupId(to).ipPermissions(permission)))
        .securityGroupRules()
        .getFirst()
        .securityGroupRuleId();
  }

  private String refused(IpPermission permission) {
    return stage.refused(
        () -> ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(permission)));
  }

  @Test
  void a_new_group_admits_nothing_and_lets_everything_out() {
    assertThat(described(group).ipPermissions()).isEmpty();
    assertThat(described(group).ipPermissionsEgress())
        .singleElement()
        .satisfies(p -> assertThat(p.ipProtocol()).isEqualTo("-1"));
  }

  @Test
  void peers_of_one_port_are_one_permission_and_many_rules() {
    admit(group, port(80, "0.0.0.0/0"));
    admit(group, port(80, "10.0.0.0/8"));
    admit(group, port(443, "0.0.0.0/0"));

    assertThat(described(group).ipPermissions()).hasSize(2);
    assertThat(
            stage.ask(() -> ec2.describeSecurityGroupRules(r -> {})).securityGroupRules().stream()
                .filter(r -> r.groupId().equals(group) && !r.isEgress()))
        .hasSize(3)
        .allMatch(r -> r.securityGroupRuleId().startsWith("sgr-"));
  }

  @Test
  void a_rule_that_is_there_already_is_refused() {
    admit(group, port(80, "0.0.0.0/0"));

    assertThat(refused(port(80, "0.0.0.0/0")))
        .isEqualTo(
            "InvalidPermission.Duplicate: the specified rule \"peer: 0.0.0.0/0, TCP, from port: 80,"
                + " to port: 80, ALLOW\" already exists");
  }

  @Test
  void a_group_that_another_refers_to_is_not_deleted() {
    var service = group("service");
    var rule =
        admit(
            service,
            port(80, p -> p.userIdGroupPairs(UserIdGroupPair.builder().groupId(group).build())));

    assertThat(stage.refused(() -> ec2.deleteSecurityGroup(r -> r.groupId(group))))
        .isEqualTo("DependencyViolation: resource " + group + " has a dependent object");
    stage.ask(
        () -> ec2.revokeSecurityGroupIngress(r -> r.groupId(service).securityGroupRuleIds(rule)));
    stage.ask(() -> ec2.deleteSecurityGroup(r -> r.groupId(group)));
  }

  @Test
  void a_group_of_an_interface_is_not_deleted_and_the_default_one_never() {
    var subnet =
        stage
            .ask(() -> ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock("10.0.0.0/24")))
            .subnet()
            .subnetId();
    stage.ask(() -> ec2.createNetworkInterface(r -> r.subnetId(subnet).groups(group)));
    var defaultGroup =
        stage
            .ask(() -> ec2.describeSecurityGroups(r -> r.groupNames("default")))
            .securityGroups()
            .getFirst()
            .groupId();

    assertThat(stage.refused(() -> ec2.deleteSecurityGroup(r -> r.groupId(group))))
        .startsWith("DependencyViolation");
    assertThat(stage.refused(() -> ec2.deleteSecurityGroup(r -> r.groupId(defaultGroup))))
        .startsWith("CannotDelete");
  }

  @Test
  void CloudFronts_prefix_list_leaves_room_for_five_rules() {
    var cloudFront =
        stage.ask(() -> ec2.describeManagedPrefixLists(r -> {})).prefixLists().stream()
            .filter(l -> l.prefixListName().equals("com.amazonaws.global.cloudfront.origin-facing"))
            .findFirst()
            .orElseThrow()
            .prefixListId();
    admit(
        group,
        port(443, p -> p.prefixListIds(PrefixListId.builder().prefixListId(cloudFront).build())));

    assertThat(
            refused(
                port(
                    80,
                    p -> p.prefixListIds(PrefixListId.builder().prefixListId(cloudFront).build()))))
        .startsWith("RulesPerSecurityGroupLimitExceeded");
    for (int i = 1; i <= 5; i++) {
      admit(group, port(80 + i, "0.0.0.0/0"));
    }
    assertThat(refused(port(90, "0.0.0.0/0"))).startsWith("RulesPerSecurityGroupLimitExceeded");
  }

  @ParameterizedTest(name = "{0} {1}-{2} {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp | 90 | 80    | 0.0.0.0/0  | InvalidParameterValue: Invalid TCP port range (90:80)",
        "tcp | 80 | 70000 | 0.0.0.0/0  | InvalidParameterValue: Invalid TCP port range (80:70000)",
        "abc | 80 | 80    | 0.0.0.0/0  | InvalidParameterValue: Invalid value 'abc' for IP"
            + " protocol. Unknown protocol.",
        "tcp | 80 | 80    | 300.0.0.0/8 | InvalidParameterValue: CIDR block 300.0.0.0/8 is"
            + " malformed",
      })
  void a_rule_that_makes_no_sense_is_refused(
      String protocol, int from, int to, String cidr, String error) {
    assertThat(
            refused(
                IpPermission.builder()
                    .ipProtocol(protocol)
                    .fromPort(from)
                    .toPort(to)
                    .ipRanges(IpRange.builder().cidrIp(cidr).build())
                    .build()))
        .isEqualTo(error);
  }

  @Test
  void descriptions_have_the_characters_that_EC2_takes() {
    assertThat(
            refused(
                port(
                    80,
                    p ->
                        p.ipRanges(
                            IpRange.builder()
                                .cidrIp("0.0.0.0/0")
                                .description("users → site")
                                .build()))))
        .startsWith("InvalidParameterValue: Invalid rule description.");
    assertThat(
            stage.refused(
                () ->
                    ec2.createSecurityGroup(r -> r.vpcId(vpc).groupName("b").description("what?"))))
        .startsWith("InvalidParameterValue: Value (what?) for parameter GroupDescription");
    assertThat(
            stage.refused(
                () ->
                    ec2.createSecurityGroup(
                        r -> r.vpcId(vpc).groupName("alb").description("again"))))
        .isEqualTo(
            "InvalidGroup.Duplicate: The security group 'alb' already exists for VPC '"
                + vpc
                + "'");
  }

  @Test
  void what_is_refused_half_way_leaves_nothing_behind() {
    assertThat(
            stage.refused(
                () ->
                    ec2.authorizeSecurityGroupIngress(
                        r ->
                            r.groupId(group)
                                .ipPermissions(port(80, "0.0.0.0/0"), port(81, "nonsense")))))
        .startsWith("InvalidParameterValue");

    assertThat(described(group).ipPermissions()).isEmpty();
  }
}
