package com.shangwellness.ops.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.delivery.PipelineFollower.Halt;
import com.shangwellness.ops.fake.FakeBuilds;
import com.shangwellness.ops.fake.FakeLogs;
import com.shangwellness.ops.fake.FakePipelines;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.progress.Happening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineFollowerTest {
  private final FakeTarget aws = new FakeTarget();
  private final FakePipelines pipelines = aws.codePipeline();
  private final FakeBuilds builds = aws.codeBuild();
  private final FakeLogs logs = aws.logs();
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void anExecution() {
    aws.cloudFormation()
        .is("p-delivery", "CREATE_COMPLETE", Map.of("Shop", "AWS::CodePipeline::Pipeline"));
    pipelines.begins("one");
  }

  private DeliveryPipeline pipeline() {
    return DeliveryPipeline.of(new Production(aws, List.of("p-delivery")));
  }

  private PipelineFollower follower() {
    return new PipelineFollower(pipeline(), () -> {});
  }

  private void hear(Happening happening) {
    told.add(
        switch (happening) {
          case Happening.Planned planned -> "planned " + planned.steps();
          case Happening.Begun begun -> begun.step() + " begins";
          case Happening.Moved moved -> moved.part() + " " + moved.state();
          case Happening.Ended ended -> ended.step() + " " + ended.result();
          case Happening.Failed failed -> failed.step() + " " + failed.result();
          case Happening.Proposed proposed -> "proposed " + proposed.step();
          case Happening.Remark remark -> remark.line();
        });
  }

  private void wrote(String build, String line) {
    logs.wrote(Instant.EPOCH, build, line);
  }

  @Test
  void stages_actions_and_the_lines_of_the_build_are_told_once_each_as_they_come() {
    pipelines.then(() -> {});
    pipelines.then(() -> pipelines.runs("one", "Source", "Source", "v1"));
    pipelines.then(() -> pipelines.ended("one", "Succeeded", ""));
    pipelines.then(
        () -> {
          builds.begins("b1");
          pipelines.runs("one", "Build", "Build", "b1");
        });
    pipelines.then(() -> wrote("b1", "mvn verify"));
    pipelines.then(
        () -> {
          wrote("b1", "42 tests");
          wrote("b1", "done");
          pipelines.ended("one", "Succeeded", "");
        });
    pipelines.then(() -> pipelines.ends("one", "Succeeded"));

    var halt = follower().follow("one", this::hear);

    assertThat(halt).isInstanceOf(Halt.Over.class);
    assertThat(told)
        .containsExactly(
            "planned [Source, Build, Deploy]",
            "Source begins",
            "Source InProgress",
            "Source Succeeded",
            "Source succeeded",
            "Build begins",
            "Build InProgress",
            "  mvn verify",
            "  42 tests",
            "  done",
            "Build Succeeded",
            "Build succeeded");
  }

  @Test
  void a_release_halts_it_and_afterwards_it_goes_on_to_the_end() {
    pipelines.runs("one", "Deploy", "Deploy", "d-1");
    pipelines.then(() -> {});
    pipelines.then(() -> {});
    pipelines.then(
        () -> {
          pipelines.ended("one", "Succeeded", "");
          pipelines.ends("one", "Succeeded");
        });
    var follower = follower();

    var first = follower.follow("one", this::hear);
    var second = follower.follow("one", this::hear);

    assertThat(first)
        .isInstanceOfSatisfying(
            Halt.Release.class, release -> assertThat(release.deployment()).isEqualTo("d-1"));
    assertThat(second)
        .isInstanceOfSatisfying(
            Halt.Over.class, over -> assertThat(over.state().isGood()).isTrue());
  }

  @Test
  void a_failed_build_says_which_phase_which_command_which_exit_code_and_its_last_lines() {
    builds.fails(
        "b1",
        "BUILD",
        "COMMAND_EXECUTION_ERROR",
        "Error while executing command: mvn $MAVEN_ARGS verify. Reason: exit status 7");
    wrote("b1", "Api.java:7: error: ';' expected");
    wrote("b1", "[ERROR]   ATest.two_is_three:7 expected: <3> but was: <2>");
    wrote("b1", "{\"level\":\"ERROR\"}");
    for (int i = 1; i <= 29; i++) {
      wrote("b1", "line " + i);
    }
    wrote("b1", "[ERROR] Failed to execute goal");
    pipelines.runs("one", "Build", "Build", "b1");
    pipelines.ended("one", "Failed", "Build terminated with state: FAILED");
    pipelines.ends("one", "Failed");
    var follower = follower();

    var halt = (Halt.Over) follower.follow("one", this::hear);
    var failure = follower.buildFailure(halt.state()).orElseThrow();

    assertThat(told).contains("Build failed");
    assertThat(failure.phase()).isEqualTo("BUILD");
    assertThat(failure.command()).isEqualTo("mvn $MAVEN_ARGS verify");
    assertThat(failure.exitCode()).isEqualTo("7");
    assertThat(failure.lastLines())
        .hasSize(20)
        .startsWith("line 11")
        .endsWith("line 29", "[ERROR] Failed to execute goal");
    assertThat(failure.errors())
        .containsExactly(
            "Api.java:7: error: ';' expected",
            "[ERROR]   ATest.two_is_three:7 expected: <3> but was: <2>");
  }

  @Test
  void a_build_that_failed_without_a_command_says_why() {
    builds.fails("b1", "DOWNLOAD_SOURCE", "YAML_FILE_ERROR", "stat buildspec.yml: no such file");
    pipelines.runs("one", "Build", "Build", "b1");
    pipelines.ended("one", "Failed", "x");
    pipelines.ends("one", "Failed");
    var follower = follower();

    var halt = (Halt.Over) follower.follow("one", this::hear);

    assertThat(follower.buildFailure(halt.state()).orElseThrow())
        .extracting(BuildFailure::command, BuildFailure::reason)
        .containsExactly("", "YAML_FILE_ERROR: stat buildspec.yml: no such file");
  }

  @Test
  void what_waits_is_said_for_the_one_before_it_and_for_a_person() {
    pipelines.waits("one", "Build");
    pipelines.then(() -> {});
    pipelines.then(() -> pipelines.asks("one", "token-1"));
    pipelines.then(
        () -> {
          pipelines.ended("one", "Failed", "looked at it");
          pipelines.ends("one", "Failed");
        });

    follower().follow("one", this::hear);

    assertThat(told)
        .contains("Build waits for the execution before it")
        .contains("Approve waits for a person: ./shang pipeline approve, in another terminal");
  }

  @Test
  void a_person_answers_with_the_token_of_what_waits() {
    pipelines.asks("one", "token-1");

    var question = pipeline().question().orElseThrow();
    pipeline().answer(question, true, "looks right");

    assertThat(question.execution()).isEqualTo("one");
    assertThat(pipelines.asked()).containsExactly("Approved Deploy/Approve token-1 looks right");
  }

  @Test
  void what_has_failed_is_retried_and_what_is_under_way_is_stopped() {
    assertThatThrownBy(() -> pipeline().failed())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no stage of physical-Shop has failed");
    pipeline().stop(pipeline().underWay(), true, "a mistake");
    pipelines.in("one", "Build", "Failed");
    pipelines.ends("one", "Failed");

    pipeline().retry(pipeline().failed(), false);

    assertThat(pipelines.asked())
        .containsExactly("stop one true", "retry Build of one FAILED_ACTIONS");
    assertThatThrownBy(() -> pipeline().underWay())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nothing is under way");
  }

  @Test
  void a_stage_that_another_execution_has_entered_since_is_told_by_its_own_runs() {
    pipelines.runs("one", "Build", "Build", "b1");
    pipelines.ended("one", "Failed", "x");
    pipelines.ends("one", "Failed");
    pipelines.begins("two");
    pipelines.in("two", "Build", "InProgress");

    var state = new PipelineReader(pipeline()).look("one");

    assertThat(state.stages().get(1).status()).isEqualTo("Failed");
    assertThat(state.failure().orElseThrow().summary()).isEqualTo("x");
  }
}
