package com.shangwellness.region.elasticloadbalancingv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.GatheredMetrics;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BalancerMetricsTest {

  private static final String ELB = "AWS/ApplicationELB";

  @TempDir Path folder;
  private final GatheredMetrics metrics = new GatheredMetrics();
  private ElbStage stage;
  private String group;
  private String balancer;
  private String targetGroup;

  @BeforeEach
  void begin() {
    stage = new ElbStage(folder);
    var arn = stage.loadBalancer("site");
    group = stage.targetGroup("blue");
    stage.passes(5);
    stage.listener(arn, 80, ElbStage.forward(group));
    balancer = "LoadBalancer=" + arn.substring(arn.indexOf("loadbalancer/") + 13);
    targetGroup = "TargetGroup=" + group.substring(group.lastIndexOf(':') + 1);
    stage.measureTo(metrics);
  }

  private void serve(String address, int status) {
    stage.target(address, ElbStage.answers(200));
    stage.register(group, address);
    stage.passes(6);
    stage.target(address, ElbStage.answers(status));
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      stage.traffic.get(ElbStage.SITE, "/");
    }
  }

  @Test
  void requests_and_their_answers_are_told_for_the_site_the_group_and_each_zone() {
    serve("10.0.0.7", 201);
    serve("10.0.1.7", 503);
    ask(10);
    stage.passes(60);

    assertThat(metrics.sum(ELB, "RequestCount", balancer)).isEqualTo(10);
    assertThat(metrics.values(ELB, "RequestCount", balancer)).containsOnly(1.0);
    assertThat(metrics.sum(ELB, "RequestCount", balancer, targetGroup)).isEqualTo(10);
    assertThat(metrics.sum(ELB, "RequestCount", balancer, "AvailabilityZone=ap-south-1a"))
        .isEqualTo(5);
    assertThat(metrics.sum(ELB, "HTTPCode_Target_2XX_Count", balancer)).isEqualTo(5);
    assertThat(
            metrics.sum(
                ELB,
                "HTTPCode_Target_5XX_Count",
                balancer,
                targetGroup,
                "AvailabilityZone=ap-south-1b"))
        .isEqualTo(5);
    assertThat(metrics.values(ELB, "TargetResponseTime", balancer)).hasSize(10);
    assertThat(metrics.sum(ELB, "RequestCountPerTarget", balancer, targetGroup)).isEqualTo(5);
    assertThat(metrics.values(ELB, "HTTPCode_ELB_5XX_Count", balancer)).isEmpty();
  }

  @Test
  void clients_that_are_turned_away_are_told_for_the_site_and_the_zone() {
    stage.traffic.turnsAway(ElbStage.SITE);
    stage.traffic.turnsAway(ElbStage.SITE);
    stage.passes(60);

    var zone = "AvailabilityZone=ap-south-1a";
    assertThat(metrics.sum(ELB, "RejectedConnectionCount", balancer)).isEqualTo(2);
    assertThat(metrics.sum(ELB, "RejectedConnectionCount", balancer, zone)).isEqualTo(2);
    metrics.clear();
    stage.passes(60);
    assertThat(metrics.all()).isEmpty();
  }

  @Test
  void the_bytes_that_pass_are_told_for_the_site_alone() {
    stage.traffic.passes(ElbStage.SITE, 300);
    stage.traffic.passes(ElbStage.SITE, 1_200);
    stage.passes(60);

    assertThat(metrics.sum(ELB, "ProcessedBytes", balancer)).isEqualTo(1_500);
    assertThat(metrics.all()).hasSize(1);
    metrics.clear();
    stage.passes(60);
    assertThat(metrics.all()).isEmpty();
  }

  @Test
  void a_minute_is_stamped_with_its_beginning_in_region_time() {
    serve("10.0.0.7", 200);
    ask(1);
    stage.passes(60);

    assertThat(metrics.all())
        .isNotEmpty()
        .allMatch(d -> d.timestamp().equals(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @Test
  void what_the_load_balancer_answers_itself_is_an_error_of_its_own() {
    ask(2);
    stage.register(group, "10.0.0.7");
    stage.passes(6);
    ask(3);
    stage.passes(60);

    assertThat(metrics.sum(ELB, "HTTPCode_ELB_503_Count", balancer)).isEqualTo(2);
    assertThat(metrics.sum(ELB, "HTTPCode_ELB_502_Count", balancer)).isEqualTo(3);
    assertThat(metrics.sum(ELB, "HTTPCode_ELB_5XX_Count", balancer)).isEqualTo(5);
    // Only those for which a target was chosen.
    assertThat(metrics.sum(ELB, "RequestCount", balancer)).isEqualTo(3);
    assertThat(metrics.sum(ELB, "TargetConnectionErrorCount", balancer, targetGroup)).isEqualTo(3);
    assertThat(metrics.values(ELB, "TargetResponseTime", balancer)).isEmpty();
  }

  @Test
  void hosts_are_counted_while_targets_are_registered_and_requests_only_while_they_come() {
    serve("10.0.0.7", 200);
    stage.register(group, "10.0.1.7");
    ask(1);
    stage.passes(60);
    metrics.clear();
    stage.passes(60);

    assertThat(metrics.values(ELB, "HealthyHostCount", balancer, targetGroup)).containsExactly(1.0);
    assertThat(metrics.values(ELB, "UnHealthyHostCount", balancer, targetGroup))
        .containsExactly(1.0);
    assertThat(
            metrics.values(
                ELB, "UnHealthyHostCount", balancer, targetGroup, "AvailabilityZone=ap-south-1b"))
        .containsExactly(1.0);
    assertThat(metrics.values(ELB, "RequestCount", balancer)).isEmpty();
    assertThat(metrics.names("LoadBalancer")).isEmpty();

    stage.deregister(group, "10.0.0.7", "10.0.1.7");
    metrics.clear();
    stage.passes(60);
    assertThat(metrics.all()).isEmpty();
  }
}
