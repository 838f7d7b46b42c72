package com.shangwellness.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Complete;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How CloudFront and the load balancer know each other. */
class OriginTest {
  private static final Template PLAIN = Synthesized.service();
  private static final Template DOMAIN = Complete.template("service");

  @ParameterizedTest
  @MethodSource("both")
  void who_does_not_show_the_key_is_refused(Template service) {
    var acl = service.properties("AWS::WAFv2::WebACL");
    var association = service.properties("AWS::WAFv2::WebACLAssociation");

    assertThat(acl.get("Scope").asText()).isEqualTo("REGIONAL");
    assertThat(acl.get("DefaultAction").has("Block")).isTrue();
    assertThat(acl.get("Rules")).hasSize(1);
    assertThat(acl.at("/Rules/0/Action").has("Allow")).isTrue();
    assertThat(service.target(association.get("ResourceArn")).get("Type").asText())
        .isEqualTo("AWS::ElasticLoadBalancingV2::LoadBalancer");
  }

  @ParameterizedTest
  @MethodSource("both")
  void no_listener_has_a_rule_for_it(Template service) {
    assertThat(service.resources("AWS::ElasticLoadBalancingV2::ListenerRule")).isEmpty();
  }

  @Test
  void cloudfront_shows_what_the_load_balancer_accepts() {
    assertThat(accepted(PLAIN)).containsExactly("shangwellness-prod-origin-key-1");
    assertThat(shown(Synthesized.edge())).isEqualTo("shangwellness-prod-origin-key-1");
  }

  @Test
  void while_a_key_is_new_the_one_before_it_is_accepted_too() {
    assertThat(accepted(DOMAIN))
        .containsExactly("shangwellness-prod-origin-key-1", "shangwellness-prod-origin-key-2");
    assertThat(shown(Complete.template("edge"))).isEqualTo("shangwellness-prod-origin-key-2");
  }

  @Test
  void the_key_is_made_by_secrets_manager_and_carried_to_where_cloudfront_reads_it() {
    assertThat(PLAIN.allProperties("AWS::SecretsManager::Secret"))
        .singleElement()
        .satisfies(
            secret -> {
              assertThat(secret.has("SecretString")).isFalse();
              assertThat(secret.at("/GenerateSecretString/PasswordLength").asInt()).isEqualTo(48);
              assertThat(secret.at("/ReplicaRegions/0/Region").asText()).isEqualTo("us-east-1");
            });
  }

  @ParameterizedTest
  @MethodSource("both")
  void the_key_stays_out_of_logs_and_samples(Template service) {
    var acl = service.properties("AWS::WAFv2::WebACL");
    var logging = service.properties("AWS::WAFv2::LoggingConfiguration");

    assertThat(acl.findValues("SampledRequestsEnabled")).noneMatch(JsonNode::asBoolean);
    assertThat(logging.at("/RedactedFields/0/SingleHeader/Name").asText())
        .isEqualTo("x-shangwellness-origin-key");
  }

  @Test
  void with_a_domain_both_listeners_speak_tls_1_2_or_newer_under_the_origins_certificate() {
    for (int port : List.of(443, 8080)) {
      var listener = listener(DOMAIN, port);

      assertThat(listener.get("Protocol").asText()).isEqualTo("HTTPS");
      assertThat(listener.get("SslPolicy").asText())
          .isEqualTo("ELBSecurityPolicy-TLS13-1-2-2021-06");
      assertThat(
              DOMAIN
                  .target(listener.at("/Certificates/0/CertificateArn"))
                  .at("/Properties/DomainName")
                  .asText())
          .isEqualTo("origin.shangwellness.com");
    }
  }

  @Test
  void with_a_domain_plain_http_is_sent_to_https_once_production_has_left_its_port() {
    var redirect = listener(DOMAIN, 80).at("/DefaultActions/0/RedirectConfig");
    var resource =
        DOMAIN.resources("AWS::ElasticLoadBalancingV2::Listener").stream()
            .filter(listener -> listener.at("/Properties/Port").asInt() == 80)
            .findFirst()
            .orElseThrow();

    assertThat(redirect.get("Protocol").asText()).isEqualTo("HTTPS");
    assertThat(redirect.get("StatusCode").asText()).isEqualTo("HTTP_301");
    assertThat(resource.get("DependsOn").get(0).asText()).startsWith("ListenersProduction");
  }

  @Test
  void the_origins_name_leads_to_the_load_balancer() {
    var record = DOMAIN.properties("AWS::Route53::RecordSet");

    assertThat(record.get("Name").asText()).isEqualTo("origin.shangwellness.com");
    assertThat(DOMAIN.target(record.at("/AliasTarget/DNSName")).get("Type").asText())
        .isEqualTo("AWS::ElasticLoadBalancingV2::LoadBalancer");
    assertThat(record.at("/HostedZoneId/Fn::GetStackOutput/Region").asText())
        .isEqualTo("us-east-1");
  }

  @Test
  void a_domain_leaves_the_frozen_service_alone() {
    assertThat(DOMAIN.only("AWS::ECS::Service")).isEqualTo(PLAIN.only("AWS::ECS::Service"));
  }

  static List<Template> both() {
    return List.of(PLAIN, DOMAIN);
  }

  private static JsonNode listener(Template service, int port) {
    return service.allProperties("AWS::ElasticLoadBalancingV2::Listener").stream()
        .filter(listener -> listener.get("Port").asInt() == port)
        .findFirst()
        .orElseThrow();
  }

  /** The names of the secrets whose values the web ACL looks for. */
  private static List<String> accepted(Template service) {
    return service.properties("AWS::WAFv2::WebACL").findValues("SearchString").stream()
        .map(search -> search.at("/Fn::Join/1/1"))
        .map(secret -> service.target(secret).at("/Properties/Name").asText())
        .toList();
  }

  private static String shown(Template edge) {
    var header =
        edge.properties("AWS::CloudFront::Distribution")
            .at("/DistributionConfig/Origins/0/OriginCustomHeaders/0");
    assertThat(header.get("HeaderName").asText()).isEqualTo(OriginKey.HEADER);
    return header
        .get("HeaderValue")
        .asText()
        .replace("{{resolve:secretsmanager:", "")
        .replace("}}", "");
  }
}
