package com.shangwellness.infra.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When a build takes the release files of the build before, and when it makes them. Maven and Java
 * are stand-ins, which leave what the real ones would.
 */
class ReleaseFilesCommandTest {
  private static final String GATE = "ops/src/main/java/com/shangwellness/ops/scan/Gate.java";
  private static final String TEMPLATE =
      "ops/src/main/java/com/shangwellness/ops/release/TaskDefinitionTemplate.java";
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      set -e
      echo "$*" >>made
      [ ! -e broken ]
      mkdir -p infra/target/lib infra/target/synthesized app/target
      touch infra/target/synthesized/{taskdef_shangwellness.json,shangwellness_appspec.yml}
      touch infra/target/lib/{jackson-core-2,snakeyaml-2,aws-cdk-lib-2}.jar
      echo libraries >app/target/sbom.json
      """;
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      set -e
      while [ "$1" != --environment ]; do shift; done
      mkdir -p "$4"
      cp "$2" "$4/taskdef_shangwellness.json"
      touch "$4/shangwellness_appspec.yml"
      """;

  private static final String JAVAC =
      """
      #!/usr/bin/env bash
      set -e
      while [ "$1" != -d ]; do shift; done
      mkdir -p "$2"
      touch "$2/$(basename "${@: -1}" .java).class"
      """;

  @TempDir private Path project;

  @BeforeEach
  void sources() throws IOException {
    write("build/release-files", Files.readString(Path.of("../build/release-files")));
    for (var program : new String[][] {{"mvn", MAVEN}, {"java", JAVA}, {"javac", JAVAC}}) {
      assertThat(write("bin/" + program[0], program[1]).toFile().setExecutable(true)).isTrue();
    }
    for (var file :
        new String[] {
          "buildspec.yml",
          "pom.xml",
          "app/pom.xml",
          "app/src/main/java/App.java",
          "infra/pom.xml",
          "infra/src/main/java/Infra.java",
          "environments/prod.yaml",
          "environments/staging.yaml",
          "ops/src/main/java/com/shangwellness/ops/Shang.java",
          GATE,
          TEMPLATE,
          "taskdef_shangwellness.json",
          "shangwellness_appspec.yml"
        }) {
      write(file, file);
    }
  }

  @Test
  void a_build_that_changes_the_application_only_takes_those_of_the_build_before()
      throws IOException, InterruptedException {
    assertThat(run("prod")).isZero();
    var made = made();
    write("app/src/main/java/App.java", "changed");
    write("ops/src/main/java/com/shangwellness/ops/Shang.java", "changed");
    Files.delete(project.resolve("out/taskdef_shangwellness.json"));

    assertThat(run("prod")).isZero();

    assertThat(made()).isEqualTo(made);
    assertThat(project.resolve("out/taskdef_shangwellness.json"))
        .hasContent("environments/prod.yaml");
    assertThat(project.resolve("out/sbom.json")).hasContent("libraries");
    assertThat(project.resolve("out/commands")).isNotEmptyDirectory();
    assertThat(project.resolve("out/lib"))
        .isDirectoryContaining("glob:**/jackson-core-2.jar")
        .isDirectoryContaining("glob:**/snakeyaml-2.jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "buildspec.yml",
        "pom.xml",
        "app/pom.xml",
        "infra/pom.xml",
        "infra/src/main/java/Infra.java",
        "infra/src/main/java/Another.java",
        "environments/prod.yaml",
        "environments/staging.yaml", // the tests read both
        GATE,
        TEMPLATE,
        "taskdef_shangwellness.json",
        "shangwellness_appspec.yml"
      })
  void what_they_are_made_of_makes_them_anew(String file) throws IOException, InterruptedException {
    assertThat(run("prod")).isZero();
    var made = made();
    write(file, "changed");

    assertThat(run("prod")).isZero();

    assertThat(made()).hasSize(2 * made.length());
  }

  @Test
  void what_a_link_leads_to_is_what_they_are_made_of() throws IOException, InterruptedException {
    Files.delete(project.resolve("environments/prod.yaml"));
    var elsewhere = write("elsewhere.yaml", "before");
    Files.createSymbolicLink(project.resolve("environments/prod.yaml"), elsewhere);
    assertThat(run("prod")).isZero();
    write("elsewhere.yaml", "after");

    assertThat(run("prod")).isZero();

    assertThat(project.resolve("out/taskdef_shangwellness.json")).hasContent("after");
  }

  @Test
  void those_of_another_environment_are_not_taken() throws IOException, InterruptedException {
    assertThat(run("prod")).isZero();
    assertThat(run("staging")).isZero();

    assertThat(project.resolve("out/taskdef_shangwellness.json"))
        .hasContent("environments/staging.yaml");
  }

  @Test
  void files_that_the_synthesis_does_not_write_are_not_taken_from_elsewhere()
      throws IOException, InterruptedException {
    write("bin/java", JAVA.replace("taskdef_shangwellness", "taskdef_of_another_project"));

    assertThat(run("prod")).isNotZero();
  }

  @Test
  void a_test_that_fails_ends_the_build_and_nothing_is_kept()
      throws IOException, InterruptedException {
    write("broken", "");
    assertThat(run("prod")).isNotZero();
    assertThat(run("prod")).isNotZero();
    Files.delete(project.resolve("broken"));

    assertThat(run("prod")).isZero();
    assertThat(project.resolve("out/taskdef_shangwellness.json")).exists();
  }

  private String made() throws IOException {
    return Files.readString(project.resolve("made"));
  }

  private Path write(String file, String text) throws IOException {
    var path = project.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private int run(String environment) throws IOException, InterruptedException {
    var run =
        new ProcessBuilder(
            "bash", project.resolve("build/release-files").toString(), environment, "out", "kept");
    run.environment().merge("PATH", "", (path, none) -> project.resolve("bin") + ":" + path);
    var process = run.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(said);
    return process.waitFor();
  }
}
