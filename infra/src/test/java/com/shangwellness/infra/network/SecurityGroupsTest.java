package com.shangwellness.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Complete;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityGroupsTest {
  private static final Template NETWORK = Synthesized.network();

  @Test
  void who_may_be_reached_by_whom() {
    var ways = new TreeSet<String>();
    for (var rule : NETWORK.allProperties("AWS::EC2::SecurityGroupIngress")) {
      ways.add(peer(rule, "Source") + " → " + group(rule) + port(rule));
    }

    assertThat(ways)
        .containsExactlyInAnyOrder(
            "internet → alb :80",
            "internet → alb :443",
            "alb → ecs :80",
            "ecs → rds :3306",
            "ecs → endpoints :443");
  }

  @Test
  void who_may_reach_whom() {
    var ways = new TreeSet<String>();
    for (var rule : NETWORK.allProperties("AWS::EC2::SecurityGroupEgress")) {
      ways.add(group(rule) + " → " + peer(rule, "Destination") + port(rule));
    }

    assertThat(ways)
        .containsExactlyInAnyOrder(
            "alb → ecs :80",
            "ecs → rds :3306",
            "ecs → endpoints :443",
            "ecs → pl-78a54011 :443",
            "ecs → internet :443");
  }

  @Test
  void a_group_by_itself_reaches_nothing_and_is_reached_by_nobody() {
    // Without an egress rule of its own, EC2 would give it one to everywhere.
    assertThat(NETWORK.allProperties("AWS::EC2::SecurityGroup"))
        .hasSize(4)
        .allSatisfy(
            group -> {
              assertThat(group.has("SecurityGroupIngress")).isFalse();
              assertThat(group.get("SecurityGroupEgress")).hasSize(1);
              assertThat(group.at("/SecurityGroupEgress/0/CidrIp").asText())
                  .isEqualTo("127.0.0.1/32");
            });
  }

  @Test
  void the_test_listener_is_closed_to_the_internet() {
    int testPort = Synthesized.settings().loadBalancer().testPort();

    assertThat(NETWORK.allProperties("AWS::EC2::SecurityGroupIngress"))
        .filteredOn(rule -> rule.has("CidrIp"))
        .noneMatch(
            rule ->
                rule.get("FromPort").asInt() <= testPort && rule.get("ToPort").asInt() >= testPort);
  }

  @Test
  void other_stacks_add_no_rules() {
    var others =
        Stream.of(Synthesized.templates(), Complete.templates())
            .flatMap(List::stream)
            .filter(template -> template.resources("AWS::EC2::VPC").isEmpty());

    assertThat(others)
        .hasSizeGreaterThan(8)
        .noneMatch(template -> template.json().toString().contains("AWS::EC2::SecurityGroup"));
  }

  /** The whole matrix, each cell: rows ask, columns are asked. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          from,     alb,      ecs, rds,  endpoints, internet
          internet, '80,443', ,    ,     ,
          alb,      ,         80,  ,     ,
          ecs,      ,         ,    3306, 443,       443
          rds,      ,         ,    ,     ,
          endpoints, ,        ,    ,     ,
          """)
  void nobody_reaches_anybody_else(
      String from, String alb, String ecs, String rds, String endpoints, String internet) {
    assertThat(ports(from, "alb")).isEqualTo(alb);
    assertThat(ports(from, "ecs")).isEqualTo(ecs);
    assertThat(ports(from, "rds")).isEqualTo(rds);
    assertThat(ports(from, "endpoints")).isEqualTo(endpoints);
    assertThat(ports(from, "internet")).isEqualTo(internet);
  }

  @Test
  void a_domain_opens_no_further_door() {
    assertThat(Complete.template("network").json()).isEqualTo(NETWORK.json());
  }

  /** What both ends allow: the one that asks must be let out, the one that is asked must admit. */
  private static String ports(String from, String to) {
    var out = new TreeSet<Integer>();
    var in = new TreeSet<Integer>();
    for (var rule : NETWORK.allProperties("AWS::EC2::SecurityGroupEgress")) {
      if (group(rule).equals(from) && peer(rule, "Destination").equals(to)) {
        out.add(rule.get("FromPort").asInt());
      }
    }
    for (var rule : NETWORK.allProperties("AWS::EC2::SecurityGroupIngress")) {
      if (group(rule).equals(to) && peer(rule, "Source").equals(from)) {
        in.add(rule.get("FromPort").asInt());
      }
    }
    var both = from.equals("internet") ? in : out;
    if (!from.equals("internet") && !to.equals("internet")) {
      both.retainAll(in);
    }
    return both.isEmpty()
        ? null
        : both.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String peer(JsonNode rule, String direction) {
    if (rule.has("CidrIp")) {
      assertThat(rule.get("CidrIp").asText()).isEqualTo("0.0.0.0/0");
      return "internet";
    }
    var group = rule.get(direction + "SecurityGroupId");
    return group == null ? rule.get(direction + "PrefixListId").asText() : name(group);
  }

  private static String group(JsonNode rule) {
    return name(rule.get("GroupId"));
  }

  /** The part of the group's name between shangwellness-prod- and -sg. */
  private static String name(JsonNode reference) {
    var name = NETWORK.target(reference).at("/Properties/GroupName").asText();
    return name.replace("shangwellness-prod-", "").replace("-sg", "");
  }

  private static String port(JsonNode rule) {
    assertThat(rule.get("FromPort")).isEqualTo(rule.get("ToPort"));
    return " :" + rule.get("FromPort").asText();
  }
}
