package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.infra.Complete;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildTest {
  private static final Template DELIVERY = Synthesized.delivery();
  private static final JsonNode PROJECT = DELIVERY.properties("AWS::CodeBuild::Project");
  private static final String RENDERER_CLASS =
      "com.shangwellness.ops.release.TaskDefinitionTemplate";
  private static final Path RENDERER =
      Path.of("../ops/src/main/java", RENDERER_CLASS.replace('.', '/') + ".java");

  @TempDir private Path folder;

  @Test
  void it_runs_without_privileges_on_the_current_image() {
    assertThat(PROJECT.at("/Environment/PrivilegedMode").asBoolean()).isFalse();
    assertThat(PROJECT.at("/Environment/Image").asText())
        .isEqualTo("aws/codebuild/amazonlinux-x86_64-standard:5.0");
  }

  @Test
  void it_is_told_what_only_a_deployment_knows_and_no_secret() {
    var variables = PROJECT.at("/Environment/EnvironmentVariables");

    assertThat(variables.findValuesAsText("Name"))
        .containsExactly("DB_HOST", "DB_SECRET_ARN", "ENVIRONMENT", "REPOSITORY_URI");
    assertThat(named(variables, "Name", "DB_HOST").findValuesAsText("OutputName"))
        .containsExactly("DatabaseEndpoint");
    assertThat(named(variables, "Name", "DB_SECRET_ARN").findValuesAsText("OutputName"))
        .containsExactly("DatabaseSecretArn");
  }

  @Test
  void it_may_ask_inspector_where_inspector_scans() {
    assertThat(buildRole(DELIVERY)).doesNotContain("inspector2:");
    assertThat(buildRole(Complete.template("delivery")))
        .contains("[\"inspector2:ListCoverage\",\"inspector2:ListFindings\"]");
  }

  private static String buildRole(Template delivery) {
    return delivery
        .target(delivery.properties("AWS::CodeBuild::Project").get("ServiceRole"))
        .toString();
  }

  @Test
  void the_buildspec_makes_the_artifacts_that_the_pipeline_hands_on() {
    var made = buildspec().at("/artifacts/secondary-artifacts");
    var expected =
        DELIVERY
            .properties("AWS::CodePipeline::Pipeline")
            .at("/Stages/1/Actions/0/OutputArtifacts")
            .findValuesAsText("Name");

    assertThat(made.fieldNames()).toIterable().containsExactlyElementsOf(expected);
    assertThat(PROJECT.at("/Source/BuildSpec").asText()).isEqualTo("buildspec.yml");
  }

  @Test
  void the_deploy_artifact_has_its_three_files_and_nothing_else() {
    assertThat(buildspec().at("/artifacts/secondary-artifacts/deploy/files"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "taskdef_shangwellness.json", "shangwellness_appspec.yml", "imageDetail.json");
    assertThat(buildspec().at("/artifacts/secondary-artifacts/sbom/files"))
        .extracting(JsonNode::asText)
        .containsExactly("sbom.json");
  }

  @Test
  void the_buildspec_installs_its_java_and_needs_no_docker() {
    assertThat(commands("install")).anyMatch(c -> c.contains("java-25-amazon-corretto-devel"));
    // The base that has Java: app/pom.xml.
    assertThat(commands("build")).anyMatch(c -> c.contains(" jib:build ") && c.contains(" -Paws "));
    assertThat(commands("build")).noneMatch(c -> c.contains("docker"));
  }

  @Test
  void the_buildspec_tests_before_it_pushes_and_a_failure_ends_it() {
    // One run of Maven, which takes them in this order and stops at the first that fails.
    assertThat(commands("build"))
        .filteredOn(step -> step.contains("jib:build"))
        .singleElement()
        .asString()
        .contains(" verify jib:build ")
        .doesNotContain("skipTests", "maven.test.skip", "testFailureIgnore");
    assertThat(buildspec().at("/phases/build/on-failure").asText()).isEqualTo("ABORT");
  }

  @Test
  void what_the_release_files_keep_is_kept_for_the_next_build() {
    assertThat(commands("build"))
        .filteredOn(command -> command.startsWith("bash build/release-files "))
        .singleElement()
        .satisfies(
            command -> {
              var kept = command.substring(command.lastIndexOf(' ') + 1);
              assertThat(buildspec().at("/cache/paths"))
                  .extracting(JsonNode::asText)
                  .contains(kept + "/**/*");
            });
  }

  @Test
  void what_is_pushed_is_scanned_before_anything_is_made_of_it() {
    var steps = commands("build");
    var gate = "com.shangwellness.ops.scan.ScanGate";

    assertThat(Path.of("../ops/src/main/java", gate.replace('.', '/') + ".java")).exists();
    assertThat(indexOf(steps, gate + " $REPOSITORY_URI $IMAGE_DIGEST accepted-findings.yaml"))
        .isBetween(indexOf(steps, " jib:build ") + 1, indexOf(steps, "imageDetail.json") - 1);
  }

  @Test
  void every_build_pushes_another_tag_and_releases_a_digest() {
    assertThat(commands("build"))
        .anyMatch(c -> c.contains("IMAGE_TAG=") && c.endsWith("-$CODEBUILD_BUILD_NUMBER"))
        .anyMatch(c -> c.contains("{\"ImageURI\":\"%s@%s\"}") && c.contains("IMAGE_DIGEST"));
  }

  @ParameterizedTest
  @CsvSource({
    "3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a,       x,        3f2a3f2a3f2a-7",
    "3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a-dirty, x,        3f2a3f2a3f2a-dirty-7",
    "'', 9f60127fcde55f232332b82c0e875d520190d809,             9f60127fcde5-7",
    "'', .HBtI_5JHVNcUiPbQd9oe6YeIKY2W6oB,                     HBtI_5JHVNcU-7"
  })
  void the_tag_and_the_marks_of_an_image_are_of_its_revision(
      String file, String version, String tag) throws IOException, InterruptedException {
    if (!file.isEmpty()) {
      Files.writeString(folder.resolve(".revision"), file + "\n");
    }

    var revision = file.isEmpty() ? version : file;
    assertThat(marks(version))
        .isEqualTo("%s -Dapp.version=%s -Drevision=%s".formatted(tag, tag, revision));
  }

  @Test
  void the_task_definition_is_filled_in_by_the_command_of_the_buildspec()
      throws IOException, InterruptedException {
    var secret = "arn:aws:secretsmanager:ap-south-1:669097061043:secret:rds!cluster-1-AbCdEf";
    var filled = folder.resolve("filled.json");

    assertThat(fill(filled, Map.of("DB_HOST", "db.example.com", "DB_SECRET_ARN", secret))).isZero();

    var file = new ObjectMapper().readTree(filled.toFile());
    var container = file.at("/containerDefinitions/0");
    assertThat(file.toString()).doesNotContain("${");
    assertThat(named(container.get("environment"), "name", "DB_HOST").get("value").asText())
        .isEqualTo("db.example.com");
    assertThat(named(container.get("secrets"), "name", "DB_PASSWORD").get("valueFrom").asText())
        .isEqualTo(secret + ":password::");
    assertThat(container.get("image").asText()).isEqualTo("<IMAGE1_NAME>");
    assertThat(commands("build")).anyMatch(c -> c.contains(RENDERER_CLASS + " "));
  }

  @Test
  void a_value_that_is_missing_stops_the_build() throws IOException, InterruptedException {
    assertThat(fill(folder.resolve("filled.json"), Map.of("DB_HOST", "db.example.com")))
        .isNotZero();
    assertThat(folder.resolve("filled.json")).doesNotExist();
  }

  private String marks(String version) throws IOException, InterruptedException {
    var steps = commands("build");
    var script =
        String.join("\n", steps.subList(0, indexOf(steps, "MARKS=") + 1))
            + "\necho $IMAGE_TAG $MARKS";
    var run = new ProcessBuilder("bash", "-c", script).directory(folder.toFile());
    run.environment().put("CODEBUILD_BUILD_NUMBER", "7");
    run.environment().put("CODEBUILD_RESOLVED_SOURCE_VERSION", version);
    var process = run.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return said;
  }

  private int fill(Path to, Map<String, String> environment)
      throws IOException, InterruptedException {
    Synthesized.production();
    var run =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            RENDERER.toString(),
            Synthesized.OUT.resolve("taskdef_shangwellness.json").toString(),
            to.toString(),
            "DB_HOST",
            "DB_SECRET_ARN");
    // In a build on CodeBuild both are there already.
    run.environment().keySet().removeAll(Set.of("DB_HOST", "DB_SECRET_ARN"));
    run.environment().putAll(environment);
    return run.redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start()
        .waitFor();
  }

  private static int indexOf(List<String> steps, String part) {
    return steps.indexOf(steps.stream().filter(s -> s.contains(part)).findFirst().orElse(""));
  }

  private static List<String> commands(String phase) {
    return buildspec()
        .at("/phases/" + phase + "/commands")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  private static JsonNode buildspec() {
    try {
      return new YAMLMapper().readTree(Files.readString(Path.of("../buildspec.yml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
