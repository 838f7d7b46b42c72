package com.shangwellness.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseNoticesTest {

  @Test
  void failovers_failures_and_maintenance_of_the_database_reach_the_team() {
    var rule = rule(Synthesized.monitoring(), "shangwellness-prod-database-event");

    // RDS guide, "Monitoring Amazon Aurora events".
    assertThat(rule.at("/EventPattern/source/0").asText()).isEqualTo("aws.rds");
    assertThat(texts(rule.at("/EventPattern/detail-type")))
        .containsExactly("RDS DB Cluster Event", "RDS DB Instance Event");
    assertThat(texts(rule.at("/EventPattern/detail/EventCategories")))
        .containsExactly("failover", "failure", "maintenance");
    assertThat(
            Synthesized.monitoring()
                .target(rule.at("/Targets/0/Arn"))
                .at("/Properties/TopicName")
                .asText())
        .isEqualTo("shangwellness-prod-alerts");
  }

  @Test
  void they_are_those_of_this_cluster_and_of_each_of_its_instances() {
    var data = Synthesized.data();

    assertThat(sources(Synthesized.monitoring(), "shangwellness-prod-database-event"))
        .first()
        .isEqualTo(
            "arn:aws:rds:ap-south-1:669097061043:cluster:"
                + data.properties("AWS::RDS::DBCluster").get("DBClusterIdentifier").asText());
    assertThat(sources(Synthesized.monitoring(), "shangwellness-prod-database-event"))
        .filteredOn(source -> source.contains(":db:"))
        .containsExactlyInAnyOrderElementsOf(
            data.allProperties("AWS::RDS::DBInstance").stream()
                .map(instance -> instance.get("DBInstanceIdentifier").asText())
                .map(name -> "arn:aws:rds:ap-south-1:669097061043:db:" + name)
                .toList());
    // Two environments of an account do not tell each other's.
    assertThat(sources(Synthesized.staging("monitoring"), "shangwellness-staging-database-event"))
        .hasSize(2)
        .allMatch(source -> source.contains(":shangwellness-staging-aurora"));
  }

  private static List<String> sources(Template monitoring, String rule) {
    return texts(rule(monitoring, rule).at("/EventPattern/detail/SourceArn"));
  }

  private static JsonNode rule(Template monitoring, String name) {
    return Template.named(monitoring.allProperties("AWS::Events::Rule"), "Name", name);
  }

  private static List<String> texts(JsonNode many) {
    return many.valueStream().map(JsonNode::asText).toList();
  }
}
