package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.shangwellness.region.tasks.SimulatedTasks.Load;
import com.shangwellness.region.testing.GatheredMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;

final class TaskMetricsTest {

  private static final String ECS = "AWS/ECS";
  private static final String INSIGHTS = "ECS/ContainerInsights";
  private static final String CLUSTER = "ClusterName=prod";
  private static final String SERVICE = "ServiceName=web";
  private static final long MIB = 1 << 20;

  private final Stage stage = new Stage();
  private final GatheredMetrics metrics = new GatheredMetrics();

  @BeforeEach
  void begin() {
    stage.timeline.post("test", () -> stage.ecs.measureTo(metrics));
    stage.create(Stage.service(stage.register("v1"), 2));
    stage.until(() -> stage.running().size() == 2);
  }

  // The first of two containers is twice as busy as the other. 512 units are half a processor.
  private void busy(double processors, long mebibytes) {
    var turn = new AtomicInteger();
    stage.runtime.load(
        spec -> new Load(processors * (2 - turn.getAndIncrement() % 2), mebibytes * MIB));
  }

  private void insights(String value) {
    var setting = ClusterSetting.builder().name("containerInsights").value(value).build();
    stage.call(e -> e.updateClusterSettings(r -> r.cluster("prod").settings(setting)));
  }

  @Test
  void use_is_told_for_each_task_against_what_its_definition_reserves() {
    stage.passes(Duration.ofMinutes(1));
    metrics.clear();
    busy(0.1, 256);
    stage.passes(Duration.ofMinutes(1));

    var cpu = metrics.values(ECS, "CPUUtilization", CLUSTER, SERVICE);
    assertThat(cpu).hasSize(2);
    assertThat(cpu.getFirst()).isCloseTo(20, within(0.1));
    assertThat(cpu.getLast()).isCloseTo(40, within(0.1));
    assertThat(metrics.values(ECS, "MemoryUtilization", CLUSTER, SERVICE))
        .containsExactly(25.0, 25.0);
    assertThat(metrics.names("ClusterName")).isEmpty();
  }

  @Test
  void a_task_that_takes_more_than_fargate_would_give_uses_all_of_it() {
    busy(1.5, 100);
    stage.passes(Duration.ofMinutes(3));

    assertThat(metrics.values(ECS, "CPUUtilization", CLUSTER, SERVICE)).contains(100.0);
    assertThat(metrics.values(ECS, "CPUUtilization", CLUSTER, SERVICE))
        .allMatch(percent -> percent <= 100);
  }

  @Test
  void container_insights_speak_only_where_they_are_on() {
    stage.passes(Duration.ofMinutes(2));
    assertThat(metrics.values(INSIGHTS, "RunningTaskCount", CLUSTER, SERVICE)).isEmpty();

    insights("enabled");
    metrics.clear();
    busy(0.1, 256);
    stage.passes(Duration.ofMinutes(1));

    assertThat(metrics.values(INSIGHTS, "RunningTaskCount", CLUSTER, SERVICE)).containsExactly(2.0);
    assertThat(metrics.values(INSIGHTS, "DesiredTaskCount", CLUSTER, SERVICE)).containsExactly(2.0);
    assertThat(metrics.values(INSIGHTS, "PendingTaskCount", CLUSTER, SERVICE)).containsExactly(0.0);
    assertThat(metrics.values(INSIGHTS, "DeploymentCount", CLUSTER, SERVICE)).containsExactly(1.0);
    assertThat(metrics.values(INSIGHTS, "TaskCount", CLUSTER)).containsExactly(2.0);
    assertThat(metrics.sum(INSIGHTS, "CpuReserved", CLUSTER)).isEqualTo(1024);
    assertThat(metrics.sum(INSIGHTS, "CpuUtilized", CLUSTER, SERVICE))
        .isCloseTo(0.3 * 1024, within(1.0));
    assertThat(metrics.sum(INSIGHTS, "MemoryUtilized", CLUSTER, "TaskDefinitionFamily=web"))
        .isEqualTo(512);
    assertThat(metrics.sum(INSIGHTS, "MemoryReserved", CLUSTER, SERVICE)).isEqualTo(2048);
  }

  @Test
  void a_service_of_which_no_task_runs_says_nothing() {
    insights("enabled");
    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(0)));
    stage.until(() -> stage.running().isEmpty());
    stage.passes(Duration.ofMinutes(1));
    metrics.clear();
    stage.passes(Duration.ofMinutes(5));

    assertThat(metrics.all()).isEmpty();
  }
}
