package com.shangwellness.region.codebuild;

import static com.shangwellness.region.codebuild.BuildStage.contexts;
import static com.shangwellness.region.codebuild.BuildStage.phases;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.shells.Act;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** What is wrong with a build is told in its phase, in CodeBuild's words, and nothing is left. */
class BadBuildsTest {

  private static final String SPEC = "version: 0.2\nphases:\n  build:\n    commands: [make]\n";

  @TempDir Path folder;
  private BuildStage at;

  @BeforeEach
  void stage() {
    at = new BuildStage(folder).furnished();
  }

  @AfterEach
  void nothing_is_left() {
    assertThat(at.shell.running()).isEmpty();
    assertThat(at.folders()).isEmpty();
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  private void failsToDownload(Build build, String why) {
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    assertThat(phases(build))
        .endsWith("DOWNLOAD_SOURCE FAILED", "FINALIZING SUCCEEDED", "COMPLETED");
    assertThat(contexts(build, BuildPhaseType.DOWNLOAD_SOURCE)).containsExactly(why);
    assertThat(at.commands()).isEmpty();
    assertThat(at.said(build))
        .contains("Phase context status code: " + why.replaceFirst(": ", " Message: "));
  }

  private void sourceProject() {
    at.project("web", "", r -> r.source(s -> s.type("S3").location("artifacts/source.zip")));
  }

  @Test
  void a_buildspec_that_is_not_yaml() {
    at.project("web", "version: 0.2\nphases: [");
    failsToDownload(
        at.runs("web"),
        "YAML_FILE_ERROR: yaml: line 2: expected the node content, but found '<stream end>'");
  }

  @Test
  void a_buildspec_of_another_version() {
    at.project("web", SPEC.replace("0.2", "1.0"));
    failsToDownload(
        at.runs("web"), "YAML_FILE_ERROR: invalid buildspec version: 1.0; it must be 0.2");
  }

  @Test
  void a_buildspec_that_is_not_there() {
    sourceProject();
    at.object("source.zip", at.zip(Map.of("readme.txt", "hello")));
    failsToDownload(at.runs("web"), "YAML_FILE_ERROR: YAML file does not exist");
    failsToDownload(
        at.runs(r -> r.projectName("web").buildspecOverride("../../../etc/passwd")),
        "YAML_FILE_ERROR: YAML file does not exist");
  }

  @Test
  void a_source_that_is_not_there() {
    sourceProject();
    failsToDownload(
        at.runs("web"),
        "CLIENT_ERROR: NoSuchKey: The specified key does not exist. status code: 404 for primary"
            + " source and source version null");
  }

  @Test
  void a_source_that_is_no_zip() {
    sourceProject();
    at.object("source.zip", "<html>".getBytes(UTF_8));
    var build = at.runs("web");
    assertThat(contexts(build, BuildPhaseType.DOWNLOAD_SOURCE))
        .singleElement()
        .asString()
        .startsWith("CLIENT_ERROR: failed to extract the primary source: it is not a zip file");
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "../../../escaped, leads out of the folder",
    "/tmp/escaped,     is not a relative path",
  })
  void a_source_that_leads_out_of_its_folder(String name, String why) throws IOException {
    sourceProject();
    at.object("source.zip", zip(name, "x".getBytes(UTF_8)));
    failsToDownload(
        at.runs("web"),
        "CLIENT_ERROR: failed to extract the primary source: the name '" + name + "' " + why);
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @Test
  void a_source_that_is_a_bomb() throws IOException {
    sourceProject();
    at.object("source.zip", zip("bomb", new byte[64 << 20]));
    var build = at.runs("web");
    assertThat(contexts(build, BuildPhaseType.DOWNLOAD_SOURCE))
        .singleElement()
        .asString()
        .contains("it unpacks to more than 200 times its size");
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void a_secret_that_is_missing() {
    at.project("web", SPEC + "env:\n  secrets-manager:\n    PASSWORD: db:password\n");
    failsToDownload(
        at.runs("web"),
        "Secrets Manager Error: ResourceNotFoundException: Secrets Manager can't find the specified"
            + " secret. (db:password)");
  }

  @Test
  void a_secret_without_the_key() {
    at.stage.ask(() -> at.secrets.createSecret(r -> r.name("db").secretString("{\"user\":\"a\"}")));
    at.project("web", SPEC + "env:\n  secrets-manager:\n    PASSWORD: db:password\n");
    failsToDownload(
        at.runs("web"),
        "Secrets Manager Error: json key not found: password in the secret of db:password");
  }

  @Test
  void a_parameter_that_is_missing() {
    at.project("web", SPEC + "env:\n  parameter-store:\n    TOKEN: /build/token\n");
    failsToDownload(
        at.runs("web"),
        "Decrypted Variables Error: parameter does not exist: /build/token (ParameterNotFound)");
  }

  @Test
  void an_artifact_that_the_build_did_not_make() {
    at.project(
        "web",
        SPEC
            + "artifacts:\n  files: [app.jar]\n  secondary-artifacts:\n    deploy:\n"
            + "      base-directory: target\n      files: ['*']\n",
        r ->
            r.artifacts(a -> a.type("S3").location("artifacts").packaging("ZIP"))
                .secondaryArtifacts(
                    a -> a.type("S3").location("artifacts").artifactIdentifier("deploy"),
                    a -> a.type("S3").location("artifacts").artifactIdentifier("other")));
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    assertThat(contexts(build, BuildPhaseType.UPLOAD_ARTIFACTS))
        .containsExactly(
            "CLIENT_ERROR: no definition for secondary artifact other in the buildspec",
            "CLIENT_ERROR: no matching artifact paths found",
            "CLIENT_ERROR: Error in UPLOAD_ARTIFACTS phase: [deploy: [no matching base directory"
                + " path found for target]]");
  }

  @Test
  void a_bucket_that_is_gone_when_artifacts_are_uploaded() {
    at.project(
        "web",
        SPEC + "artifacts:\n  files: [app.jar]\n",
        r -> r.artifacts(a -> a.type("S3").location("elsewhere").packaging("ZIP")));
    at.shell.behave("make", Act.succeeds().writing("app.jar", "x"));
    assertThat(contexts(at.runs("web"), BuildPhaseType.UPLOAD_ARTIFACTS))
        .containsExactly(
            "CLIENT_ERROR: NoSuchBucket: The specified bucket does not exist status code: 404");
  }

  @Test
  void a_role_that_cannot_be_had() {
    at.project("web", SPEC);
    at.stage.ask(() -> at.iam.deleteRole(r -> r.roleName("builder")));
    var build = at.runs("web");
    assertThat(phases(build)).endsWith("PROVISIONING FAILED", "FINALIZING SUCCEEDED", "COMPLETED");
    assertThat(contexts(build, BuildPhaseType.PROVISIONING))
        .singleElement()
        .asString()
        .startsWith(
            "ACCESS_DENIED: Service role arn:aws:iam::123456789012:role/builder does not allow AWS"
                + " CodeBuild to create Amazon CloudWatch Logs log streams for build");
  }

  @Test
  void a_command_that_cannot_be_run() {
    at.project("web", SPEC);
    at.shell.behave("make", Act.fails("the folder is not there any more"));
    assertThat(contexts(at.runs("web"), BuildPhaseType.BUILD))
        .containsExactly(
            "COMMAND_EXECUTION_ERROR: Error while executing command: make. Reason: the folder is"
                + " not there any more");
  }

  @Test
  void a_gigabyte_of_output_is_cut_and_the_rest_counted() {
    at.project("web", SPEC);
    var line = "x".repeat(1 << 20);
    var lines = new String[100];
    java.util.Arrays.fill(lines, line);
    at.shell.behave("make", Act.succeeds().printing(lines));
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
    assertThat(at.said(build))
        .contains(
            (100 - 64) * ((1 << 20) + 1)
                + " bytes of output are left out: this region keeps 67108864 of a build");
  }

  @Test
  void a_report_that_is_missing_or_no_report() {
    at.project(
        "web", SPEC + "reports:\n  unit:\n    files: ['*.xml']\n  more:\n    files: ['*.txt']\n");
    at.shell.behave("make", Act.succeeds().writing("a.txt", "not xml"));
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    assertThat(contexts(build, BuildPhaseType.UPLOAD_ARTIFACTS))
        .hasSize(2)
        .anyMatch(c -> c.contains("[unit: [report files not found in build]]"))
        .anyMatch(c -> c.contains("[more: [the report a.txt is not JUnit XML: "));
  }
}
