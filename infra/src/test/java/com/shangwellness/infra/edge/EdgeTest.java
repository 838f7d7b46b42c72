package com.shangwellness.infra.edge;

import static com.shangwellness.infra.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Changed;
import com.shangwellness.infra.Complete;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.Stack;

class EdgeTest {
  private static final Template PLAIN = Synthesized.edge();
  private static final Template DOMAIN = Complete.template("edge");
  private static final String ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

  @Test
  void it_comes_last_and_stands_in_us_east_1() {
    assertThat(Synthesized.production().stacks().getLast())
        .extracting(Stack::getStackName, Stack::getRegion)
        .containsExactly("shangwellness-prod-edge", "us-east-1");
  }

  @ParameterizedTest
  @CsvSource({
    // Managed policies: CachingDisabled and CachingOptimized.
    "/api/*, 4135ea2d-6df8-44a3-9df3-4b5a84be39ad, 7",
    "/assets/*, 658327ea-f89d-4fab-a63d-7e88639e58f6, 2"
  })
  void api_and_hashed_assets_are_cached_as_they_bear(String path, String policy, int methods) {
    var behaviour = named(config(PLAIN).get("CacheBehaviors"), "PathPattern", path);

    assertThat(behaviour.get("CachePolicyId").asText()).isEqualTo(policy);
    assertThat(behaviour.get("AllowedMethods")).hasSize(methods);
  }

  @Test
  void the_page_is_cached_only_as_long_as_the_application_says() {
    var policy =
        PLAIN
            .target(config(PLAIN).at("/DefaultCacheBehavior/CachePolicyId"))
            .at("/Properties/CachePolicyConfig");

    assertThat(policy.get("MinTTL").asInt()).isZero();
    assertThat(policy.get("DefaultTTL").asInt()).isZero();
  }

  @ParameterizedTest
  @MethodSource("both")
  void every_behaviour_compresses_secures_and_keeps_the_host_to_itself(Template edge) {
    var behaviours =
        Stream.concat(
            Stream.of(config(edge).get("DefaultCacheBehavior")),
            config(edge).get("CacheBehaviors").valueStream());

    // The load balancer's certificate is for origin.<domain>: the viewer's Host would break TLS.
    assertThat(behaviours)
        .hasSize(3)
        .allMatch(b -> b.get("Compress").asBoolean())
        .allMatch(b -> b.get("ViewerProtocolPolicy").asText().equals("redirect-to-https"))
        .allMatch(b -> b.get("OriginRequestPolicyId").asText().equals(ALL_BUT_HOST))
        .allMatch(b -> b.has("ResponseHeadersPolicyId"));
  }

  @Test
  void browsers_are_told_to_stay_with_tls_and_out_of_frames() {
    var headers =
        PLAIN
            .properties("AWS::CloudFront::ResponseHeadersPolicy")
            .at("/ResponseHeadersPolicyConfig/SecurityHeadersConfig");

    assertThat(headers.at("/StrictTransportSecurity/AccessControlMaxAgeSec").asInt())
        .isGreaterThanOrEqualTo(31_536_000);
    assertThat(headers.at("/FrameOptions/FrameOption").asText()).isEqualTo("DENY");
    assertThat(headers.has("ContentTypeOptions")).isTrue();
    // The application knows what its page loads.
    assertThat(headers.has("ContentSecurityPolicy")).isFalse();
  }

  @Test
  void with_a_domain_cloudfront_asks_by_tls_under_a_name_that_the_certificate_has() {
    var origin = config(DOMAIN).at("/Origins/0");
    var viewers = config(DOMAIN).get("ViewerCertificate");

    assertThat(origin.get("DomainName").asText()).isEqualTo("origin.shangwellness.com");
    assertThat(origin.at("/CustomOriginConfig/OriginProtocolPolicy").asText())
        .isEqualTo("https-only");
    assertThat(origin.at("/CustomOriginConfig/OriginSSLProtocols").toString())
        .isEqualTo("[\"TLSv1.2\"]");
    assertThat(viewers.get("MinimumProtocolVersion").asText()).isEqualTo("TLSv1.2_2021");
    assertThat(config(DOMAIN).get("Aliases"))
        .extracting(JsonNode::asText)
        .containsExactly("shangwellness.com", "www.shangwellness.com");
  }

  @Test
  void every_name_leads_to_cloudfront_by_both_protocols_of_the_internet() {
    assertThat(DOMAIN.allProperties("AWS::Route53::RecordSet"))
        .extracting(r -> r.get("Name").asText() + " " + r.get("Type").asText())
        .containsExactlyInAnyOrder(
            "shangwellness.com A",
            "shangwellness.com AAAA",
            "www.shangwellness.com A",
            "www.shangwellness.com AAAA");
    assertThat(DOMAIN.allProperties("AWS::Route53::RecordSet"))
        .extracting(r -> r.get("SetIdentifier").asText() + " " + r.get("Weight").asText())
        .containsOnly("shangwellness-prod 255");
    assertThat(PLAIN.resources("AWS::Route53::RecordSet")).isEmpty();
  }

  @Test
  void without_a_domain_it_works_under_cloudfronts_own_name() {
    assertThat(config(PLAIN).has("Aliases")).isFalse();
    assertThat(config(PLAIN).at("/Origins/0/CustomOriginConfig/OriginProtocolPolicy").asText())
        .isEqualTo("http-only");
    assertThat(PLAIN.json().at("/Outputs/SiteUrl").toString()).contains("DomainName");
  }

  @ParameterizedTest
  @MethodSource("both")
  void floods_and_known_attacks_are_refused(Template edge) {
    var acl = edge.properties("AWS::WAFv2::WebACL");

    assertThat(acl.get("Scope").asText()).isEqualTo("CLOUDFRONT");
    assertThat(acl.get("Rules").findValuesAsText("Priority"))
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(acl.at("/Rules/0/Action").has("Block")).isTrue();
    // None: the group's own actions count, nothing is only counted.
    assertThat(acl.get("Rules").findValues("OverrideAction"))
        .hasSize(4)
        .allMatch(action -> action.has("None"));
    assertThat(config(edge).get("WebACLId").toString()).contains("Acl");
  }

  @ParameterizedTest
  @MethodSource("both")
  void refusals_are_logged_without_what_users_sign_in_with(Template edge) {
    var logging = edge.properties("AWS::WAFv2::LoggingConfiguration");

    // WAF guide: names of such groups begin with aws-waf-logs-; the ARN ends without :*.
    assertThat(logging.at("/LogDestinationConfigs/0").asText())
        .isEqualTo(
            "arn:aws:logs:us-east-1:669097061043:log-group:aws-waf-logs-shangwellness-prod-site");
    assertThat(logging.get("RedactedFields").findValuesAsText("Name"))
        .containsExactly("authorization", "cookie");
    assertThat(logging.at("/LoggingFilter/DefaultBehavior").asText()).isEqualTo("DROP");
    assertThat(logging.at("/LoggingFilter/Filters/0/Conditions/0/ActionCondition/Action").asText())
        .isEqualTo("BLOCK");
  }

  @Test
  void alarms_at_the_edge_reach_people_in_their_own_region() {
    assertThat(alarms(PLAIN))
        .containsExactlyInAnyOrder(
            "shangwellness-prod-edge-site-down",
            "shangwellness-prod-edge-server-errors",
            "shangwellness-prod-edge-refusals");
    assertThat(alarms(DOMAIN)).contains("shangwellness-prod-edge-certificate").hasSize(4);
    assertThat(DOMAIN.allProperties("AWS::CloudWatch::Alarm"))
        .allMatch(alarm -> alarm.at("/AlarmActions/0").has("Ref"))
        .allMatch(alarm -> alarm.get("AlarmDescription").asText().contains("runbooks/"));
  }

  @ParameterizedTest
  @MethodSource("both")
  void the_alarm_of_refusals_asks_for_the_name_that_the_firewall_counts_under(Template edge) {
    var alarm =
        edge.allProperties("AWS::CloudWatch::Alarm").stream()
            .filter(a -> a.get("MetricName").asText().equals("BlockedRequests"))
            .findFirst()
            .orElseThrow();

    // WAF guide: the dimension is the metric name of the web ACL, not its name.
    assertThat(named(alarm.get("Dimensions"), "Name", "WebACL").get("Value"))
        .isEqualTo(edge.properties("AWS::WAFv2::WebACL").at("/VisibilityConfig/MetricName"));
  }

  @Test
  void the_emergency_phone_hears_of_what_hurts_users_and_of_nothing_else() {
    assertThat(subscriptions(PLAIN))
        .extracting(s -> s.get("Protocol").asText())
        .containsOnly("email");

    var edge = Complete.template("edge");
    var phones =
        subscriptions(edge).stream().filter(s -> s.get("Protocol").asText().equals("sms")).toList();
    assertThat(phones).hasSize(1);
    var phone = phones.getFirst();
    assertThat(phone.get("Endpoint").asText()).isEqualTo("+912212345678");
    assertThat(edge.allProperties("AWS::CloudWatch::Alarm"))
        .filteredOn(
            alarm ->
                alarm.get("AlarmActions").toString().contains(phone.at("/TopicArn/Ref").asText()))
        .extracting(alarm -> alarm.get("AlarmName").asText())
        .containsExactlyInAnyOrder(
            "shangwellness-prod-edge-site-down", "shangwellness-prod-edge-server-errors");
  }

  private static List<JsonNode> subscriptions(Template edge) {
    return edge.allProperties("AWS::SNS::Subscription");
  }

  @Test
  void while_others_share_its_names_it_has_no_record_that_they_may_lack(@TempDir Path out) {
    var domain = "domain: {name: shangwellness.com, otherNames: [], hostedZone: new, weight: 254}";
    var shared = Changed.of("\ndomain: none\n", "\n" + domain + "\n", out).template("edge");

    assertThat(shared.allProperties("AWS::Route53::RecordSet"))
        .extracting(r -> r.get("Type").asText() + " " + r.get("Weight").asText())
        .containsOnly("A 254");
  }

  @ParameterizedTest
  @CsvSource({
    "edge, cloudwatch.amazonaws.com, 669097061043",
    // EventBridge names no account: a condition on it would drop each message.
    "protection, events.amazonaws.com, ''"
  })
  void a_topic_has_a_key_that_its_publisher_may_use(String part, String publisher, String account) {
    var stack = Complete.template(part);
    assertThat(stack.allProperties("AWS::SNS::Topic"))
        .isNotEmpty()
        .allSatisfy(
            topic -> assertMayUse(stack.target(topic.get("KmsMasterKeyId")), publisher, account));
  }

  private static void assertMayUse(JsonNode key, String publisher, String account) {
    var statements = key.at("/Properties/KeyPolicy/Statement");

    // With alias/aws/sns, messages of alarms would be dropped without a word.
    assertThat(statements)
        .filteredOn(s -> s.at("/Principal/Service").asText().equals(publisher))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.get("Action"))
                  .extracting(JsonNode::asText)
                  .containsExactly("kms:Decrypt", "kms:GenerateDataKey");
              assertThat(s.at("/Condition/StringEquals/aws:SourceAccount").asText())
                  .isEqualTo(account);
            });
  }

  @Test
  void access_logs_come_without_access_control_lists_and_end() {
    var bucket = PLAIN.properties("AWS::S3::Bucket");

    assertThat(bucket.has("AccessControl")).isFalse();
    assertThat(bucket.has("OwnershipControls")).isFalse();
    assertThat(bucket.at("/LifecycleConfiguration/Rules/0/ExpirationInDays").asInt()).isEqualTo(90);
    assertThat(bucket.at("/BucketEncryption/ServerSideEncryptionConfiguration").toString())
        .contains("AES256");
  }

  static List<Template> both() {
    return List.of(PLAIN, DOMAIN);
  }

  private static JsonNode config(Template edge) {
    return edge.properties("AWS::CloudFront::Distribution").get("DistributionConfig");
  }

  private static List<String> alarms(Template edge) {
    return edge.allProperties("AWS::CloudWatch::Alarm").stream()
        .map(alarm -> alarm.get("AlarmName").asText())
        .toList();
  }
}
