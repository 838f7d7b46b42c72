package com.shangwellness.region.elasticloadbalancingv2;

import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.answers;
import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.forward;
import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.groupRequest;
import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.Frontend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

class ElasticLoadBalancingV2Test {

  private static final String BLUE_TARGET = "10.0.0.11";
  private static final String GREEN_TARGET = "10.0.1.12";

  @TempDir Path folder;

  private ElbStage stage;

  @BeforeEach
  void begin() {
    stage = new ElbStage(folder);
  }

  private String refused(Function<ElasticLoadBalancingV2Client, ?> question) {
    var refusal =
        Assertions.catchThrowableOfType(AwsServiceException.class, () -> stage.ask(question));
    assertThat(refusal).as("it was not refused").isNotNull();
    var details = refusal.awsErrorDetails();
    var code =
        details == null
            ? refusal.getClass().getSimpleName().replaceFirst("Exception$", "")
            : details.errorCode();
    return code + ": " + AwsErrors.message(refusal);
  }

  private LoadBalancer described(String arn) {
    return stage
        .ask(elb -> elb.describeLoadBalancers(r -> r.loadBalancerArns(arn)))
        .loadBalancers()
        .getFirst();
  }

  private static Action fixed(int status) {
    return Action.builder()
        .type(ActionTypeEnum.FIXED_RESPONSE)
        .fixedResponseConfig(f -> f.statusCode(String.valueOf(status)))
        .build();
  }

  private static RuleCondition path(String pattern) {
    return RuleCondition.builder().field("path-pattern").values(pattern).build();
  }

  private int status(String uri) {
    return stage.traffic.get(ElbStage.SITE, uri).status().orElseThrow();
  }

  // ---- load balancers

  @Test
  void a_load_balancer_is_provisioned_then_active_with_a_node_and_a_name_in_each_zone() {
    var arn = stage.loadBalancer("shangwellness-prod-alb");
    var made = described(arn);
    assertThat(made.state().codeAsString()).isEqualTo("provisioning");
    assertThat(made.dnsName())
        .matches("shangwellness-prod-alb-\\d{9,10}\\.ap-south-1\\.elb\\.amazonaws\\.com");
    assertThat(arn)
        .matches(
            "arn:aws:elasticloadbalancing:ap-south-1:669097061043:loadbalancer/app/"
                + "shangwellness-prod-alb/[0-9a-f]{16}");
    assertThat(made.canonicalHostedZoneId()).isEqualTo("ZP97RAFLXTNZK");

    stage.passes(2);
    assertThat(described(arn).state().codeAsString()).isEqualTo("active");
    assertThat(stage.network.interfaces()).hasSize(2);
    assertThat(stage.names.resolve(made.dnsName())).contains(List.of("127.0.0.201", "127.0.1.202"));
  }

  @Test
  void the_same_load_balancer_again_is_given_back_and_another_of_its_name_is_refused() {
    var arn = stage.loadBalancer("web");
    assertThat(stage.loadBalancer("web")).isEqualTo(arn);

    assertThat(
            refused(
                elb ->
                    elb.createLoadBalancer(
                        r ->
                            r.name("web")
                                .subnets(TwoZones.SUBNET_A, TwoZones.SUBNET_B)
                                .scheme("internal")
                                .securityGroups(TwoZones.GROUP))))
        .isEqualTo(
            "DuplicateLoadBalancerName: A load balancer with the same name 'web' exists, but with"
                + " different settings");
  }

  @Test
  void an_address_that_another_program_holds_is_named_and_taken_once_it_is_free() {
    stage.traffic.take(ElbStage.SITE);
    var arn = stage.loadBalancer("web");
    stage.passes(5);
    var listener = stage.listener(arn, 80, fixed(200));
    stage.passes(1);
    assertThat(described(arn).state().code()).isEqualTo(LoadBalancerStateEnum.ACTIVE_IMPAIRED);
    assertThat(described(arn).state().reason())
        .isEqualTo("127.0.0.1:8080 is in use by another program");

    stage.passes(60);
    assertThat(described(arn).state().code()).isEqualTo(LoadBalancerStateEnum.ACTIVE_IMPAIRED);
    stage.traffic.release(ElbStage.SITE);
    stage.passes(6);
    assertThat(described(arn).state().code()).isEqualTo(LoadBalancerStateEnum.ACTIVE);
    assertThat(stage.serving(listener).refused()).isEmpty();
    assertThat(stage.serving(listener).bound()).contains(ElbStage.SITE);
  }

  @Test
  void subnets_must_be_there_and_in_two_zones() {
    assertThat(
            refused(
                elb -> elb.createLoadBalancer(r -> r.name("web").subnets("subnet-a", "subnet-x"))))
        .isEqualTo("SubnetNotFound: The subnet ID 'subnet-x' does not exist");
    assertThat(refused(elb -> elb.createLoadBalancer(r -> r.name("web").subnets("subnet-a"))))
        .isEqualTo(
            "ValidationError: At least two subnets in two different Availability Zones must be"
                + " specified");
    assertThat(stage.network.interfaces()).isEmpty();
  }

  @Test
  void a_protected_load_balancer_is_not_deleted_and_an_unprotected_one_leaves_nothing() {
    var arn = stage.loadBalancer("web");
    var group = stage.targetGroup("blue");
    stage.listener(arn, 80, forward(group));
    stage.passes(2);
    protect(arn, true);
    assertThat(refused(elb -> elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn))))
        .isEqualTo(
            "OperationNotPermitted: Load balancer '"
                + arn
                + "' cannot be deleted because deletion protection is enabled");

    var name = described(arn).dnsName();
    protect(arn, false);
    stage.ask(elb -> elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn)));
    assertThat(stage.network.interfaces()).isEmpty();
    assertThat(stage.names.resolve(name)).isEmpty();
    assertThatThrownBy(() -> status("/")).hasMessageContaining("connection refused");
    stage.ask(elb -> elb.deleteTargetGroup(r -> r.targetGroupArn(group)));
    assertThat(refused(elb -> elb.describeLoadBalancers(r -> r.loadBalancerArns(arn))))
        .isEqualTo("LoadBalancerNotFound: Load balancers '[" + arn + "]' not found");
  }

  private void protect(String arn, boolean on) {
    stage.ask(
        elb ->
            elb.modifyLoadBalancerAttributes(
                r ->
                    r.loadBalancerArn(arn)
                        .attributes(attribute("deletion_protection.enabled", String.valueOf(on)))));
  }

  private static LoadBalancerAttribute attribute(String key, String value) {
    return LoadBalancerAttribute.builder().key(key).value(value).build();
  }

  @Test
  void unknown_attributes_and_values_are_refused_and_those_not_acted_on_are_said_so() {
    var arn = stage.loadBalancer("web");
    assertThat(refused(set(arn, "no.such", "1")))
        .isEqualTo("ValidationError: Load balancer attribute key 'no.such' is not recognized");
    assertThat(refused(set(arn, "idle_timeout.timeout_seconds", "4001")))
        .startsWith("ValidationError: ");
    assertThatThrownBy(
            () -> stage.ask(set(arn, "routing.http.xff_header_processing.mode", "remove")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("is not acted on by this region");
    assertThat(refused(set(arn, "access_logs.s3.enabled", "true")))
        .startsWith("InvalidConfigurationRequest: ");
  }

  private static Function<ElasticLoadBalancingV2Client, Object> set(
      String arn, String key, String value) {
    return elb ->
        elb.modifyLoadBalancerAttributes(
            r -> r.loadBalancerArn(arn).attributes(attribute(key, value)));
  }

  @Test
  void other_subnets_move_the_nodes_that_change_only() {
    var arn = stage.loadBalancer("web");
    stage.listener(arn, 80, fixed(200));
    stage.passes(2);
    stage.ask(
        elb ->
            elb.setSubnets(
                r -> r.loadBalancerArn(arn).subnets(TwoZones.SUBNET_A, TwoZones.SUBNET_C)));

    assertThat(stage.network.interfaces()).containsExactly("eni-1", "eni-3");
    assertThat(stage.traffic.get(new Address("127.0.2.203", 80), "/").status()).contains(200);
    assertThatThrownBy(() -> stage.traffic.get(new Address("127.0.1.202", 80), "/"))
        .hasMessageContaining("connection refused");
  }

  @Test
  void lists_come_in_pages() {
    for (var name : List.of("a", "b", "c")) {
      stage.loadBalancer(name);
    }
    var first = stage.ask(elb -> elb.describeLoadBalancers(r -> r.pageSize(2)));
    assertThat(first.loadBalancers())
        .extracting(LoadBalancer::loadBalancerName)
        .containsExactly("a", "b");
    var second =
        stage.ask(elb -> elb.describeLoadBalancers(r -> r.pageSize(2).marker(first.nextMarker())));
    assertThat(second.loadBalancers())
        .extracting(LoadBalancer::loadBalancerName)
        .containsExactly("c");
    assertThat(second.nextMarker()).isNull();
    assertThat(refused(elb -> elb.describeLoadBalancers(r -> r.marker("%%"))))
        .isEqualTo("ValidationError: The marker is not valid");
  }

  // ---- listeners and rules

  @Test
  void a_listener_is_served_at_its_nodes_and_the_first_public_one_at_localhost() {
    var arn = stage.loadBalancer("web");
    stage.listener(arn, 80, fixed(404));
    stage.passes(2);

    for (var host : List.of("127.0.0.201", "127.0.1.202")) {
      assertThat(stage.traffic.get(new Address(host, 80), "/").status()).contains(404);
    }
    assertThat(status("/")).isEqualTo(404);
  }

  @Test
  void two_listeners_on_one_port_are_refused() {
    var arn = stage.loadBalancer("web");
    stage.listener(arn, 80, fixed(200));
    assertThat(
            refused(
                elb ->
                    elb.createListener(
                        r ->
                            r.loadBalancerArn(arn)
                                .port(80)
                                .protocol("HTTP")
                                .defaultActions(fixed(200)))))
        .isEqualTo(
            "DuplicateListener: A listener already exists on this port for this load balancer '"
                + arn
                + "'");
  }

  @Test
  void new_weights_hold_from_the_next_request_on() {
    var blue = stage.targetGroup("blue");
    var green = stage.targetGroup("green");
    var listener =
        stage.listener(stage.loadBalancer("web"), 80, weighted(Map.of(blue, 90, green, 10)));
    stage.passes(2);
    stage.target(BLUE_TARGET, answers(200));
    stage.target(GREEN_TARGET, answers(200));
    stage.register(blue, BLUE_TARGET);
    stage.register(green, GREEN_TARGET);
    assertThat(Collections.frequency(targets(100), GREEN_TARGET)).isEqualTo(10);

    stage.ask(
        elb ->
            elb.modifyListener(
                r ->
                    r.listenerArn(listener).defaultActions(weighted(Map.of(blue, 0, green, 100)))));
    assertThat(targets(10)).containsOnly(GREEN_TARGET);
  }

  private List<String> targets(int requests) {
    var targets = new ArrayList<String>();
    for (int i = 0; i < requests; i++) {
      var target = stage.traffic.get(ElbStage.SITE, "/").target().orElseThrow();
      targets.add(target.host().replaceFirst("127", "10"));
    }
    return targets;
  }

  @Test
  void rules_are_looked_at_by_priority_and_can_change_places() {
    var listener = stage.listener(stage.loadBalancer("web"), 80, fixed(404));
    stage.passes(2);
    var all = rule(listener, 20, "/*", 200);
    var some = rule(listener, 10, "/api/*", 201);
    assertThat(status("/api/x")).isEqualTo(201);
    assertThat(status("/x")).isEqualTo(200);

    stage.ask(
        elb -> elb.setRulePriorities(r -> r.rulePriorities(priority(all, 10), priority(some, 20))));
    assertThat(status("/api/x")).isEqualTo(200);

    stage.ask(elb -> elb.deleteRule(r -> r.ruleArn(all)));
    assertThat(status("/x")).isEqualTo(404);
    assertThat(stage.ask(elb -> elb.describeRules(r -> r.listenerArn(listener))).rules())
        .extracting(rule -> rule.priority())
        .containsExactly("20", "default");
  }

  private String rule(String listener, int priority, String pattern, int status) {
    return stage
        .ask(
            elb ->
                elb.createRule(
                    r ->
                        r.listenerArn(listener)
                            .priority(priority)
                            .conditions(path(pattern))
                            .actions(fixed(status))))
        .rules()
        .getFirst()
        .ruleArn();
  }

  private static RulePriorityPair priority(String rule, int priority) {
    return RulePriorityPair.builder().ruleArn(rule).priority(priority).build();
  }

  @Test
  void what_a_rule_may_not_be_is_refused() {
    var listener = stage.listener(stage.loadBalancer("web"), 80, fixed(404));
    rule(listener, 10, "/a", 200);
    Function<Integer, Function<ElasticLoadBalancingV2Client, Object>> at =
        priority ->
            elb ->
                elb.createRule(
                    r ->
                        r.listenerArn(listener)
                            .priority(priority)
                            .conditions(path("/b"))
                            .actions(fixed(200)));
    assertThat(refused(at.apply(10))).isEqualTo("PriorityInUse: Priority '10' is currently in use");
    assertThat(refused(at.apply(0))).startsWith("ValidationError: Rule priority '0'");
    var fallback =
        stage.ask(elb -> elb.describeRules(r -> r.listenerArn(listener))).rules().getLast();
    assertThat(refused(elb -> elb.deleteRule(r -> r.ruleArn(fallback.ruleArn()))))
        .startsWith("OperationNotPermitted: Default rule");
    assertThat(
            refused(
                elb ->
                    elb.createRule(
                        r ->
                            r.listenerArn(listener)
                                .priority(5)
                                .conditions(
                                    RuleCondition.builder().field("colour").values("x").build())
                                .actions(fixed(200)))))
        .startsWith("ValidationError: Condition field 'colour' must be one of");
  }

  @Test
  void a_listener_with_tls_needs_a_certificate_that_is_there() {
    var arn = stage.loadBalancer("web");
    assertThat(
            refused(
                elb ->
                    elb.createListener(
                        r ->
                            r.loadBalancerArn(arn)
                                .port(443)
                                .protocol("HTTPS")
                                .certificates(Certificate.builder().certificateArn("arn:c").build())
                                .defaultActions(fixed(200)))))
        .isEqualTo("CertificateNotFound: Certificate 'arn:c' not found");
  }

  @Test
  void a_listener_shows_the_certificate_once_it_is_issued(@TempDir Path other) {
    var files = new Frontend.Certificate(other.resolve("server.pem"), other.resolve("server.key"));
    var issued = new AtomicBoolean();
    var tls =
        new ElbStage(
            other,
            new Certificates() {
              @Override
              public Optional<Frontend.Certificate> find(String arn) {
                return isKnown(arn) && issued.get() ? Optional.of(files) : Optional.empty();
              }

              @Override
              public boolean isKnown(String arn) {
                return arn.equals("arn:c");
              }
            });
    var balancer = tls.loadBalancer("web");
    tls.passes(60);
    Supplier<String> https =
        () ->
            tls.ask(
                elb ->
                    elb.createListener(
                            r ->
                                r.loadBalancerArn(balancer)
                                    .port(443)
                                    .protocol("HTTPS")
                                    .certificates(c -> c.certificateArn("arn:c"))
                                    .defaultActions(fixed(200)))
                        .listeners()
                        .getFirst()
                        .listenerArn());

    assertThatThrownBy(https::get)
        .hasMessageContaining("must have a fully-qualified domain name")
        .extracting(e -> ((AwsServiceException) e).awsErrorDetails().errorCode())
        .isEqualTo("UnsupportedCertificate");

    issued.set(true);
    var listener = https.get();
    tls.passes(1);
    var frontend = tls.traffic.frontend(listener).orElseThrow();
    assertThat(frontend.certificate()).contains(files);
    assertThat(frontend.addresses()).contains(new Address("127.0.0.1", 8443));
    assertThat(tls.usersOfCertificate("arn:c")).containsExactly(balancer);
    assertThat(tls.usersOfCertificate("arn:d")).isEmpty();
  }

  // ---- target groups

  @Test
  void a_target_group_has_alb_s_defaults() {
    var made = create(groupRequest("plain").build());
    assertThat(made.healthCheckPath()).isEqualTo("/");
    assertThat(made.healthCheckPort()).isEqualTo("traffic-port");
    assertThat(made.healthCheckIntervalSeconds()).isEqualTo(30);
    assertThat(made.healthCheckTimeoutSeconds()).isEqualTo(5);
    assertThat(made.healthyThresholdCount()).isEqualTo(5);
    assertThat(made.unhealthyThresholdCount()).isEqualTo(2);
    assertThat(made.matcher().httpCode()).isEqualTo("200");
    var attributes =
        stage.ask(
            elb -> elb.describeTargetGroupAttributes(r -> r.targetGroupArn(made.targetGroupArn())));
    assertThat(attributes.attributes())
        .contains(
            TargetGroupAttribute.builder()
                .key("deregistration_delay.timeout_seconds")
                .value("300")
                .build());
  }

  private TargetGroup create(CreateTargetGroupRequest request) {
    return stage.ask(elb -> elb.createTargetGroup(request)).targetGroups().getFirst();
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        bad("interval", r -> r.healthCheckIntervalSeconds(4)),
        bad("interval", r -> r.healthCheckIntervalSeconds(301)),
        bad("timeout", r -> r.healthCheckTimeoutSeconds(1)),
        bad("timeout '30'", r -> r.healthCheckTimeoutSeconds(30)),
        bad("Healthy threshold", r -> r.healthyThresholdCount(1)),
        bad("Unhealthy threshold", r -> r.unhealthyThresholdCount(11)),
        bad("path", r -> r.healthCheckPath("health")),
        bad("matcher", r -> r.matcher(m -> m.httpCode("2xx"))),
        bad("200-499", r -> r.matcher(m -> m.httpCode("200-599"))),
        bad("Port", r -> r.port(0)),
        bad("name", r -> r.name("-blue")),
        bad("name", r -> r.name("b".repeat(33))),
        bad("VPC", r -> r.vpcId("vpc-x")),
        bad("health check", r -> r.healthCheckEnabled(false)));
  }

  private static Arguments bad(String word, Consumer<CreateTargetGroupRequest.Builder> change) {
    return Arguments.of(word, change);
  }

  @ParameterizedTest
  @MethodSource("badSettings")
  void a_target_group_with_a_bad_setting_is_refused_with_its_name(
      String word, Consumer<CreateTargetGroupRequest.Builder> change) {
    assertThat(
            refused(
                elb -> elb.createTargetGroup(groupRequest("blue").applyMutation(change).build())))
        .startsWith("ValidationError: ")
        .containsIgnoringCase(word);
  }

  @Test
  void a_target_group_in_use_is_not_deleted() {
    var group = stage.targetGroup("blue");
    stage.listener(stage.loadBalancer("web"), 80, forward(group));
    assertThat(refused(elb -> elb.deleteTargetGroup(r -> r.targetGroupArn(group))))
        .isEqualTo(
            "ResourceInUse: Target group '"
                + group
                + "' is currently in use by a listener or a rule");
    var other = stage.loadBalancer("other");
    assertThat(
            refused(
                elb ->
                    elb.createListener(
                        r ->
                            r.loadBalancerArn(other)
                                .port(80)
                                .protocol("HTTP")
                                .defaultActions(forward(group)))))
        .startsWith("TargetGroupAssociationLimit: ");
  }

  @Test
  void sticky_sessions_and_slow_start_are_said_to_be_missing() {
    var group = stage.targetGroup("blue");
    for (var attribute :
        Map.of("stickiness.enabled", "true", "slow_start.duration_seconds", "60").entrySet()) {
      assertThatThrownBy(
              () ->
                  stage.ask(
                      elb ->
                          elb.modifyTargetGroupAttributes(
                              r ->
                                  r.targetGroupArn(group)
                                      .attributes(
                                          TargetGroupAttribute.builder()
                                              .key(attribute.getKey())
                                              .value(attribute.getValue())
                                              .build()))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining(attribute.getKey());
    }
  }

  @Test
  void what_does_not_exist_is_not_found() {
    assertThat(refused(elb -> elb.describeTargetHealth(r -> r.targetGroupArn("arn:x"))))
        .isEqualTo("TargetGroupNotFound: Target groups 'arn:x' not found");
    assertThat(refused(elb -> elb.describeTargetGroups(r -> r.names("x"))))
        .isEqualTo("TargetGroupNotFound: One or more target groups not found");
    assertThat(refused(elb -> elb.describeListeners(r -> r.listenerArns("arn:x"))))
        .isEqualTo("ListenerNotFound: One or more listeners not found");
    assertThat(refused(elb -> elb.describeRules(r -> r.ruleArns("arn:x"))))
        .isEqualTo("RuleNotFound: One or more rules not found");
  }

  @Test
  void a_target_outside_the_network_is_refused_and_nothing_of_the_request_is_kept() {
    var group = stage.targetGroup("blue");
    assertThat(
            refused(
                elb ->
                    elb.registerTargets(
                        r ->
                            r.targetGroupArn(group)
                                .targets(target(BLUE_TARGET), target("10.9.9.9")))))
        .startsWith("InvalidTarget: The IP address '10.9.9.9' is not within a subnet");
    assertThat(
            stage
                .ask(elb -> elb.describeTargetHealth(r -> r.targetGroupArn(group)))
                .targetHealthDescriptions())
        .isEmpty();
  }

  @Test
  void tags_are_kept_changed_and_taken_away() {
    var group = stage.targetGroup("blue");
    stage.ask(elb -> elb.addTags(r -> r.resourceArns(group).tags(tag("a", "1"), tag("b", "2"))));
    stage.ask(elb -> elb.addTags(r -> r.resourceArns(group).tags(tag("a", "3"))));
    stage.ask(elb -> elb.removeTags(r -> r.resourceArns(group).tagKeys("b")));

    assertThat(
            stage
                .ask(elb -> elb.describeTags(r -> r.resourceArns(group)))
                .tagDescriptions()
                .getFirst()
                .tags())
        .containsExactly(tag("a", "3"));
    assertThat(
            refused(
                elb -> elb.addTags(r -> r.resourceArns(group).tags(tag("a", ""), tag("a", "")))))
        .startsWith("DuplicateTagKeys: ");
  }

  private static TargetDescription target(String address) {
    return TargetDescription.builder().id(address).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
