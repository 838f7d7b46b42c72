package com.shangwellness.region.buildhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInsTest {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;
  private Path tools;

  @BeforeEach
  void make() {
    tools = StandIns.in(folder.resolve("tools"), JAVA_HOME);
  }

  private record Answer(int code, String text) {}

  private Answer run(String... command) throws IOException, InterruptedException {
    var log = folder.resolve("log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                tools + ":" + JAVA_HOME.resolve("bin") + ":/usr/bin:/bin",
                "JAVA_HOME",
                JAVA_HOME.toString()));
    int code = builder.redirectOutput(log.toFile()).start().waitFor();
    return new Answer(code, Files.readString(log));
  }

  private Answer tool(String... command) throws IOException, InterruptedException {
    return run(
        Stream.concat(Stream.of(tools.resolve(command[0]).toString()), Stream.of(command).skip(1))
            .toArray(String[]::new));
  }

  @Test
  void what_the_projects_build_installs_is_there() throws Exception {
    var answer =
        tool(
            "dnf",
            "install",
            "--quiet",
            "--assumeyes",
            "java-25-amazon-corretto-devel",
            "amazon-ecr-credential-helper");
    assertThat(answer.text())
        .contains("[region] dnf: packages are this machine's own here; none is installed")
        .contains("java-25-amazon-corretto-devel: the region's Java 25 is used, in " + JAVA_HOME)
        .contains(tools.resolve("docker-credential-ecr-login") + " is used");
    assertThat(answer.code()).isZero();
  }

  @Test
  void another_java_or_a_program_that_is_missing_fails_the_command() throws Exception {
    assertThat(tool("yum", "-y", "install", "java-17-amazon-corretto"))
        .isEqualTo(
            new Answer(
                1,
                "[region] yum: packages are this machine's own here; none is installed\n"
                    + "[region] yum: java-17-amazon-corretto: Java 17 is asked for, and this build"
                    + " finds Java 25\n"));
    assertThat(tool("apt-get", "install", "-y", "no-such-program").text())
        .contains(
            "this machine has no program no-such-program; install it for this machine's user");
    assertThat(tool("apt-get", "install", "-y", "no-such-program").code()).isEqualTo(1);
  }

  @Test
  void an_update_does_nothing_and_says_so() throws Exception {
    for (var command : List.of("apt-get update", "dnf -y upgrade", "yum makecache")) {
      var answer = tool(command.split(" "));
      assertThat(answer.code()).isZero();
      assertThat(answer.text()).contains("nothing is done");
    }
    assertThat(tool("dnf", "repoquery", "x").code()).isEqualTo(1);
  }

  @Test
  void the_credential_helper_answers_for_registries_of_ecr_only() throws Exception {
    assertThat(tool("docker-credential-ecr-login", "list").text()).isEqualTo("{}\n");
    var answer = run("/bin/sh", "-c", "echo docker.io | docker-credential-ecr-login get");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text()).contains("credentials not found in native keychain: docker.io");
    assertThat(
            run(
                    "/bin/sh",
                    "-c",
                    "echo 669097061043.dkr.ecr.ap-south-1.amazonaws.com |"
                        + " docker-credential-ecr-login get")
                .text())
        .contains("AWS_CONTAINER_CREDENTIALS_FULL_URI is not set: this is no build of the region");
  }
}
