package com.shangwellness.region.elasticloadbalancingv2;

import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.answers;
import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.forward;
import static com.shangwellness.region.elasticloadbalancingv2.ElbStage.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import com.shangwellness.region.traffic.SimulatedTraffic.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

class TargetHealthTest {

  private static final String ONE = "10.0.0.11";
  private static final String TWO = "10.0.1.12";

  @TempDir Path folder;

  private String group;

  private ElbStage serving(Faults faults, long seed) {
    var stage = new ElbStage(folder, Store.inMemory(), faults, seed);
    group = stage.targetGroup("blue");
    stage.listener(stage.loadBalancer("web"), 80, forward(group));
    stage.passes(2);
    return stage;
  }

  private ElbStage serving() {
    return serving(Faults.NONE, 0);
  }

  private static TargetGroupAttribute attribute(String key, String value) {
    return TargetGroupAttribute.builder().key(key).value(value).build();
  }

  private static TargetHealth health(String state, String reason, String description) {
    return TargetHealth.builder().state(state).reason(reason).description(description).build();
  }

  @Test
  void a_target_of_a_group_that_no_listener_uses_is_unused_and_is_not_checked() {
    var stage = new ElbStage(folder);
    var idle = stage.targetGroup("idle");
    stage.target(ONE, answers(200));
    stage.register(idle, ONE);
    stage.passes(60);

    assertThat(stage.health(idle, ONE))
        .isEqualTo(
            health(
                "unused",
                "Target.NotInUse",
                "Target group is not configured to receive traffic from the load balancer"));
    assertThat(stage.traffic.probes()).isEmpty();
  }

  @Test
  void a_target_of_a_group_of_weight_zero_is_checked_though_no_request_comes_to_it() {
    var stage = new ElbStage(folder);
    var blue = stage.targetGroup("blue");
    var green = stage.targetGroup("green");
    stage.listener(stage.loadBalancer("web"), 80, weighted(Map.of(blue, 100, green, 0)));
    stage.target(ONE, answers(503));
    stage.register(green, ONE);
    stage.passes(13);
    assertThat(stage.state(green, ONE)).isEqualTo("unhealthy");

    stage.target(ONE, answers(200));
    stage.passes(20);
    assertThat(stage.state(green, ONE)).isEqualTo("healthy");
  }

  @Test
  void
      a_target_of_a_group_that_the_test_listener_alone_forwards_to_is_checked_until_it_no_longer_does() {
    var stage = new ElbStage(folder);
    var blue = stage.targetGroup("blue");
    var green = stage.targetGroup("green");
    var balancer = stage.loadBalancer("web");
    stage.listener(balancer, 80, forward(blue));
    var test = stage.listener(balancer, 9001, forward(green));
    stage.target(ONE, answers(200));
    stage.register(green, ONE);
    stage.passes(10);
    assertThat(stage.state(green, ONE)).isEqualTo("healthy");

    stage.ask(elb -> elb.modifyListener(r -> r.listenerArn(test).defaultActions(forward(blue))));
    stage.passes(1);
    assertThat(stage.state(green, ONE)).isEqualTo("unused");
  }

  @Test
  void a_target_is_not_checked_before_its_load_balancer_is_active() {
    var stage = new ElbStage(folder);
    group = stage.targetGroup("blue");
    stage.listener(stage.loadBalancer("web"), 80, forward(group));
    stage.target(ONE, answers(200));
    stage.register(group, ONE);
    stage.timeline.passes(Duration.ofMillis(2600));
    assertThat(stage.traffic.probes()).isEmpty();

    stage.passes(5);
    assertThat(stage.state(group, ONE)).isEqualTo("healthy");
  }

  @Test
  void a_target_in_a_zone_without_a_node_is_unused() {
    var stage = serving();
    stage.register(group, "10.0.2.7");

    assertThat(stage.health(group, "10.0.2.7"))
        .isEqualTo(
            health(
                "unused",
                "Target.NotInUse",
                "Target is in an Availability Zone that is not enabled for the load balancer"));
  }

  @Test
  void a_target_that_nobody_registered_is_said_to_be_so() {
    var stage = serving();

    assertThat(stage.health(group, ONE))
        .isEqualTo(
            health(
                "unused", "Target.NotRegistered", "Target is not registered to the target group"));
  }

  @Test
  void a_new_target_is_healthy_after_its_first_success() {
    var stage = serving();
    stage.target(ONE, new Behaviour.Refuses());
    stage.register(group, ONE);
    assertThat(stage.health(group, ONE))
        .isEqualTo(
            health("initial", "Elb.RegistrationInProgress", "Target registration is in progress"));
    stage.passes(3);
    assertThat(stage.health(group, ONE))
        .isEqualTo(
            health("initial", "Elb.InitialHealthChecking", "Initial health checks in progress"));

    stage.target(ONE, answers(200));
    stage.passes(4);
    assertThat(stage.state(group, ONE)).isEqualTo("initial");
    stage.passes(1);

    assertThat(stage.health(group, ONE)).isEqualTo(TargetHealth.builder().state("healthy").build());
    assertThat(stage.changes).containsExactly(ONE + " initial", ONE + " healthy");
  }

  @Test
  void two_failures_in_a_row_make_it_unhealthy_with_the_codes_and_three_successes_healthy_again() {
    var stage = serving();
    stage.target(ONE, answers(200));
    stage.register(group, ONE);
    stage.passes(3);
    assertThat(stage.state(group, ONE)).isEqualTo("healthy");

    stage.target(ONE, answers(503));
    stage.passes(5);
    assertThat(stage.state(group, ONE)).isEqualTo("healthy");
    stage.passes(5);
    assertThat(stage.health(group, ONE))
        .isEqualTo(
            health(
                "unhealthy",
                "Target.ResponseCodeMismatch",
                "Health checks failed with these codes: [503]"));

    stage.target(ONE, answers(200));
    stage.passes(10);
    assertThat(stage.state(group, ONE)).isEqualTo("unhealthy");
    stage.passes(5);
    assertThat(stage.state(group, ONE)).isEqualTo("healthy");
  }

  @Test
  void one_failure_between_successes_does_no_harm() {
    var stage = serving();
    stage.target(ONE, answers(200));
    stage.register(group, ONE);
    for (int i = 0; i < 5; i++) {
      stage.target(ONE, answers(500));
      stage.passes(5);
      stage.target(ONE, answers(200));
      stage.passes(5);
    }

    assertThat(stage.changes).containsExactly(ONE + " initial", ONE + " healthy");
  }

  @Test
  void a_target_that_hangs_times_out_and_one_that_refuses_has_failed() {
    var stage = serving();
    stage.target(ONE, new Behaviour.Hangs());
    stage.target(TWO, new Behaviour.Refuses());
    stage.register(group, ONE, TWO);
    stage.passes(10);

    assertThat(stage.health(group, ONE))
        .isEqualTo(health("unhealthy", "Target.Timeout", "Request timed out"));
    assertThat(stage.health(group, TWO))
        .isEqualTo(health("unhealthy", "Target.FailedHealthChecks", "Health checks failed"));
  }

  @Test
  void a_target_that_leaves_drains_for_the_deregistration_delay_and_gets_no_new_request() {
    var stage = serving();
    stage.ask(
        elb ->
            elb.modifyTargetGroupAttributes(
                r ->
                    r.targetGroupArn(group)
                        .attributes(attribute("deregistration_delay.timeout_seconds", "30"))));
    stage.target(ONE, answers(200));
    stage.target(TWO, answers(200));
    stage.register(group, ONE, TWO);
    var slow = stage.traffic.open(ElbStage.SITE, "/slow");
    var loaded = slow.target().orElseThrow().host().replaceFirst("127", "10");

    stage.deregister(group, loaded);
    assertThat(stage.health(group, loaded))
        .isEqualTo(
            health(
                "draining",
                "Target.DeregistrationInProgress",
                "Target deregistration is in progress"));
    for (int i = 0; i < 10; i++) {
      assertThat(stage.traffic.get(ElbStage.SITE, "/").target()).isNotEqualTo(slow.target());
    }

    stage.passes(29);
    assertThat(slow.status()).isEmpty();
    assertThat(stage.state(group, loaded)).isEqualTo("draining");
    stage.passes(1);
    assertThat(slow.status()).as("cut off when the delay is over").contains(502);
    assertThat(stage.state(group, loaded)).isEqualTo("unused");
  }

  @Test
  void a_target_that_comes_back_while_it_drains_is_checked_anew() {
    var stage = serving();
    stage.target(ONE, answers(200));
    stage.register(group, ONE);
    stage.deregister(group, ONE);
    stage.target(ONE, new Behaviour.Refuses());
    stage.register(group, ONE);
    assertThat(stage.state(group, ONE)).isEqualTo("initial");

    stage.passes(301);
    assertThat(stage.health(group, ONE).reasonAsString()).isEqualTo("Target.FailedHealthChecks");
  }

  @Test
  void when_no_target_is_healthy_requests_go_to_all_of_them() {
    var stage = serving();
    stage.target(ONE, answers(500));
    stage.register(group, ONE);
    stage.passes(10);
    assertThat(stage.state(group, ONE)).isEqualTo("unhealthy");

    assertThat(stage.traffic.get(ElbStage.SITE, "/").target()).contains(ElbStage.served(ONE));
  }

  @Test
  void a_group_without_targets_answers_503() {
    assertThat(serving().traffic.get(ElbStage.SITE, "/").status()).contains(503);
  }

  @Test
  void after_a_restart_targets_are_served_and_checked_anew() {
    var file = folder.resolve("store");
    var before = new ElbStage(folder, Store.open(file), Faults.NONE, 0);
    group = before.targetGroup("blue");
    var arn = before.listener(before.loadBalancer("web"), 80, forward(group));
    before.passes(2);
    before.target(ONE, answers(200));
    before.target(TWO, answers(200));
    before.register(group, ONE, TWO);
    before.deregister(group, TWO);
    before.passes(100);
    before.store.close();

    var after = new ElbStage(folder, Store.open(file), Faults.NONE, 0, before.timeline.now());
    assertThat(after.traffic.frontend(arn)).isEqualTo(before.traffic.frontend(arn));
    assertThat(after.state(group, ONE)).isEqualTo("initial");
    after.target(ONE, answers(200));
    after.passes(5);
    assertThat(after.state(group, ONE)).isEqualTo("healthy");
    after.passes(194);
    assertThat(after.state(group, TWO)).isEqualTo("draining");
    after.passes(1);
    assertThat(after.state(group, TWO)).isEqualTo("unused");
  }

  @Test
  void late_lost_and_doubled_answers_never_make_a_well_target_unhealthy() {
    for (long seed = 0; seed < 50; seed++) {
      var stage = serving(new Faults(0.5, 0.3, 0.5, Duration.ofSeconds(20)), seed);
      stage.target(ONE, answers(200));
      stage.register(group, ONE);
      stage.passes(300);

      assertThat(stage.changes).containsExactly(ONE + " initial", ONE + " healthy");
    }
  }

  @Test
  void an_answer_that_comes_after_a_later_one_does_not_count() {
    for (long seed = 0; seed < 50; seed++) {
      var stage = serving(new Faults(0.5, 0, 0.5, Duration.ofSeconds(20)), seed);
      stage.target(ONE, answers(200));
      stage.register(group, ONE);
      stage.passes(60);
      stage.target(ONE, answers(503));
      stage.passes(300);
      assertThat(stage.changes.getLast()).isEqualTo(ONE + " unhealthy");
      int settled = stage.changes.size();
      stage.passes(100);
      assertThat(stage.changes).hasSize(settled);
    }
  }
}
