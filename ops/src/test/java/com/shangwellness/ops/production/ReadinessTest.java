package com.shangwellness.ops.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.production.SiteProbe.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
  private static final Environment ENVIRONMENT =
      new Environment(Path.of("prod.yaml"), "p", new Place("669097061043", "ap-south-1"));
  private static final Answer OURS = new Answer(200, "{\"status\":\"ok\",\"version\":\"1.0.0\"}");

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();
  private final List<URI> asked = new ArrayList<>();

  @BeforeEach
  void twoHealthyTasksInTwoZones() {
    aws.cloudFormation()
        .is(
            "p-service",
            "CREATE_COMPLETE",
            Map.of(
                "cluster/web", "AWS::ECS::Service",
                "Alb", "AWS::ElasticLoadBalancingV2::LoadBalancer"));
    aws.loadBalancing().forwards(Map.of("blue", 100));
    for (var zone : List.of("ap-south-1a", "ap-south-1b")) {
      aws.ecs().runs("task-" + zone, zone, "10.0.0." + asked.size() + zone);
      aws.loadBalancing().target("10.0.0." + asked.size() + zone, "healthy", "");
    }
  }

  @Test
  void production_is_ready_when_its_own_health_check_answers_at_its_address() {
    assertThat(await(OURS).healthyTasks()).isEqualTo(2);
    assertThat(asked).allSatisfy(address -> assertThat(address).hasPath("/healthcheck"));
  }

  @Test
  void once_cloudfront_is_there_it_is_asked_because_the_load_balancer_refuses_all_others() {
    aws.cloudFormation().puts("p-service", "SiteUrl", "https://d1.cloudfront.net");

    assertThat(await(OURS).site()).isEqualTo("https://d1.cloudfront.net/");
    assertThat(asked).containsExactly(URI.create("https://d1.cloudfront.net/healthcheck"));
  }

  @Test
  void somebody_elses_site_at_that_address_is_not_taken_for_ours() {
    assertThatThrownBy(() -> await(new Answer(200, "<h1>Welcome to nginx</h1>")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("healthcheck: this is not Shangwellness's own answer");
  }

  @Test
  void a_site_that_does_not_answer_is_not_ready_though_its_tasks_are() {
    assertThatThrownBy(() -> await(new Answer(0, "Connection refused")))
        .hasMessageContaining("healthcheck: no answer (Connection refused)");
  }

  @Test
  void which_image_the_tasks_run_is_told_by_its_contents_tag() {
    var production = new Production(aws, List.of("p-service"));

    // The fake's stack has no repository: then the digest is all there is to tell.
    assertThat(new RunningImages(production).tags("sha-")).isEqualTo(Set.of("sha256:first"));
  }

  private Snapshot await(Answer answer) {
    var assembly =
        CloudAssembly.read(new Assemblies(folder).stack("p-service", "{\"Resources\":{}}").write());
    SiteProbe probe =
        address -> {
          asked.add(address);
          return answer;
        };
    return new Readiness(new Observer(aws, ENVIRONMENT, assembly), probe, () -> {}, happening -> {})
        .await(Duration.ZERO);
  }
}
