package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.release.Releases.Way;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

class ScalingDuringReleasesTest extends ReleasesStage {
  @Test
  void scaling_is_suspended_from_the_start_to_the_final_state() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    var suspended = new ArrayList<Boolean>();
    aws.codeDeploy().then(() -> {}, () -> {}, () -> ends(id, DeploymentStatus.SUCCEEDED));

    releases().follow(id, seen -> suspended.add(aws.scaling().suspended().getFirst()));

    assertThat(suspended).containsExactly(true, true, true);
    assertThat(aws.scaling().suspended()).containsExactly(false, false);
  }

  @Test
  void a_release_that_cannot_begin_leaves_scaling_as_it_was() {
    var releases = releases();
    var candidate = releases.prepare(FILES, VALUES, REPOSITORY + ":two");
    aws.codeDeploy().refuses("The deployment group is gone");

    assertThatThrownBy(() -> releases.begin(FILES, candidate, Way.USUAL))
        .hasMessageContaining("is gone");
    assertThat(aws.scaling().suspended()).containsExactly(false, false);
    assertThat(aws.scaling().tags()).isEmpty();
  }

  @Test
  void scaling_stays_suspended_while_the_rollback_runs() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    var seen = new ArrayList<String>();
    aws.codeDeploy()
        .then(
            () -> {
              aws.codeDeploy().is("d-back", d -> d.status(DeploymentStatus.IN_PROGRESS));
              ends(id, DeploymentStatus.STOPPED);
              aws.codeDeploy().is(id, d -> d.rollbackInfo(r -> r.rollbackDeploymentId("d-back")));
            },
            () -> {},
            () -> ends("d-back", DeploymentStatus.SUCCEEDED));

    var end =
        releases()
            .follow(
                id,
                state ->
                    seen.add(state.rollback().status() + aws.scaling().suspended().getFirst()));

    assertThat(seen).startsWith("InProgresstrue").endsWith("Succeededtrue");
    assertThat(end.isTakenBack()).isTrue();
    assertThat(aws.scaling().suspended()).containsExactly(false, false);
  }

  @Test
  void whoever_watches_may_leave_and_the_next_command_resumes_scaling_after_the_end() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    releases().follow(id, seen -> false);
    assertThat(aws.scaling().suspended()).containsExactly(true, true);
    assertThat(releases().resumeScaling()).as("it is under way").isFalse();

    ends(id, DeploymentStatus.SUCCEEDED);

    assertThat(releases().resumeScaling()).isTrue();
    assertThat(aws.scaling().suspended()).containsExactly(false, false);
    assertThat(releases().resumeScaling()).as("nothing is left").isFalse();
  }

  @Test
  void a_release_that_begins_while_another_command_resumes_keeps_scaling_suspended() {
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.scaling().beforeNext("RegisterScalableTarget", () -> begin(REPOSITORY + ":one", Way.USUAL));

    assertThat(releases().resumeScaling()).isFalse();

    assertThat(aws.scaling().suspended()).containsExactly(true, true);
    assertThat(aws.scaling().tags()).hasSize(1);
  }
}
