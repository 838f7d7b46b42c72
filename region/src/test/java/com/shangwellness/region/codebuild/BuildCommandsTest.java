package com.shangwellness.region.codebuild;

import static com.shangwellness.region.codebuild.BuildStage.contexts;
import static com.shangwellness.region.codebuild.BuildStage.phases;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.shells.Act;
import com.shangwellness.region.shells.ShellCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What the commands of a build find, and what follows when they fail. */
@SuppressWarnings("StringConcatToTextBlock")
class BuildCommandsTest {

  @TempDir Path folder;
  private BuildStage at;

  @BeforeEach
  void stage() {
    at = new BuildStage(folder).furnished();
  }

  private static String spec(String phases) {
    return "version: 0.2\nphases:\n" + phases.indent(2);
  }

  private ShellCommand command(String text) {
    return at.shell.commands().stream()
        .filter(command -> command.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void commands_find_the_variables_that_codebuild_sets() {
    at.project("web", spec("build: {commands: [make]}"));
    var build = at.runs(r -> r.projectName("web").sourceVersion("main"));
    var found = command("make").environment();
    var uuid = build.id().substring("web:".length());
    var home = folder.toAbsolutePath().resolve("b").resolve(uuid.substring(0, 8));
    assertThat(found)
        .containsEntry("AWS_REGION", "ap-south-1")
        .containsEntry("AWS_DEFAULT_REGION", "ap-south-1")
        .containsEntry("CODEBUILD_BUILD_ARN", build.arn())
        .containsEntry("CODEBUILD_BUILD_ID", build.id())
        .containsEntry("CODEBUILD_BUILD_IMAGE", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
        .containsEntry("CODEBUILD_BUILD_NUMBER", "1")
        .containsEntry("CODEBUILD_BUILD_SUCCEEDING", "1")
        .containsEntry("CODEBUILD_LOG_PATH", uuid)
        .containsEntry("CODEBUILD_SOURCE_VERSION", "main")
        .containsEntry("CODEBUILD_START_TIME", String.valueOf(build.startTime().toEpochMilli()))
        .containsEntry("CODEBUILD_CI", "true")
        .containsEntry("CODEBUILD_SRC_DIR", home.resolve("src").toString())
        .containsEntry("HOME", home.resolve("root").toString())
        .containsEntry(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://127.0.0.1:4566/_region/builds/credentials/AWSCodeBuild-" + uuid)
        .containsKey("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        .doesNotContainKey("CODEBUILD_RESOLVED_SOURCE_VERSION");
    assertThat(command("make").folder()).isEqualTo(home.resolve("src"));
    assertThat(at.runs("web").buildNumber()).isEqualTo(2);
  }

  @Test
  void the_initiator_is_who_asked() {
    at.project("web", spec("build: {commands: [make]}"));
    var named =
        Map.of(
            "arn:aws:iam::123456789012:user/ops/anna", "anna",
            "arn:aws:sts::123456789012:assumed-role/deployer/session-1", "deployer/session-1");
    named.forEach(
        (principal, initiator) ->
            assertThat(
                    at.stage
                        .askAs(principal, () -> at.codeBuild.startBuild(r -> r.projectName("web")))
                        .build()
                        .initiator())
                .isEqualTo(initiator));
  }

  @Test
  void what_the_request_says_goes_over_the_project_and_that_over_the_buildspec() {
    at.project(
        "web",
        "version: 0.2\nenv:\n  variables: {A: spec, B: spec, C: spec}\n"
            + "phases: {build: {commands: [make]}}\n",
        r ->
            r.environment(
                e ->
                    e.type("LINUX_CONTAINER")
                        .image("i")
                        .computeType("BUILD_GENERAL1_SMALL")
                        .environmentVariables(variable("B", "project"), variable("C", "project"))));
    at.runs(r -> r.projectName("web").environmentVariablesOverride(variable("C", "request")));
    assertThat(command("make").environment())
        .containsEntry("A", "spec")
        .containsEntry("B", "project")
        .containsEntry("C", "request");
  }

  private static EnvironmentVariable variable(String name, String value) {
    return EnvironmentVariable.builder().name(name).value(value).type("PLAINTEXT").build();
  }

  @Test
  void secrets_are_fetched_and_not_seen_in_the_log() {
    at.stage.ask(
        () ->
            at.secrets.createSecret(
                r -> r.name("db").secretString("{\"password\":\"hunter2-long\"}")));
    at.stage.ask(
        () ->
            at.ssm.putParameter(
                r -> r.name("/token").value("tok-123456").type(ParameterType.SECURE_STRING)));
    at.project(
        "web",
        "version: 0.2\nenv:\n  secrets-manager: {PASSWORD: 'db:password'}\n"
            + "  parameter-store: {TOKEN: /token}\nphases: {build: {commands: [make]}}\n");
    at.shell.behave("make", Act.succeeds().printing("login hunter2-long with tok-123456!"));
    var build = at.runs("web");
    assertThat(command("make").environment())
        .containsEntry("PASSWORD", "hunter2-long")
        .containsEntry("TOKEN", "tok-123456");
    assertThat(at.log(build)).contains("login *** with ***!");
    assertThat(at.log(build)).noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void a_command_begins_where_the_one_before_it_ended() {
    at.project("web", spec("install: {commands: [one]}\nbuild: {commands: [two]}"));
    at.shell.behave("one", Act.succeeds().exporting("COLOUR", "blue").entering("inner"));
    at.runs("web");
    assertThat(command("two").environment()).containsEntry("COLOUR", "blue");
    assertThat(command("two").folder().getFileName()).hasToString("inner");
  }

  @Test
  void finally_runs_whatever_became_of_the_commands_and_may_fail_the_phase_itself() {
    at.project(
        "web",
        spec("install: {commands: [bad, never], finally: [tidy]}\nbuild: {commands: [make]}"));
    at.shell.behave("bad", Act.exits(1));
    assertThat(phases(at.runs("web"))).contains("INSTALL FAILED").doesNotContain("BUILD SUCCEEDED");
    assertThat(at.commands()).containsExactly("bad", "tidy");

    at.shell.behave("bad", Act.succeeds());
    at.shell.behave("tidy", Act.exits(7));
    assertThat(contexts(at.runs("web"), BuildPhaseType.INSTALL))
        .containsExactly(
            "COMMAND_EXECUTION_ERROR: Error while executing command: tidy. Reason: exit status 7");
  }

  @Test
  void post_build_is_told_that_the_build_fails() {
    at.project("web", spec("build: {commands: [make]}\npost_build: {commands: [tell]}"));
    at.shell.behave("make", Act.exits(1));
    at.runs("web");
    assertThat(command("make").environment()).containsEntry("CODEBUILD_BUILD_SUCCEEDING", "1");
    assertThat(command("tell").environment()).containsEntry("CODEBUILD_BUILD_SUCCEEDING", "0");
  }

  @Test
  void abort_ends_the_build_at_once() {
    at.project(
        "web",
        spec("build: {on-failure: ABORT, commands: [make]}\npost_build: {commands: [tell]}"));
    at.shell.behave("make", Act.exits(1));
    var build = at.runs("web");
    assertThat(phases(build)).endsWith("BUILD FAILED", "FINALIZING SUCCEEDED", "COMPLETED");
    assertThat(at.said(build)).contains("Phase complete: BUILD State: FAILED_WITH_ABORT");
    assertThat(at.commands()).containsExactly("make");
  }

  @Test
  void continue_goes_on_and_the_build_fails_all_the_same() {
    at.project(
        "web", spec("install: {on-failure: CONTINUE, commands: [bad]}\nbuild: {commands: [make]}"));
    at.shell.behave("bad", Act.exits(1));
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    assertThat(at.commands()).containsExactly("bad", "make");
  }

  @Test
  void retry_begins_the_phase_again_as_often_as_it_says_and_for_the_errors_that_it_names() {
    at.project(
        "web",
        spec(
            "install: {on-failure: 'RETRY-2-exit status 7', commands: [good, bad], finally:"
                + " [tidy]}"));
    at.shell.behave("bad", Act.exits(7));
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    assertThat(at.commands())
        .isEqualTo(List.of("good", "bad", "good", "bad", "good", "bad", "tidy"));
    assertThat(at.said(build)).contains("Retrying phase INSTALL: 2 of 2");

    at.shell.behave("bad", Act.exits(1));
    at.runs("web");
    assertThat(at.commands().subList(7, at.commands().size()))
        .containsExactly("good", "bad", "tidy");
  }

  @Test
  void the_log_is_in_the_group_of_the_project_as_it_comes() {
    at.project(
        "web",
        spec("build: {commands: [one, two]}"),
        r -> r.logsConfig(l -> l.cloudWatchLogs(c -> c.status("ENABLED").groupName("/builds"))));
    at.shell.behave("one", Act.succeeds().printing("first"));
    at.shell.behave("two", Act.hangs());
    var build = at.starts(r -> r.projectName("web"));
    at.stage.passes(Duration.ofSeconds(5));
    assertThat(build.logs().groupName()).isEqualTo("/builds");
    assertThat(at.log(build)).contains("first");
    assertThat(at.said(build)).endsWith("Running command two");
    at.stage.ask(() -> at.codeBuild.stopBuild(r -> r.id(build.id())));
    at.stage.passes(Duration.ofSeconds(1));
  }

  @Test
  void without_a_group_of_its_own_the_log_is_in_that_of_codebuild() {
    at.project("web", spec("build: {commands: [one]}"));
    assertThat(at.runs("web").logs().groupName()).isEqualTo("/aws/codebuild/web");
  }
}
