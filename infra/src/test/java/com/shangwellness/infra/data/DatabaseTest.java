package com.shangwellness.infra.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final Template DATA = Synthesized.data();

  @Test
  void rds_keeps_the_password_under_our_key() {
    var secret = DATA.properties("AWS::RDS::DBCluster").get("MasterUserSecret");

    assertThat(DATA.target(secret.get("KmsKeyId")).get("Type").asText()).isEqualTo("AWS::KMS::Key");
    assertThat(DATA.resources("AWS::SecretsManager::Secret")).isEmpty();
  }

  @Test
  void its_log_groups_are_there_before_it_writes_to_them() {
    var exported = new ArrayList<String>();
    DATA.properties("AWS::RDS::DBCluster")
        .get("EnableCloudwatchLogsExports")
        .forEach(log -> exported.add("/aws/rds/cluster/shangwellness-prod-aurora/" + log.asText()));
    var before = new ArrayList<String>();
    DATA.only("AWS::RDS::DBCluster")
        .get("DependsOn")
        .forEach(
            id ->
                before.add(
                    DATA.json()
                        .at("/Resources/" + id.asText() + "/Properties/LogGroupName")
                        .asText()));

    assertThat(before).containsExactlyInAnyOrderElementsOf(exported);
  }

  @Test
  void nothing_logs_what_customers_wrote() {
    var parameters = DATA.properties("AWS::RDS::DBClusterParameterGroup").get("Parameters");

    assertThat(parameters.has("general_log")).isFalse();
    assertThat(parameters.get("server_audit_events").asText().split(","))
        .doesNotContain("QUERY", "QUERY_DML");
  }

  @Test
  void its_instances_are_private_and_any_may_become_the_writer() {
    assertThat(DATA.allProperties("AWS::RDS::DBInstance"))
        .hasSize(2)
        .noneMatch(instance -> instance.get("PubliclyAccessible").asBoolean())
        .allMatch(instance -> instance.get("PromotionTier").asInt() <= 1);
  }

  @Test
  void what_others_need_is_put_out() {
    assertThat(DATA.outputs())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "DatabaseCluster",
                "DatabaseEndpoint",
                "DatabaseReaderEndpoint",
                "DatabaseSecretArn",
                "DataKeyArn",
                "RepositoryArn",
                "RepositoryName",
                "RepositoryUri"));
  }
}
