package com.shangwellness.region.codebuild;

import static com.shangwellness.region.codebuild.BuildStage.contexts;
import static com.shangwellness.region.codebuild.BuildStage.phases;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.shells.Act;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StatusType;

class CodeBuildTest {

  private static final String SPEC =
      """
      version: 0.2
      phases:
        install:
          commands: [prepare]
        build:
          commands:
            - compile
            - test
        post_build:
          commands: [tell]
      """;

  @TempDir Path folder;
  private BuildStage at;

  @BeforeEach
  void stage() {
    at = new BuildStage(folder).furnished();
  }

  @Test
  void a_build_goes_through_its_phases_and_succeeds() {
    at.project("web", SPEC);

    var started = at.starts(r -> r.projectName("web"));
    assertThat(started.buildStatus()).isEqualTo(StatusType.IN_PROGRESS);
    assertThat(started.currentPhase()).isEqualTo("QUEUED");

    var build = at.after(Duration.ofMinutes(1), started);
    assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
    assertThat(build.buildComplete()).isTrue();
    assertThat(build.currentPhase()).isEqualTo("COMPLETED");
    assertThat(phases(build))
        .containsExactly(
            "SUBMITTED SUCCEEDED",
            "QUEUED SUCCEEDED",
            "PROVISIONING SUCCEEDED",
            "DOWNLOAD_SOURCE SUCCEEDED",
            "INSTALL SUCCEEDED",
            "PRE_BUILD SUCCEEDED",
            "BUILD SUCCEEDED",
            "POST_BUILD SUCCEEDED",
            "UPLOAD_ARTIFACTS SUCCEEDED",
            "FINALIZING SUCCEEDED",
            "COMPLETED");
    assertThat(at.commands()).containsExactly("prepare", "compile", "test", "tell");
    assertThat(build.endTime()).isEqualTo(build.startTime().plusSeconds(4));
  }

  @Test
  void a_command_that_fails_fails_its_phase_and_the_build_with_its_exit_code() {
    at.project("web", SPEC);
    at.shell.behave("compile", Act.exits(2).printing("no such symbol"));

    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    assertThat(contexts(build, BuildPhaseType.BUILD))
        .containsExactly(
            "COMMAND_EXECUTION_ERROR: Error while executing command: compile. Reason: exit status"
                + " 2");
    // The rest of the phase is left out; POST_BUILD follows a BUILD that failed.
    assertThat(at.commands()).containsExactly("prepare", "compile", "tell");
    assertThat(phases(build)).contains("BUILD FAILED", "POST_BUILD SUCCEEDED");
    assertThat(at.log(build)).contains("no such symbol");
    assertThat(at.said(build))
        .contains("Phase complete: BUILD State: FAILED", "Entering phase POST_BUILD");
  }

  @Test
  void codepipeline_hands_a_source_over_and_gets_its_artifacts() {
    at.pipelineProject("web");
    at.object(
        "web/Source/abc",
        at.zip(
            Map.of(
                "buildspec.yml",
                """
                version: 0.2
                env:
                  exported-variables: [IMAGE_TAG]
                phases:
                  build:
                    commands: [make]
                artifacts:
                  secondary-artifacts:
                    deploy:
                      base-directory: target/deploy
                      files: [appspec.yml]
                    sbom:
                      files: ['**/sbom.json']
                """,
                "pom.xml",
                "<project/>")));
    at.shell.behave(
        "make",
        Act.succeeds()
            .exporting("IMAGE_TAG", "v7")
            .writing("target/deploy/appspec.yml", "version: 1")
            .writing("app/target/sbom.json", "{}"));

    var started =
        at.starts(
            r ->
                r.projectName("web")
                    .sourceTypeOverride(SourceType.CODEPIPELINE)
                    .sourceLocationOverride("artifacts/web/Source/abc")
                    .sourceVersion("rev-1")
                    .secondaryArtifactsOverride(output("deploy"), output("sbom")));
    var build = at.after(Duration.ofMinutes(1), started);

    assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
    assertThat(build.initiator()).isEqualTo("codepipeline/web");
    assertThat(build.sourceVersion()).isEqualTo("arn:aws:s3:::artifacts/web/Source/abc");
    assertThat(build.resolvedSourceVersion()).isEqualTo("rev-1");
    assertThat(build.exportedEnvironmentVariables())
        .singleElement()
        .satisfies(
            variable -> {
              assertThat(variable.name()).isEqualTo("IMAGE_TAG");
              assertThat(variable.value()).isEqualTo("v7");
            });
    assertThat(at.unzipped("web/deploy/1")).isEqualTo(Map.of("appspec.yml", "version: 1"));
    assertThat(at.unzipped("web/sbom/1")).isEqualTo(Map.of("app/target/sbom.json", "{}"));
    assertThat(build.secondaryArtifacts().getFirst().location())
        .isEqualTo("arn:aws:s3:::artifacts/web/deploy/1");
  }

  private static ProjectArtifacts output(String name) {
    return ProjectArtifacts.builder()
        .type(ArtifactsType.CODEPIPELINE)
        .artifactIdentifier(name)
        .location("artifacts")
        .name("web/" + name + "/1")
        .build();
  }

  @Test
  void a_build_that_is_stopped_ends_where_it_is() {
    at.project("web", SPEC);
    at.shell.behave("compile", Act.hangs());
    var started = at.starts(r -> r.projectName("web"));
    at.stage.passes(Duration.ofSeconds(10));

    at.stage.ask(() -> at.codeBuild.stopBuild(r -> r.id(started.id())));
    var build = at.after(Duration.ofSeconds(1), started);

    assertThat(build.buildStatus()).isEqualTo(StatusType.STOPPED);
    assertThat(phases(build)).endsWith("BUILD STOPPED", "FINALIZING SUCCEEDED", "COMPLETED");
    assertThat(at.shell.running()).isEmpty();
    assertThat(at.folders()).isEmpty();
  }

  @Test
  void a_command_that_hangs_is_ended_by_the_projects_time_out() {
    at.project("web", SPEC, r -> r.timeoutInMinutes(5));
    at.shell.behave("compile", Act.hangs());
    var started = at.starts(r -> r.projectName("web"));
    at.stage.passes(Duration.ofMinutes(4));
    assertThat(at.build(started.id()).buildStatus()).isEqualTo(StatusType.IN_PROGRESS);

    var build = at.after(Duration.ofMinutes(1), started);
    assertThat(build.buildStatus()).isEqualTo(StatusType.TIMED_OUT);
    assertThat(contexts(build, BuildPhaseType.BUILD))
        .containsExactly("BUILD_TIMED_OUT: Build has timed out. ");
    assertThat(at.shell.running()).isEmpty();
    assertThat(List.copyOf(at.metrics.values("AWS/CodeBuild", "FailedBuilds", "ProjectName=web")))
        .containsExactly(1.0);
  }
}
