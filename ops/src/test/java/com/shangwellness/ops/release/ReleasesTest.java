package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus.IN_PROGRESS;
import static software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus.SUCCEEDED;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.FakeLoadBalancing;
import com.shangwellness.ops.release.Releases.Way;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.TargetLabel;

class ReleasesTest extends ReleasesStage {
  @Test
  void a_release_brings_its_task_definition_by_codedeploy_and_says_who_replaces_whom_with_what() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);

    var definition = aws.ecs().definitions().get("web:2");
    assertThat(definition.containerDefinitions().getFirst().image()).isEqualTo(REPOSITORY + ":two");
    assertThat(definition.containerDefinitions().getFirst().environment())
        .anySatisfy(variable -> assertThat(variable.value()).isEqualTo("arn:secret"));
    var request = aws.codeDeploy().created().getFirst();
    assertThat(request.revision().appSpecContent().content())
        .contains("TaskDefinition: " + definition.taskDefinitionArn());
    assertThat(request.revision().appSpecContent().sha256()).matches("[0-9a-f]{64}");
    assertThat(request.overrideAlarmConfiguration()).isNull();
    assertThat(request.overrideConfiguration()).isEmpty();
    assertThat(releases().look(id))
        .extracting(ReleaseState::version, ReleaseState::replaces, ReleaseState::by)
        .containsExactly("two", "one", "user/operator");
  }

  @Test
  void the_pace_goes_with_the_request_and_stays_known() {
    var id = begin(REPOSITORY + ":two", new Way(Optional.of(20.0), false));

    assertThat(
            aws.codeDeploy().created().getFirst().overrideConfiguration().orElseThrow().headers())
        .containsEntry("x-region-pace", List.of("20.0"));
    assertThat(releases().look(id).pace()).isEqualTo(20);
  }

  @Test
  void what_production_runs_already_is_recognized_by_its_digest_and_its_settings() {
    aws.images().put("one-again", "sha256:11");
    var releases = releases();
    var first = releases.prepare(FILES, VALUES, REPOSITORY + ":two");
    aws.ecs().serves("web:2");
    aws.images().put("two-again", "sha256:22");

    assertThat(first.serves()).isFalse();
    assertThat(releases.prepare(FILES, VALUES, REPOSITORY + ":two-again").serves()).isTrue();
    assertThat(releases.prepare(FILES, VALUES, REPOSITORY + ":one-again").serves())
        .as("another image")
        .isFalse();
    var bigger = new ReleaseFiles(FILES.taskDefinition().replace("512", "1024"), FILES.appSpec());
    assertThat(releases.prepare(bigger, VALUES, REPOSITORY + ":two").serves())
        .as("other settings")
        .isFalse();
  }

  @Test
  void an_image_that_is_not_there_is_refused_before_anything_is_registered() {
    assertThatThrownBy(() -> begin(REPOSITORY + ":three", Way.USUAL))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("there is no image three in " + REPOSITORY);
    assertThat(aws.ecs().definitions()).containsOnlyKeys("web:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REPOSITORY + ":latest",
        REPOSITORY,
        "example.org/web",
        "example.org:5000/web:latest"
      })
  void an_image_whose_name_moves_is_refused_before_anything_is_registered(String image) {
    aws.images().put("latest", "sha256:22");

    assertThatThrownBy(() -> begin(image, Way.USUAL))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(image + " is whatever is called latest")
        .hasMessageContaining("by a tag that stays or by its digest");
    assertThat(aws.ecs().definitions()).containsOnlyKeys("web:1");
  }

  @Test
  void what_moves_in_our_repository_is_refused_with_the_tags_that_stay() {
    aws.images().put("latest", "sha256:22");

    assertThatThrownBy(() -> begin(REPOSITORY + ":latest", Way.USUAL))
        .hasMessageContaining("just now it is also called two");
  }

  @ParameterizedTest
  @ValueSource(strings = {REPOSITORY + "@sha256:22", REPOSITORY + ":latest@sha256:22"})
  void an_image_by_its_digest_does_not_move(String image) {
    assertThat(releases().look(begin(image, Way.USUAL)).version()).isEqualTo("22");
  }

  @Test
  void of_another_registry_nothing_is_known_here() {
    begin("example.org/web:1", Way.USUAL);

    assertThat(aws.codeDeploy().created()).hasSize(1);
  }

  @Test
  void a_second_release_is_refused_while_one_is_under_way() {
    aws.codeDeploy().releases("d-ABC");

    assertThatThrownBy(() -> begin(REPOSITORY + ":two", Way.USUAL))
        .hasMessageContaining("release d-ABC is under way")
        .hasMessageContaining("./shang release watch")
        .hasMessageContaining("./shang release rollback");
  }

  @Test
  void a_release_is_refused_while_an_alarm_rings_unless_it_is_what_mends_production() {
    aws.codeDeploy().watches("site-5xx", "site-slow", "loud");
    alarm("loud", "ALARM");

    assertThatThrownBy(() -> begin(REPOSITORY + ":two", Way.USUAL))
        .hasMessageContaining("alarm loud rings (because)")
        .hasMessageContaining("--ignore-alarms");

    begin(REPOSITORY + ":two", new Way(Optional.empty(), true));
    assertThat(aws.codeDeploy().created().getFirst().overrideAlarmConfiguration().enabled())
        .isFalse();
  }

  @Test
  void codedeploy_may_end_a_release_a_moment_before_it_begins_to_take_it_back() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    aws.codeDeploy()
        .then(
            () -> ends(id, DeploymentStatus.FAILED),
            () -> {
              aws.codeDeploy().is("d-back", d -> d.status(DeploymentStatus.SUCCEEDED));
              aws.codeDeploy().is(id, d -> d.rollbackInfo(r -> r.rollbackDeploymentId("d-back")));
            });

    assertThat(releases().follow(id, seen -> true).isTakenBack()).isTrue();
  }

  @Test
  void both_colours_are_seen_side_by_side() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    aws.codeDeploy().taskSet(id, TargetLabel.BLUE, "web-blue", 2);
    aws.codeDeploy().taskSet(id, TargetLabel.GREEN, "web-green", 2);
    aws.codeDeploy().event(id, "AllowTraffic", IN_PROGRESS);
    aws.loadBalancing().group("web-green", 1);

    var state = releases().look(id);

    assertThat(state.side("blue"))
        .extracting("targetGroup", "version", "desired", "healthy", "weight")
        .containsExactly("web-blue", "one", 2, 2, 90);
    assertThat(state.side("green"))
        .extracting("targetGroup", "version", "desired", "healthy", "weight")
        .containsExactly("web-green", "two", 2, 1, 10);
    assertThat(state.alarms()).extracting("name").containsExactly("site-5xx", "site-slow");
    assertThat(state.waits().getFirst().what()).isEqualTo("shifts the other 90 %");
  }

  @Test
  void before_there_is_a_green_one_the_other_target_group_is_its_place() {
    aws.loadBalancing()
        .forwards(
            Map.of(FakeLoadBalancing.arn("web-blue"), 0, FakeLoadBalancing.arn("web-green"), 100));
    var id = begin(REPOSITORY + ":two", Way.USUAL);

    var state = releases().look(id);

    assertThat(state.side("blue").targetGroup()).isEqualTo("web-green");
    assertThat(state.side("green").targetGroup()).isEqualTo("web-blue");
  }

  @Test
  void what_was_measured_is_the_last_whole_minute_of_either_colour() {
    // The fake measures both groups alike.
    aws.cloudWatch().measured("RequestCount Sum", Instant.parse("2026-01-31T14:03:00Z"), 60);
    aws.cloudWatch().measured("RequestCount Sum", Instant.parse("2026-01-31T14:04:00Z"), 600);
    aws.cloudWatch().measured("RequestCount Sum", Instant.parse("2026-01-31T14:05:00Z"), 9);
    aws.cloudWatch()
        .measured("TargetResponseTime p99", Instant.parse("2026-01-31T14:04:00Z"), 0.25);
    var id = begin(REPOSITORY + ":two", Way.USUAL);

    assertThat(releases().look(id).side("blue").measured())
        .containsEntry(Measured.REQUESTS, 10.0)
        .containsEntry(Measured.SHARE, 50.0)
        .containsEntry(Measured.ERRORS, 0.0)
        .containsEntry(Measured.SLOWEST, 0.25)
        .doesNotContainKey(Measured.MEDIAN);
  }

  @Test
  void codedeploy_s_own_rollback_is_told_by_the_versions_of_what_it_takes_back() {
    var id = begin(REPOSITORY + ":two", Way.USUAL);
    ends(id, DeploymentStatus.FAILED);
    aws.codeDeploy()
        .is(
            "d-back",
            d ->
                d.creator("codeDeployRollback")
                    .status(DeploymentStatus.SUCCEEDED)
                    .rollbackInfo(r -> r.rollbackTriggeringDeploymentId(id)));

    assertThat(releases().look("d-back"))
        .extracting(ReleaseState::kind, ReleaseState::version, ReleaseState::by)
        .containsExactly("rollback", "one", "CodeDeploy");
    assertThat(releases().look("d-back").getSentence())
        .isEqualTo("Rolled back: one serves all requests, and the tasks of two are gone.");
    assertThat(releases().list().getFirst())
        .extracting(ReleaseLine::kind, ReleaseLine::version, ReleaseLine::replaces)
        .containsExactly("rollback", "one", "two");
  }

  @Test
  void the_image_of_the_first_deployment_is_called_by_a_tag_that_says_more_than_latest() {
    aws.ecs().defines("web:1", REPOSITORY + ":latest");
    aws.images().put("latest", "sha256:11");

    assertThat(releases().look(begin(REPOSITORY + ":two", Way.USUAL)).replaces()).isEqualTo("one");
  }

  @Test
  void a_release_that_is_under_way_is_stopped_with_a_rollback_or_without() {
    aws.codeDeploy().releases("d-ABC");

    releases().stop(true);
    releases().stop(false);

    assertThat(aws.codeDeploy().calls()).containsExactly("stop d-ABC true", "stop d-ABC false");
  }

  @Test
  void without_a_release_under_way_there_is_nothing_to_stop() {
    assertThatThrownBy(() -> releases().stop(true))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.NOT_RUNNING))
        .hasMessageContaining("no release is under way");
  }

  @Test
  void a_wait_before_the_shift_and_one_before_the_removal_can_be_ended_and_no_other() {
    aws.codeDeploy().is("d-1", d -> d.status(DeploymentStatus.READY));
    releases().promote();

    aws.codeDeploy().is("d-1", d -> d.status(DeploymentStatus.IN_PROGRESS));
    aws.codeDeploy().event("d-1", "AllowTraffic", IN_PROGRESS);
    assertThatThrownBy(() -> releases().promote()).hasMessageContaining("is at AllowTraffic");

    aws.codeDeploy().event("d-1", "AllowTraffic", SUCCEEDED);
    aws.codeDeploy().event("d-1", "AfterAllowTraffic", SUCCEEDED);
    releases().promote();

    assertThat(aws.codeDeploy().calls())
        .containsExactly("continue d-1 READY_WAIT", "continue d-1 TERMINATION_WAIT");
  }

  @Test
  void the_list_is_newest_first_and_a_release_is_found_by_its_number_or_its_id() {
    ends(begin(REPOSITORY + ":two", Way.USUAL), DeploymentStatus.SUCCEEDED);
    aws.codeDeploy()
        .is(
            "d-of-the-pipeline",
            d ->
                d.status(DeploymentStatus.FAILED)
                    .creator("user")
                    .errorInformation(e -> e.code("ALARM_ACTIVE").message("site-5xx")));

    assertThat(releases().list())
        .extracting(ReleaseLine::number, ReleaseLine::id, ReleaseLine::by, ReleaseLine::reason)
        .containsExactly(
            tuple(1, "d-of-the-pipeline", "user", "ALARM_ACTIVE: site-5xx"),
            tuple(2, "d-1", "user/operator", ""));
    assertThat(releases().find("2")).isEqualTo("d-1");
    assertThat(releases().find("d-1")).isEqualTo("d-1");
    assertThatThrownBy(() -> releases().find("3")).hasMessageContaining("there are 1 to 2");
  }
}
