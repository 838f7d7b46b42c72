package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.Shang.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Changes on their way to production by {@code shang push}, for real, with the whole of
 * buildspec.yml: one story, told in order. What is bad stops at its stage, with its reason, and
 * what serves goes on serving.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineStory {
  private static final String PACE = "20";
  private static final String OLD_LINE = "Make a little room";
  private static final String NEW_LINE = "Make ample room";
  private static final Path API = Path.of("app/src/main/java/com/shangwellness/app/Api.java");
  private static final int VISITORS = 10;
  private static final int PER_SECOND = 60;

  private static Shang shang = Shang.in("pipeline-it", 18566, 25080, 25443);
  private static Path checkout;

  @BeforeAll
  static void productionIsUp() throws IOException {
    shang.clear();
    checkout = shang.home().resolveSibling("pipeline-it-checkout");
    shell("rm -rf '%s' && git clone -q . '%s'".formatted(checkout, checkout));
    // The command is the project's; only what is sent is the checkout's. A link is no folder, which
    // is what .gitignore speaks of.
    Files.createSymbolicLink(checkout.resolve("ops/target"), Shang.PROJECT.resolve("ops/target"));
    Files.writeString(checkout.resolve(".git/info/exclude"), "/ops/target\n");
    // Its base needs no registry of the internet.
    replace("buildspec.yml", "-Paws", "-Dimage.base=scratch");
    commit("another base");
    var said = Shang.process(shang.upCommand("-d"));
    assertThat(said.exitCode()).as(said.all()).isZero();
    know("NOBODYS-1", "nobody:nothing", "LOW");
  }

  @AfterAll
  static void stop() throws IOException {
    shang.run("down");
  }

  @Test
  @Order(1)
  void an_edited_line_becomes_production_by_itself() throws IOException {
    replace("app/src/main/resources/web/index.html", OLD_LINE, NEW_LINE);

    var said = push();

    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.all()).contains("Released: ");
    assertThat(page()).contains(NEW_LINE);
    commit("ample room");
  }

  @Test
  @Order(2)
  void a_failing_test_stops_in_the_build() throws IOException {
    var test = "app/src/test/java/com/shangwellness/app/FailingTest.java";
    Files.writeString(
        checkout.resolve(test),
        """
        package com.shangwellness.app;

        class FailingTest {
          @org.junit.jupiter.api.Test
          void two_is_three() {
            org.junit.jupiter.api.Assertions.assertEquals(3, 2);
          }
        }
        """);

    var said = push();

    assertStops(said, "The build failed in its phase BUILD", "exit code  1");
    assertThat(said.all()).contains("verify", "FailingTest.two_is_three");
    Files.delete(checkout.resolve(test));
  }

  @Test
  @Order(3)
  void what_does_not_compile_stops_in_the_build() throws IOException {
    replace(API.toString(), "final class Api implements", "final klass Api implements");

    var said = push();

    assertStops(said, "The build failed in its phase BUILD", "exit code  1");
    assertThat(said.all()).contains("COMPILATION ERROR", "Api.java");
    back();
  }

  @Test
  @Order(4)
  void a_vulnerable_image_stops_at_the_gate_of_the_build() throws IOException {
    know("STORY-2026-1", "com.fasterxml.jackson.core:jackson-databind", "CRITICAL");

    var said = push();
    Files.delete(vulnerabilities().resolve("STORY-2026-1.json"));

    assertStops(said, "The build failed in its phase BUILD", "exit code  1");
    assertThat(said.all())
        .contains("ScanGate", "STORY-2026-1", "jackson-databind", "accepted-findings.yaml");
  }

  @Test
  @Order(5)
  void a_version_that_fails_its_visitors_is_taken_back_and_the_pipeline_says_so()
      throws IOException {
    replace(
        API.toString(),
        "    var answer = new LinkedHashMap",
        """
        if ("production".equals(System.getenv("APP_ENV"))) {
          throw new IllegalStateException("not in production");
        }
        var answer = new LinkedHashMap\
        """);
    try (var load = new BookingLoad(shang.site("/"))) {
      load.come(VISITORS, PER_SECOND);

      var said = push();

      assertStops(said, "Rolled back: an alarm rang", "Deploy");
    }
    back();
  }

  @ParameterizedTest(name = "{0}")
  @Order(6)
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not YAML                     | 'version: 0.2\\nphases: [' | YAML_FILE_ERROR
          of another version           | 'version: 0.9\\nphases:\\n  build:\\n    commands: [true]' | YAML_FILE_ERROR
          a secret that is not there   | 'version: 0.2\\nenv:\\n  secrets-manager:\\n    TOKEN: no-such-secret\\nphases:\\n  build:\\n    commands: [true]' | no-such-secret
          an artifact that is not made | 'version: 0.2\\nphases:\\n  build:\\n    commands: [true]\\nartifacts:\\n  secondary-artifacts:\\n    deploy:\\n      files: [imageDetail.json]\\n    sbom:\\n      files: [sbom.json]' | CLIENT_ERROR
          files that CodeDeploy lacks  | 'version: 0.2\\nphases:\\n  build:\\n    commands: [touch imageDetail.json]\\nartifacts:\\n  secondary-artifacts:\\n    deploy:\\n      files: [imageDetail.json]\\n    sbom:\\n      files: [imageDetail.json]' | taskdef_shangwellness.json
          """)
  void a_buildspec_that_is_wrong(String how, String buildspec, String reason) throws IOException {
    Files.writeString(checkout.resolve("buildspec.yml"), buildspec.replace("\\n", "\n"));

    var said = push();

    assertStops(said, reason, "Failed");
  }

  private static void assertStops(Said said, String... words) throws IOException {
    assertThat(said.exitCode()).as(said.all()).isEqualTo(ExitCode.FAILED);
    assertThat(said.all()).contains(words);
    assertThat(page()).as("what serves goes on serving").contains(NEW_LINE);
  }

  private static Said push() throws IOException {
    return Shang.process(
        List.of(
            checkout.resolve("shang").toString(),
            "push",
            "--pace",
            PACE,
            "--home",
            shang.home().toString()),
        Duration.ofMinutes(10));
  }

  private static String page() throws IOException {
    try (var visitor = new PlainHttp(shang.site("/"))) {
      return visitor.ask("GET", "/", Map.of(), "").body();
    }
  }

  private static Path vulnerabilities() {
    return shang.home().resolve("region/vulnerabilities");
  }

  /** From now on, every version of {@code artifact} has this vulnerability. */
  private static void know(String id, String artifact, String severity) throws IOException {
    Files.createDirectories(vulnerabilities());
    Files.writeString(
        vulnerabilities().resolve(id + ".json"),
        """
        {"id": "%s", "summary": "For the story", "database_specific": {"severity": "%s"},
         "affected": [{"package": {"ecosystem": "Maven", "name": "%s"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}
        """
            .formatted(id, severity, artifact));
  }

  private static void replace(String file, String what, String by) throws IOException {
    var path = checkout.resolve(file);
    var text = Files.readString(path);
    var changed = text.replaceFirst(what, by);
    assertThat(changed).as(file).isNotEqualTo(text);
    Files.writeString(path, changed);
  }

  /** Forgets what was changed since the last commit. */
  private static void back() throws IOException {
    shell("cd '%s' && git checkout -q -- .".formatted(checkout));
  }

  private static void commit(String message) throws IOException {
    shell(
        "cd '%s' && git -c user.name=story -c user.email=story@example.com commit -qam '%s'"
            .formatted(checkout, message));
  }

  private static void shell(String command) throws IOException {
    var said = Shang.process(List.of("bash", "-c", command));
    assertThat(said.exitCode()).as(said.all()).isZero();
  }
}
