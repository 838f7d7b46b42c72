package com.shangwellness.infra.zone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Complete;
import com.shangwellness.infra.CompleteFile;
import com.shangwellness.infra.Production;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import com.shangwellness.infra.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Stack;

class ZoneTest {
  private static final Template ZONE = Complete.template("zone");

  @Test
  void it_comes_first_and_stands_in_us_east_1_where_cloudfront_looks_for_certificates() {
    assertThat(Complete.production().stacks())
        .first()
        .satisfies(stack -> assertThat(stack.getStackName()).isEqualTo("shangwellness-prod-zone"))
        .extracting(Stack::getRegion)
        .isEqualTo("us-east-1");
  }

  @Test
  void without_a_domain_there_is_none() {
    assertThat(Synthesized.production().stacks())
        .noneMatch(stack -> stack.getStackName().endsWith("-zone"));
  }

  @Test
  void its_name_servers_are_put_out_for_the_registrar() {
    assertThat(ZONE.outputs())
        .containsExactlyInAnyOrder("HostedZoneId", "ViewerCertificateArn", "NameServers");
  }

  @Test
  void every_question_is_logged_where_route_53_can_write() {
    var zone = ZONE.only("AWS::Route53::HostedZone");
    var log = zone.at("/Properties/QueryLoggingConfig/CloudWatchLogsLogGroupArn").asText();
    var policy = ZONE.properties("AWS::Logs::ResourcePolicy").get("PolicyDocument").asText();

    // Route 53 guide: the group must be in us-east-1, and the policy must come first.
    assertThat(log)
        .isEqualTo("arn:aws:logs:us-east-1:669097061043:log-group:/aws/route53/shangwellness.com");
    assertThat(policy).contains(log + ":*", "route53.amazonaws.com", "aws:SourceAccount");
    assertThat(zone.get("DependsOn")).isNotEmpty();
  }

  @Test
  void a_zone_that_is_deleted_would_take_the_domain_with_it_so_it_stays() {
    assertThat(ZONE.only("AWS::Route53::HostedZone").get("DeletionPolicy").asText())
        .isEqualTo("RetainExceptOnCreate");
  }

  @Test
  void the_certificate_is_for_every_name_and_proves_each_in_the_zone() {
    var certificate = ZONE.properties("AWS::CertificateManager::Certificate");

    assertThat(certificate.get("DomainName").asText()).isEqualTo("shangwellness.com");
    assertThat(certificate.get("SubjectAlternativeNames"))
        .extracting(JsonNode::asText)
        .containsExactly("www.shangwellness.com");
    assertThat(certificate.get("DomainValidationOptions").findValuesAsText("DomainName"))
        .containsExactly("shangwellness.com", "www.shangwellness.com");
  }

  @Test
  void an_existing_zone_is_used_and_never_made_or_changed(@TempDir Path out) throws IOException {
    var yaml =
        Files.writeString(
            out.resolve("prod.yaml"),
            CompleteFile.yaml().replace("hostedZone: new", "hostedZone: Z0123456789ABC"));

    new Production(SettingsReader.read(yaml), out, Map.of()).write();
    var zone = Template.read(out.resolve("shangwellness-prod-zone.template.json"));

    assertThat(zone.resources("AWS::Route53::HostedZone")).isEmpty();
    assertThat(zone.json().at("/Outputs/HostedZoneId/Value").asText()).isEqualTo("Z0123456789ABC");
    assertThat(
            zone.properties("AWS::CertificateManager::Certificate")
                .findValuesAsText("HostedZoneId"))
        .containsOnly("Z0123456789ABC");
  }
}
