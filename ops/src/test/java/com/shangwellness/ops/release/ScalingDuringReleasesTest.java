package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent.DEPLOYMENT_FAILURE;
import static software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent.DEPLOYMENT_STOP_ON_ALARM;
import static software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent.DEPLOYMENT_STOP_ON_REQUEST;
import static software.amazon.awssdk.services.codedeploy.model.DeploymentStatus.FAILED;
import static software.amazon.awssdk.services.codedeploy.model.DeploymentStatus.STOPPED;

import com.shangwellness.ops.release.LeftScaling.Outcome;
import com.shangwellness.ops.release.Releases.Way;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

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
    assertThat(releases().resumeScaling()).as("it is under way").isEqualTo(Outcome.NOTHING);

    ends(id, DeploymentStatus.SUCCEEDED);

    assertThat(releases().resumeScaling()).isEqualTo(Outcome.RESUMED);
    assertThat(aws.scaling().suspended()).containsExactly(false, false);
    assertThat(releases().resumeScaling()).as("nothing is left").isEqualTo(Outcome.NOTHING);
  }

  @Test
  void
      a_release_that_begins_while_another_command_resumes_keeps_scaling_suspended_and_it_says_so() {
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.scaling().beforeNext("RegisterScalableTarget", () -> begin(REPOSITORY + ":one", Way.USUAL));

    var outcome = releases().resumeScaling();

    assertThat(outcome.words()).hasValueSatisfying(w -> assertThat(w).contains("has begun"));
    assertThat(aws.scaling().suspended()).containsExactly(true, true);
    assertThat(aws.scaling().tags()).hasSize(1);
  }

  /** A release has just ended so, and no rollback is there yet. */
  private String endsToBeTakenBack(DeploymentStatus status, ErrorCode why, AutoRollbackEvent on) {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    ends(id, status);
    aws.codeDeploy()
        .is(
            id,
            d ->
                d.errorInformation(e -> e.code(why))
                    .autoRollbackConfiguration(a -> a.enabled(true).events(on)));
    return id;
  }

  @Test
  void whoever_has_watched_a_stopped_release_to_its_end_leaves_nothing_suspended() {
    var id = endsToBeTakenBack(STOPPED, ErrorCode.MANUAL_STOP, DEPLOYMENT_STOP_ON_REQUEST);

    releases().follow(id, state -> true);

    assertThat(aws.scaling().suspended()).containsExactly(false, false);
    assertThat(aws.scaling().tags()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "STOPPED, ALARM_ACTIVE, DEPLOYMENT_STOP_ON_ALARM",
    "STOPPED, MANUAL_STOP, DEPLOYMENT_STOP_ON_REQUEST",
    "FAILED, HEALTH_CONSTRAINTS, DEPLOYMENT_FAILURE"
  })
  void between_a_release_s_end_and_its_rollback_scaling_stays_suspended_and_it_is_said(
      DeploymentStatus status, ErrorCode why, AutoRollbackEvent on) {
    var unused = endsToBeTakenBack(status, why, on);
    aws.scaling().beforeNext("RegisterScalableTarget", () -> fail("not for a moment"));

    var outcome = releases().resumeScaling();

    assertThat(outcome.words()).hasValueSatisfying(w -> assertThat(w).contains("taken back"));
    assertThat(aws.scaling().suspended()).containsExactly(true, true);
    assertThat(aws.scaling().tags()).hasSize(1);
  }

  @Test
  void a_rollback_that_appears_between_two_questions_keeps_scaling_suspended() {
    var unused = endsToBeTakenBack(STOPPED, ErrorCode.ALARM_ACTIVE, DEPLOYMENT_STOP_ON_ALARM);
    aws.cloudWatch().passes(Duration.ofMinutes(3));
    aws.codeDeploy().then(() -> aws.codeDeploy().releases("d-1"));

    assertThat(releases().resumeScaling()).isEqualTo(Outcome.AWAITS_ROLLBACK);
    assertThat(aws.scaling().suspended()).containsExactly(true, true);
  }

  @Test
  void a_rollback_that_has_not_come_within_two_minutes_is_not_waited_for_any_longer() {
    var unused = endsToBeTakenBack(STOPPED, ErrorCode.ALARM_ACTIVE, DEPLOYMENT_STOP_ON_ALARM);

    aws.cloudWatch().passes(Duration.ofSeconds(119));
    assertThat(releases().resumeScaling()).isEqualTo(Outcome.AWAITS_ROLLBACK);

    aws.cloudWatch().passes(Duration.ofSeconds(1));
    assertThat(releases().resumeScaling()).isEqualTo(Outcome.RESUMED);
    assertThat(aws.scaling().suspended()).containsExactly(false, false);
  }

  @ParameterizedTest
  @CsvSource({
    "STOPPED, MANUAL_STOP, DEPLOYMENT_STOP_ON_ALARM",
    "STOPPED, ALARM_ACTIVE, DEPLOYMENT_FAILURE",
    "FAILED, TIMEOUT, DEPLOYMENT_STOP_ON_REQUEST",
    "SUCCEEDED, , DEPLOYMENT_FAILURE"
  })
  void a_release_that_is_not_to_be_taken_back_keeps_nothing_suspended(
      DeploymentStatus status, ErrorCode why, AutoRollbackEvent on) {
    var unused = endsToBeTakenBack(status, why, on);

    assertThat(releases().resumeScaling()).isEqualTo(Outcome.RESUMED);
  }

  @Test
  void a_rollback_that_failed_is_not_rolled_back_itself() {
    var unused = endsToBeTakenBack(FAILED, ErrorCode.TIMEOUT, DEPLOYMENT_FAILURE);
    aws.codeDeploy().is("d-1", d -> d.creator(DeploymentCreator.CODE_DEPLOY_ROLLBACK));

    assertThat(releases().resumeScaling()).isEqualTo(Outcome.RESUMED);
  }
}
