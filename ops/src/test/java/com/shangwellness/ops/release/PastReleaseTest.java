package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.fake.FakeLoadBalancing;
import com.shangwellness.ops.release.ReleaseState.Side;
import com.shangwellness.ops.release.Releases.Way;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.TargetLabel;

/** What is told of a release that is over, while production looks otherwise by now. */
class PastReleaseTest extends ReleasesStage {
  private static final Instant END = Instant.parse("2026-01-31T14:02:30Z");

  private String id = "";

  @BeforeEach
  void aReleaseWasStoppedAtTenPercentAndSinceThenMuchHasHappened() {
    id = begin(REPOSITORY + ":two", Way.USUAL);
    aws.codeDeploy().taskSet(id, TargetLabel.BLUE, "web-blue", 3, 90);
    aws.codeDeploy().taskSet(id, TargetLabel.GREEN, "web-green", 2, 10);
    ended(DeploymentStatus.STOPPED);
    aws.loadBalancing()
        .forwards(
            Map.of(FakeLoadBalancing.arn("web-blue"), 0, FakeLoadBalancing.arn("web-green"), 100));
    aws.loadBalancing().group("web-blue", 0);
    aws.loadBalancing().group("web-green", 7);
  }

  private void ended(DeploymentStatus status) {
    aws.codeDeploy().is(id, d -> d.status(status).completeTime(END));
  }

  @Test
  void its_weights_and_tasks_are_those_at_its_end() {
    assertThat(releases().look(id).sides())
        .extracting(Side::colour, Side::weight, Side::desired, Side::running, Side::healthy)
        .containsExactly(tuple("blue", 90, 3), tuple("green", 10, 2));
    assertThat(releases().report(id).sentence())
        .endsWith("was not rolled back: two was left with 10 % of the requests.");
  }

  @Test
  void one_that_was_under_way_is_told_as_production_stands() {
    aws.codeDeploy().is(id, d -> d.status(DeploymentStatus.IN_PROGRESS));

    assertThat(releases().look(id).sides()).extracting(Side::weight).containsExactly(0, 100);
    assertThat(releases().look(id).sides()).extracting(Side::healthy).containsExactly(0, 7);
    assertThat(releases().look(id).alarms()).hasSize(2);
  }

  @Test
  void after_a_good_end_all_requests_are_with_green_also_when_another_has_them_today() {
    aws.codeDeploy().taskSet(id, TargetLabel.BLUE, "web-blue", 0, 0);
    aws.codeDeploy().taskSet(id, TargetLabel.GREEN, "web-green", 2, 100);
    aws.loadBalancing()
        .forwards(
            Map.of(FakeLoadBalancing.arn("web-blue"), 100, FakeLoadBalancing.arn("web-green"), 0));
    ended(DeploymentStatus.SUCCEEDED);

    assertThat(releases().look(id).sides())
        .extracting(Side::colour, Side::weight, Side::desired, Side::running, Side::healthy)
        .containsExactly(tuple("blue", 0, 0), tuple("green", 100, 2));
  }

  @Test
  void one_that_was_taken_back_has_left_nothing_of_green() {
    aws.codeDeploy().is("d-back", d -> d.status(DeploymentStatus.SUCCEEDED));
    aws.codeDeploy().is(id, d -> d.rollbackInfo(r -> r.rollbackDeploymentId("d-back")));

    assertThat(releases().look(id).sides())
        .extracting(Side::colour, Side::weight, Side::desired, Side::running, Side::healthy)
        .containsExactly(tuple("blue", 100, 3), tuple("green", 0, 0));
  }

  @Test
  void while_it_is_taken_back_it_is_not_over() {
    aws.codeDeploy().is("d-back", d -> d.status(DeploymentStatus.IN_PROGRESS));
    aws.codeDeploy().is(id, d -> d.rollbackInfo(r -> r.rollbackDeploymentId("d-back")));

    assertThat(releases().look(id).sides()).extracting(Side::weight).containsExactly(0, 100);
  }

  @Test
  void one_that_ended_before_it_had_tasks_has_moved_nothing() {
    aws.codeDeploy().is("d-early", d -> d.status(DeploymentStatus.FAILED).completeTime(END));

    assertThat(releases().look("d-early").sides())
        .extracting(Side::colour, Side::weight)
        .containsExactly(Assertions.tuple("blue", 100), Assertions.tuple("green", 0));
  }

  @Test
  void what_was_measured_is_that_of_its_last_minutes_and_alarms_of_today_are_left_out() {
    aws.cloudWatch().measured("RequestCount Sum", Instant.parse("2026-01-31T14:01:00Z"), 600);
    aws.cloudWatch().measured("RequestCount Sum", Instant.parse("2026-01-31T14:04:00Z"), 60);

    var state = releases().look(id);

    assertThat(state.side("blue").measured()).containsEntry(Measured.REQUESTS, 10.0);
    assertThat(state.alarms()).isEmpty();
  }

  private static Tuple tuple(String colour, int weight, int tasks) {
    return Assertions.tuple(colour, weight, tasks, tasks, tasks);
  }
}
