package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShangCommandTest {
  static Stream<String> commands() {
    return ShangCommand.commandLine().getSubcommands().keySet().stream();
  }

  /** As they are typed; those of a command's own among them, as in {@code release watch}. */
  static Stream<String> typed() {
    return ShangCommand.commandLine().getSubcommands().entrySet().stream()
        .flatMap(
            command ->
                Stream.concat(
                    Stream.of(command.getKey()),
                    command.getValue().getSubcommands().keySet().stream()
                        .map(own -> command.getKey() + " " + own)));
  }

  @ParameterizedTest
  @MethodSource("typed")
  void every_command_explains_itself_with_an_example_and_its_exit_codes(String command) {
    var help = new StringWriter();

    var status =
        ShangCommand.commandLine()
            .setOut(new PrintWriter(help))
            .execute((command + " --help").split(" ", -1));

    assertThat(status).isZero();
    assertThat(help.toString())
        .contains("Exit codes: 0")
        .containsPattern("Example:.*\\R  .*\\./shang ");
    assertThat(help.toString().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void an_unknown_option_is_a_usage_error() {
    var err = new StringWriter();

    var status = ShangCommand.commandLine().setErr(new PrintWriter(err)).execute("up", "--speed=2");

    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--speed");
  }

  @Test
  void there_is_a_command_for_each_thing_an_operator_does() {
    assertThat(commands())
        .contains("top", "metrics", "alarms", "outbox")
        .contains("up", "status", "logs", "open", "down", "reset", "doctor", "synth")
        .contains("deploy", "destroy", "diff", "outputs", "cost", "release", "push", "pipeline");
    assertThat(typed())
        .contains("release watch", "release rollback", "release stop", "release promote")
        .contains("release list", "release show")
        .contains("pipeline approve", "pipeline retry", "pipeline stop", "pipeline history");
  }

  @ParameterizedTest
  @ValueSource(strings = {"release", "release rollback", "push"})
  void aws_is_asked_for_no_pace(String command) {
    var err = new StringWriter();

    var status =
        ShangCommand.commandLine()
            .setErr(new PrintWriter(err))
            .execute((command + " --target aws --pace 20").split(" ", -1));

    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--pace 20.0 is for the region on this machine");
  }

  @Test
  void two_images_are_a_usage_error() {
    var err = new StringWriter();

    var status =
        ShangCommand.commandLine()
            .setErr(new PrintWriter(err))
            .execute("release", "--image=a", "--tag=b");

    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--image and --tag name two images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "logs", "open", "deploy", "destroy", "doctor", "release"})
  void a_profile_without_aws_is_a_usage_error(String command) {
    var err = new StringWriter();

    var status =
        ShangCommand.commandLine().setErr(new PrintWriter(err)).execute(command, "--profile=prod");

    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--profile prod is for --target aws");
  }

  @Test
  void what_failed_first_is_told_first() {
    var err = new StringWriter();
    var first = Failure.failed("the stack failed");
    first.addSuppressed(Failure.failed("the region does not stop"));

    ShangCommand.report(first, new PrintWriter(err));

    assertThat(err.toString().lines())
        .containsExactly("shang: the stack failed", "shang: and then: the region does not stop");
  }
}
