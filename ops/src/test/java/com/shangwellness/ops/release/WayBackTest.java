package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.release.Releases.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

class WayBackTest extends ReleasesStage {
  @Test
  void a_finished_release_is_rolled_back_by_releasing_what_served_before() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    ends(id, DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:2");

    var back = releases().look(releases().rollBack(FILES, Way.USUAL));

    assertThat(back)
        .extracting(ReleaseState::kind, ReleaseState::version, ReleaseState::replaces)
        .containsExactly("rollback", "one", "two");
    assertThat(aws.codeDeploy().created().getLast().revision().appSpecContent().content())
        .contains("task-definition/web:1");
  }

  /** Released were one and two; three was begun and did not come to its end. */
  private String twoServesAndThreeIsBegun() {
    aws.images().put("three", "sha256:33");
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:2", "d-1");
    return begin(REPOSITORY + ":three", Way.USUAL);
  }

  private String broughtBack() {
    releases().rollBack(FILES, Way.USUAL);
    return aws.codeDeploy()
        .created()
        .getLast()
        .revision()
        .appSpecContent()
        .content()
        .replaceAll("(?s).*task-definition/(\\S+).*", "$1");
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPED", "FAILED"})
  void a_release_that_was_left_half_way_is_rolled_back_to_what_served_before_it_and_no_further(
      DeploymentStatus end) {
    ends(twoServesAndThreeIsBegun(), end);
    aws.ecs().beside("web:3", "d-2");

    assertThat(broughtBack()).isEqualTo("web:2");
  }

  @Test
  void what_failed_afterwards_and_came_to_nothing_leaves_the_way_back_as_it_was() {
    ends(twoServesAndThreeIsBegun(), DeploymentStatus.STOPPED);
    aws.ecs().beside("web:3", "d-2");
    ends(begin(REPOSITORY + ":three", Way.USUAL), DeploymentStatus.FAILED);

    assertThat(broughtBack()).isEqualTo("web:2");
  }

  @Test
  void a_release_that_was_stopped_with_all_traffic_on_it_is_rolled_back_to_what_waits_beside_it() {
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:2", "d-1");
    // What had served long ago is released again: the history alone would lead further back.
    ends(begin(REPOSITORY + ":one", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:3", "d-2");
    var again = begin(REPOSITORY + ":two", Way.USUAL);
    ends(again, DeploymentStatus.STOPPED);
    aws.ecs().serves("web:4", again);
    aws.ecs().beside("web:3", "d-2");

    assertThat(broughtBack()).isEqualTo("web:3");
  }

  @Test
  void a_way_back_that_was_left_half_way_is_gone_to_its_end_and_not_forth_again() {
    ends(twoServesAndThreeIsBegun(), DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:3", "d-2");
    var back = releases().rollBack(FILES, Way.USUAL);
    ends(back, DeploymentStatus.STOPPED);
    aws.ecs().beside("web:2", back);

    assertThat(broughtBack()).isEqualTo("web:2");
  }

  @Test
  void what_has_served_since_a_release_was_left_half_way_leads_one_back_as_ever() {
    ends(twoServesAndThreeIsBegun(), DeploymentStatus.STOPPED);
    aws.ecs().beside("web:3", "d-2");
    var next = begin(REPOSITORY + ":one", Way.USUAL);
    ends(next, DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:4", next);

    assertThat(broughtBack()).isEqualTo("web:2");
  }

  @Test
  void a_release_that_was_taken_back_by_itself_is_not_taken_back_again_unasked() {
    releases().requireNotBackAlready();
    var bad = twoServesAndThreeIsBegun();
    ends(bad, DeploymentStatus.STOPPED);
    releases().requireNotBackAlready();
    var back = begin(REPOSITORY + ":two", Way.USUAL);
    aws.codeDeploy()
        .is(
            back,
            d ->
                d.status(DeploymentStatus.SUCCEEDED)
                    .creator(DeploymentCreator.CODE_DEPLOY_ROLLBACK)
                    .rollbackInfo(r -> r.rollbackTriggeringDeploymentId(bad)));

    assertThatThrownBy(() -> releases().requireNotBackAlready())
        .hasMessageContaining(bad + " was taken back already")
        .hasMessageContaining("two serves")
        .hasMessageContaining("--further");
  }

  @Test
  void the_alarm_that_rings_because_of_what_serves_does_not_keep_the_way_back_shut() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    ends(id, DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:2");
    aws.codeDeploy().watches("loud");
    alarm("loud", "ALARM");

    releases().rollBack(FILES, Way.USUAL);

    assertThat(aws.codeDeploy().created().getLast().overrideAlarmConfiguration().enabled())
        .isFalse();
  }

  @Test
  void an_image_that_its_repository_has_thrown_away_is_not_brought_back() {
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:2");
    aws.images().remove("one");

    assertThatThrownBy(() -> releases().rollBack(FILES, Way.USUAL))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.FAILED))
        .hasMessageContaining("web:1 served before")
        .hasMessageContaining("its image " + REPOSITORY + ":one is gone")
        .hasMessageContaining("./shang release list")
        .hasMessageContaining("--tag TAG");
    assertThat(aws.codeDeploy().created()).as("the first release alone").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "111122223333.dkr.ecr.ap-south-1.amazonaws.com/web:one",
        "669097061043.dkr.ecr.eu-west-1.amazonaws.com/web:one",
        "example.org/web:one"
      })
  void of_an_image_in_another_registry_nothing_is_known_and_it_is_brought_back(String image) {
    aws.ecs().defines("web:1", image);
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.ecs().serves("web:2");
    aws.images().remove("one");

    assertThat(broughtBack()).isEqualTo("web:1");
  }

  @Test
  void where_nothing_served_before_there_is_no_way_back() {
    assertThatThrownBy(() -> releases().rollBack(FILES, Way.USUAL))
        .hasMessageContaining("nothing served before web:1")
        .hasMessageContaining("--tag");
  }
}
