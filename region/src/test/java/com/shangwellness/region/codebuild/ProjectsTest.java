package com.shangwellness.region.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;

class ProjectsTest {

  private static final String SPEC = "version: 0.2\nphases: {build: {commands: [make]}}\n";

  @TempDir Path folder;
  private BuildStage at;

  @BeforeEach
  void stage() {
    at = new BuildStage(folder).furnished();
  }

  private String refused(Consumer<CreateProjectRequest.Builder> more) {
    return at.stage.refused(
        () -> {
          at.codeBuild.createProject(
              r -> {
                r.name("web")
                    .source(s -> s.type("NO_SOURCE").buildspec(SPEC))
                    .artifacts(a -> a.type("NO_ARTIFACTS"))
                    .environment(
                        e ->
                            e.type("LINUX_CONTAINER")
                                .image("i")
                                .computeType("BUILD_GENERAL1_SMALL"))
                    .serviceRole(BuildStage.ROLE);
                more.accept(r);
              });
          return "";
        });
  }

  @Test
  void a_project_has_the_defaults_that_codebuild_gives_it_and_can_be_changed() {
    at.project("web", SPEC);
    var made = at.stage.ask(() -> at.codeBuild.batchGetProjects(r -> r.names("web", "other")));
    assertThat(made.projectsNotFound()).containsExactly("other");
    assertThat(made.projects().getFirst().timeoutInMinutes()).isEqualTo(60);
    assertThat(made.projects().getFirst().queuedTimeoutInMinutes()).isEqualTo(480);
    var changed =
        at.stage.ask(() -> at.codeBuild.updateProject(r -> r.name("web").timeoutInMinutes(10)));
    assertThat(changed.project().timeoutInMinutes()).isEqualTo(10);
    assertThat(changed.project().source().buildspec()).isEqualTo(SPEC);
    at.stage.ask(() -> at.codeBuild.deleteProject(r -> r.name("web")));
    assertThat(at.stage.ask(() -> at.codeBuild.listProjects(r -> {})).projects()).isEmpty();
  }

  @Test
  void a_project_is_there_once_and_a_missing_one_builds_nothing() {
    at.project("web", SPEC);
    assertThat(refused(r -> {}))
        .isEqualTo(
            "ResourceAlreadyExistsException: Project already exists:"
                + " arn:aws:codebuild:ap-south-1:123456789012:project/web");
    assertThat(at.stage.refused(() -> at.codeBuild.startBuild(r -> r.projectName("x"))))
        .isEqualTo(
            "ResourceNotFoundException: Project cannot be found:"
                + " arn:aws:codebuild:ap-south-1:123456789012:project/x");
  }

  @Test
  void what_cannot_be_is_refused() {
    assertThat(refused(r -> r.serviceRole("arn:aws:iam::123456789012:role/nobody")))
        .startsWith(
            "InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole");
    assertThat(refused(r -> r.source(s -> s.type("GITHUB").location("https://x"))))
        .contains("this region has no sources of type GITHUB");
    assertThat(refused(r -> r.source(s -> s.type("NO_SOURCE"))))
        .contains("buildspec is required when the type is NO_SOURCE");
    assertThat(refused(r -> r.source(s -> s.type("S3").location("bucket"))))
        .contains("it must be a bucket and a key");
    assertThat(refused(r -> r.artifacts(a -> a.type("CODEPIPELINE"))))
        .contains("must both be CODEPIPELINE, or neither");
    assertThat(refused(r -> r.cache(c -> c.type("S3").location("b"))))
        .contains("this region keeps caches of type LOCAL");
    assertThat(
            refused(
                r ->
                    r.environment(
                        e ->
                            e.type("LINUX_CONTAINER")
                                .image("i")
                                .computeType("BUILD_GENERAL1_SMALL")
                                .environmentVariables(v -> v.name("CODEBUILD_X").value("1")))))
        .contains("CODEBUILD_X begins with CODEBUILD_, which is reserved");
    assertThat(
            refused(
                r ->
                    r.environment(
                        e ->
                            e.type("WINDOWS_CONTAINER")
                                .image("i")
                                .computeType("BUILD_GENERAL1_SMALL"))))
        .contains("this region runs builds on Linux only");
  }

  @Test
  void a_project_of_a_pipeline_is_built_by_its_pipeline_only() {
    at.pipelineProject("web");
    assertThat(at.stage.refused(() -> at.codeBuild.startBuild(r -> r.projectName("web"))))
        .contains("Builds of project web are started by its pipeline");
  }
}
