package com.shangwellness.ops.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.delivery.BuildFailure;
import com.shangwellness.ops.delivery.PipelineRun;
import com.shangwellness.ops.delivery.PipelineState;
import com.shangwellness.ops.delivery.PipelineState.ActionView;
import com.shangwellness.ops.delivery.PipelineState.StageView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineScreenTest {
  private static final String BEGAN = "2026-01-01T00:00:00Z";

  private final Terminal terminal =
      new Terminal(
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          false,
          false,
          80);

  private static ActionView action(
      String name, String provider, String status, String changed, String summary, int runs) {
    return new ActionView(name, provider, status, BEGAN, changed, summary, "", runs);
  }

  private static PipelineState state(String status, ActionView build) {
    return new PipelineState(
        "shop-pipeline",
        "12345678-1234-1234-1234-123456789012",
        status,
        BEGAN,
        "3f2a A new class",
        "v1",
        List.of(
            new StageView(
                "Source",
                "Succeeded",
                "",
                List.of(action("Source", "S3", "Succeeded", "2026-01-01T00:00:02Z", "", 1))),
            new StageView("Build", status, "", List.of(build)),
            new StageView(
                "Deploy",
                "",
                "holidays",
                List.of(new ActionView("Deploy", "CodeDeployToECS", "", "", "", "", "", 0)))));
  }

  @Test
  void an_execution_is_a_line_an_action_with_what_became_of_it_and_how_long_it_took() {
    var build = action("Build", "CodeBuild", "InProgress", BEGAN, "", 2);

    assertThat(new PipelineScreen(terminal).lines(state("InProgress", build)))
        .containsExactly(
            "shop-pipeline  12345678  InProgress",
            "source 3f2a A new class",
            "  ✓ Source  Source  S3               Succeeded           2 s",
            "  ▸ Build   Build   CodeBuild        InProgress (run 2)",
            "  · Deploy  Deploy  CodeDeployToECS  closed: holidays");
  }

  @Test
  void a_failure_is_said_below() {
    var build =
        action("Build", "CodeBuild", "Failed", "2026-01-01T00:01:05Z", "Build terminated", 1);

    assertThat(new PipelineScreen(terminal).lines(state("Failed", build)))
        .contains("  ✗ Build   Build   CodeBuild        Failed            1 min 5 s")
        .endsWith("    Build: Build terminated");
  }

  @Test
  void a_failed_build_is_told_with_its_command_exit_code_and_last_lines() {
    var failure =
        new BuildFailure(
            "b",
            "BUILD",
            "mvn verify",
            "1",
            "COMMAND_EXECUTION_ERROR: …",
            List.of("[ERROR] ATest.one"),
            List.of("boom"));

    assertThat(new PipelineScreen(terminal).lines(failure))
        .containsExactly(
            "The build failed in its phase BUILD",
            "  command    mvn verify",
            "  exit code  1",
            "  it wrote of errors:",
            "    [ERROR] ATest.one",
            "  it wrote last:",
            "    boom");
  }

  @Test
  void a_failed_build_without_a_command_is_told_with_its_reason() {
    var failure =
        new BuildFailure(
            "b", "DOWNLOAD_SOURCE", "", "", "YAML_FILE_ERROR: none", List.of(), List.of());

    assertThat(new PipelineScreen(terminal).lines(failure))
        .containsExactly(
            "The build failed in its phase DOWNLOAD_SOURCE", "  reason     YAML_FILE_ERROR: none");
  }

  @Test
  void the_history_is_a_line_an_execution() {
    var run =
        new PipelineRun(
            "12345678-1", "Succeeded", "2026-01-01T00:00:00.123Z", 75, "CloudWatchEvent", "3f2a A");

    assertThat(new PipelineHistoryScreen(terminal).lines(List.of(run)))
        .containsExactly(
            "execution             began                 took        by               source",
            "12345678   Succeeded  2026-01-01T00:00:00Z  1 min 15 s  CloudWatchEvent  3f2a A");
    assertThat(new PipelineHistoryScreen(terminal).lines(List.of()))
        .containsExactly("The pipeline has run nothing yet. Begin with: ./shang push");
  }
}
