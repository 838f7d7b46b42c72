package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code shang}, in a checkout of its own, with just the tools that a test gives it. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "sed",
          "dirname",
          "readlink",
          "rm",
          "find",
          "head",
          "stty",
          "awk",
          "grep",
          "mkdir",
          "touch",
          "mv",
          "cat",
          "env",
          "tee");

  @TempDir private Path folder;
  private Path tools;

  private record Said(int status, String text) {}

  @BeforeEach
  void checkOut() throws IOException {
    tools = Files.createDirectories(folder.resolve("bin"));
    for (var tool : TOOLS) {
      for (var place : List.of("/usr/bin/" + tool, "/bin/" + tool)) {
        if (Files.exists(Path.of(place)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(place));
        }
      }
    }
    var checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.copy(Path.of("..", "shang"), checkout.resolve("shang"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    program(
        tools.resolve("mvn"),
        "PATH=/usr/bin:/bin; for m in app infra region ops; do mkdir -p $m/target; "
            + "touch $m/target/$m-1.0.0.jar; done; echo '[INFO] Building Shangwellness app 1.0.0'");
  }

  @Test
  void without_a_jdk_it_says_in_one_line_what_is_missing_and_how_to_get_it() throws Exception {
    var said = shang("status");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text().lines())
        .singleElement()
        .asString()
        .startsWith("shang: JDK 25 is missing. Get it at https://adoptium.net");
  }

  @Test
  void an_old_jdk_is_named() throws Exception {
    jdk("17");

    assertThat(shang("status").text().lines())
        .singleElement()
        .asString()
        .startsWith("shang: JDK 25 is missing (found only: 17). Get it at");
  }

  @Test
  void without_node_it_says_in_one_line_what_is_missing_and_how_to_get_it() throws Exception {
    jdk("25");

    var said = shang("up");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text().lines())
        .singleElement()
        .asString()
        .startsWith("shang: Node 20 or newer is missing")
        .contains("https://nodejs.org");
  }

  @Test
  void an_old_node_is_named() throws Exception {
    jdk("25");
    program(tools.resolve("node"), "echo v18.20.1");

    assertThat(shang("up").text()).contains("missing (found only: 18); the AWS CDK needs it");
  }

  @Test
  void what_needs_no_templates_needs_no_node() throws Exception {
    jdk("25");

    assertThat(shang("status").status()).isZero();
  }

  @Test
  void it_builds_once_and_then_hands_over_to_java() throws Exception {
    jdk("25");
    program(tools.resolve("node"), "echo v22.1.0");

    var first = shang("up", "--pace", "20");
    assertThat(first.status()).as(first.text()).isZero();
    assertThat(first.text()).contains("Building what changed").contains("  app");
    assertThat(first.text()).contains("com.shangwellness.ops.ShangCommand up --pace 20");

    assertThat(shang("up").text()).doesNotContain("Building");
  }

  @Test
  void a_changed_source_is_built_again() throws Exception {
    jdk("25");
    node();
    shang("up");
    change(Instant.now().plusSeconds(60));

    assertThat(shang("up").text()).contains("Building what changed");
  }

  @Test
  void a_source_saved_while_the_build_ran_is_built_the_next_time() throws Exception {
    jdk("25");
    node();
    var source = folder.resolve("checkout/app/src/main/A.java");
    program(
        tools.resolve("mvn"),
        "PATH=/usr/bin:/bin; for m in app infra region ops; do mkdir -p $m/target; "
            + "touch $m/target/$m-1.0.0.jar; done; sleep 0.05; mkdir -p app/src/main; "
            + "[ -f app/src/main/A.java ] || echo 'class A {}' > app/src/main/A.java; sleep 0.05");
    shang("up");
    assertThat(source).exists();

    assertThat(shang("up").text()).contains("Building what changed");
    assertThat(shang("up").text()).doesNotContain("Building");
  }

  @Test
  void a_change_of_the_application_builds_the_application_alone() throws Exception {
    jdk("25");
    node();
    shang("up");
    mavenThatTells();
    change(Instant.now().plusSeconds(60));

    assertThat(shang("release").text()).contains("Building what changed");
    assertThat(Files.readString(folder.resolve("checkout/target/build.log")))
        .contains("-pl app package");
  }

  @Test
  void a_change_of_anything_else_builds_all() throws Exception {
    jdk("25");
    node();
    shang("up");
    mavenThatTells();
    change(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(
        Files.writeString(folder.resolve("checkout/pom.xml"), "<project><a/></project>"),
        FileTime.from(Instant.now().plusSeconds(60)));

    shang("release");
    assertThat(Files.readString(folder.resolve("checkout/target/build.log"))).doesNotContain("-pl");
  }

  @Test
  void what_was_committed_since_the_build_is_released_by_its_own_name() throws Exception {
    jdk("25");
    node();
    shang("up");
    var built = folder.resolve("checkout/app/target/revision.properties");
    Files.writeString(built, "revision=1111\n");
    program(tools.resolve("git"), "echo 2222");

    assertThat(shang("up").text()).doesNotContain("Building");
    assertThat(shang("release", "--pace", "20").text()).contains("Building what changed");

    Files.writeString(built, "revision=2222\n");
    assertThat(shang("release").text()).doesNotContain("Building");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy --target aws",
        "release --target=aws --detach",
        "release --profile production --target aws"
      })
  void what_pushes_to_aws_builds_the_application_once_more_on_a_base_that_has_java(String command)
      throws Exception {
    builtOn("scratch");

    assertThat(shang(command.split(" ")).text()).contains("Building what changed");
    assertThat(folder.resolve("checkout/target/build.log")).content().contains("-Paws -pl app");
    builtOn("public.ecr.aws/a/b:1");
    assertThat(shang(command.split(" ")).text()).doesNotContain("Building");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "deploy",
        "release",
        "deploy --target local",
        "diff --target aws",
        "release --target aws --image shang:1",
        "release --target aws --tag=1",
        "release watch --target aws"
      })
  void what_pushes_no_image_to_aws_needs_no_base(String command) throws Exception {
    builtOn("scratch");

    assertThat(shang(command.split(" ")).text()).doesNotContain("Building");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "deploy", "release"})
  void after_a_push_to_aws_this_machine_gets_its_own_image_again(String command) throws Exception {
    builtOn("public.ecr.aws/a/b:1");

    assertThat(shang(command).text()).contains("Building what changed");
    assertThat(folder.resolve("checkout/target/build.log"))
        .content()
        .contains("-pl app package")
        .doesNotContain("-Paws");
  }

  @Test
  void on_a_fresh_clone_all_is_built_with_the_base_that_aws_needs() throws Exception {
    jdk("25");
    node();
    mavenThatTells();

    assertThat(shang("deploy", "--target", "aws").text()).contains("Building what changed");
    assertThat(folder.resolve("checkout/target/build.log"))
        .content()
        .contains("-Paws package")
        .doesNotContain("-pl");
  }

  private void builtOn(String base) throws Exception {
    jdk("25");
    node();
    shang("up");
    mavenThatTells();
    Files.writeString(
        folder.resolve("checkout/app/target/revision.properties"),
        "revision=1111\nbase=" + base + "\n");
  }

  private void mavenThatTells() throws IOException {
    program(tools.resolve("mvn"), "echo \"[INFO] Building Shangwellness of: $*\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "rollback", "stop", "promote", "list", "show"})
  void a_release_is_watched_and_taken_back_while_the_source_does_not_compile(String command)
      throws Exception {
    jdk("25");
    node();
    shang("up");
    change(Instant.now().plusSeconds(60));
    program(tools.resolve("mvn"), "echo '[ERROR] no such class'; exit 1");

    var said = shang("release", command);
    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("ShangCommand release " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"down", "logs", "status", "doctor", "open", "reset", "destroy"})
  void what_looks_or_stops_works_while_the_source_does_not_compile(String command)
      throws Exception {
    jdk("25");
    node();
    shang("up");
    change(Instant.now().plusSeconds(60));
    program(tools.resolve("mvn"), "echo '[ERROR] no such class'; exit 1");

    var said = shang(command);
    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("ShangCommand " + command).doesNotContain("Building");
  }

  @Test
  void without_the_command_itself_anything_is_built() throws Exception {
    jdk("25");

    assertThat(shang("status").text()).contains("Building what changed").contains("Command status");
  }

  @Test
  void doctor_has_the_node_that_up_finds() throws Exception {
    jdk("25");
    var nvm = Files.createDirectories(folder.resolve(".nvm/versions/node/v22.1.0/bin"));
    program(nvm.resolve("node"), "echo v22.1.0");
    jdkThatPrints("25", "$PATH");

    assertThat(shang("doctor").text()).contains(nvm.toString());
  }

  @Test
  void an_archive_of_other_classes_than_those_that_were_built_is_made_again() throws Exception {
    jdk("25");
    shang("status");
    var jar = folder.resolve("checkout/ops/target/ops-1.0.0.jar");
    var archive = Files.writeString(jar.resolveSibling("status.jsa"), "classes");
    var built = Files.getLastModifiedTime(jar).toInstant();

    Files.setLastModifiedTime(archive, FileTime.from(built.plusSeconds(1)));
    shang("status");
    assertThat(archive).exists();

    Files.setLastModifiedTime(archive, FileTime.from(built.minusSeconds(1)));
    shang("status");
    assertThat(archive).doesNotExist();
  }

  private void change(Instant when) throws IOException {
    var source = Files.createDirectories(folder.resolve("checkout/app/src/main")).resolve("A.java");
    Files.writeString(source, "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(when));
  }

  private void node() throws IOException {
    program(tools.resolve("node"), "echo v22.1.0");
  }

  @Test
  void a_build_that_fails_shows_maven_s_errors() throws Exception {
    jdk("25");
    node();
    program(tools.resolve("mvn"), "echo '[ERROR] App.java:[1,1] no such class'; exit 1");

    var said = shang("up");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("[ERROR] App.java:[1,1] no such class").contains("build.log");
  }

  @Test
  void it_works_through_a_symbolic_link_and_from_another_folder() throws Exception {
    jdk("25");
    var link = Files.createSymbolicLink(tools.resolve("shang"), Path.of("../checkout/shang"));

    assertThat(run(link.toString(), "status").text())
        .contains("-Dshang.root=" + folder.toRealPath().resolve("checkout"));
  }

  private void jdk(String version) throws IOException {
    jdkThatPrints(version, "$@");
  }

  private void jdkThatPrints(String version, String what) throws IOException {
    var home = folder.resolve("jvm/jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    program(home.resolve("bin/javac"), "exit 0");
    program(home.resolve("bin/java"), "echo \"" + what + "\"");
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said shang(String... arguments) throws Exception {
    return run(folder.resolve("checkout/shang").toString(), arguments);
  }

  private Said run(String script, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(tools.resolve("bash").toString(), script));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("SHANG_JVM_DIR", folder.resolve("jvm").toString());
    var process = builder.start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
