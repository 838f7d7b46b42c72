package com.shangwellness.region.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.shells.Act;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a build hands on. */
class ArtifactsTest {

  @TempDir Path folder;
  private BuildStage at;

  @BeforeEach
  void stage() {
    at = new BuildStage(folder).furnished();
    at.shell.behave(
        "make",
        Act.succeeds()
            .writing("target/app.jar", "jar")
            .writing("target/classes/A.class", "class")
            .writing("readme.txt", "read me"));
  }

  private Build builds(ProjectArtifacts.Builder artifacts, String spec) {
    at.project(
        "web",
        "version: 0.2\nphases: {build: {commands: [make]}}\nartifacts:\n" + spec.indent(2),
        r -> r.artifacts(artifacts.build()));
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
    return build;
  }

  private static ProjectArtifacts.Builder zipped() {
    return ProjectArtifacts.builder().type("S3").location("artifacts").packaging("ZIP");
  }

  private java.util.List<String> keys() {
    return at.stage.ask(() -> at.s3.listObjectsV2(r -> r.bucket("artifacts"))).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void a_zip_has_the_files_that_match_and_the_projects_name() {
    var build = builds(zipped(), "files: ['target/**/*']");
    assertThat(at.unzipped("web"))
        .isEqualTo(Map.of("target/app.jar", "jar", "target/classes/A.class", "class"));
    assertThat(build.artifacts().location()).isEqualTo("arn:aws:s3:::artifacts/web");
    assertThat(build.artifacts().sha256sum()).hasSize(64);
    assertThat(at.said(build)).contains("Found 2 file(s)");
  }

  @Test
  void a_base_directory_is_not_part_of_the_paths_and_some_files_are_left_out() {
    builds(zipped(), "base-directory: target\nfiles: ['**/*']\nexclude-paths: ['**/*.class']");
    assertThat(at.unzipped("web")).isEqualTo(Map.of("app.jar", "jar"));
  }

  @Test
  void a_base_directory_may_be_a_pattern_and_paths_may_be_discarded() {
    builds(zipped(), "base-directory: 'tar*'\nfiles: ['**/*']\ndiscard-paths: yes");
    assertThat(at.unzipped("web")).isEqualTo(Map.of("app.jar", "jar", "A.class", "class"));
  }

  @Test
  void without_packaging_each_file_is_an_object_under_path_build_and_name() {
    var build =
        builds(
            ProjectArtifacts.builder()
                .type("S3")
                .location("artifacts")
                .path("out")
                .namespaceType("BUILD_ID")
                .name("app"),
            "files: [readme.txt, target/app.jar]");
    var uuid = build.id().substring("web:".length());
    assertThat(keys())
        .containsExactly("out/" + uuid + "/app/readme.txt", "out/" + uuid + "/app/target/app.jar");
  }

  @Test
  void a_name_of_the_buildspec_is_worked_out_by_the_shell() {
    at.shell.behave("web-\\$", Act.succeeds().printing("web-2026"));
    var build =
        builds(zipped().overrideArtifactName(true), "files: [readme.txt]\nname: web-$(date +%Y)");
    assertThat(keys()).containsExactly("web-2026");
    assertThat(build.artifacts().location()).isEqualTo("arn:aws:s3:::artifacts/web-2026");
  }

  @Test
  void a_link_is_followed_within_the_build_only() {
    at.shell.behave("make", Act.succeeds().writing("a.txt", "a"));
    builds(zipped(), "files: ['**/*']");
    assertThat(at.unzipped("web")).isEqualTo(Map.of("a.txt", "a"));
  }
}
