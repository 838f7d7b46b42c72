package com.shangwellness.region.codebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.codebuild.OnFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

@SuppressWarnings("StringConcatToTextBlock")
class BuildspecReaderTest {

  private static final String MINIMAL = "version: 0.2\nphases:\n  build:\n    commands: [make]\n";

  @Test
  void all_of_a_buildspec_is_read() throws BuildFault {
    var spec =
        BuildspecReader.read(
            """
            version: 0.2
            env:
              shell: bash
              variables:
                ZIP: 010
                YES: yes
              parameter-store:
                TOKEN: /build/token
              secrets-manager:
                PASSWORD: db:password
              exported-variables:
                - TAG
            phases:
              install:
                on-failure: ABORT
                runtime-versions:
                  nodejs: 22
                commands:
                  - npm ci
              build:
                commands:
                  - |
                    if true; then
                      echo yes
                    fi
                  - 5
                finally: echo done
            reports:
              unit:
                files: ['target/*.xml']
                base-directory: app
            artifacts:
              files: ['**/*']
              exclude-paths: [secret.txt]
              base-directory: target
              discard-paths: yes
              name: web-$(date +%Y)
              secondary-artifacts:
                deploy:
                  files: a.json
            cache:
              paths: ['/root/.m2/**/*']
            """);
    assertThat(spec.shell()).isEqualTo("bash");
    // Scalars are what is written, whatever YAML takes them for.
    assertThat(spec.variables()).containsEntry("ZIP", "010").containsEntry("YES", "yes");
    assertThat(spec.parameters()).containsEntry("TOKEN", "/build/token");
    assertThat(spec.secrets()).containsEntry("PASSWORD", "db:password");
    assertThat(spec.exported()).containsExactly("TAG");
    var install = spec.phase(BuildPhaseType.INSTALL);
    assertThat(install.onFailure().kind()).isEqualTo(Kind.ABORT);
    assertThat(install.runtimes()).containsEntry("nodejs", "22");
    var build = spec.phase(BuildPhaseType.BUILD);
    assertThat(build.commands()).containsExactly("if true; then\n  echo yes\nfi\n", "5");
    assertThat(build.lastly()).containsExactly("echo done");
    assertThat(spec.phase(BuildPhaseType.PRE_BUILD).commands()).isEmpty();
    assertThat(spec.artifacts().discardPaths()).isTrue();
    assertThat(spec.artifacts().excluded()).containsExactly("secret.txt");
    assertThat(spec.artifacts().name()).isEqualTo("web-$(date +%Y)");
    assertThat(spec.secondary().get("deploy").files()).containsExactly("a.json");
    assertThat(spec.cachePaths()).containsExactly("/root/.m2/**/*");
    assertThat(spec.reports().get("unit").format()).isEqualTo("JUNITXML");
  }

  @Test
  void the_buildspec_of_this_project_is_read() throws BuildFault, IOException {
    var spec = BuildspecReader.read(Files.readString(Path.of("../buildspec.yml")));
    assertThat(spec.secondary()).containsOnlyKeys("deploy", "sbom");
    assertThat(spec.phase(BuildPhaseType.BUILD).commands()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'just text'                                  | the buildspec must be a mapping with"
            + " version and phases",
        "'a: [1'                                      | yaml: line 1: expected ',' or ']', but got"
            + " <stream end>",
        "'phases: {build: {commands: [make]}}'        | version is required; it must be 0.2",
        "'{version: 0.3, phases: {}}'                 | invalid buildspec version: 0.3; it must be"
            + " 0.2",
        "'{version: 0.1, phases: {}}'                 | invalid buildspec version: 0.1; this region"
            + " runs version 0.2",
        "'{version: 0.2}'                             | phases: at least one phase is required",
        "'{version: 0.2, phases: {buidl: {}}}'        | unknown key phases/buidl at line 1; known"
            + " are build, install, post_build, pre_build",
        "'{version: 0.2, phases: {build: {comands: []}}}' | unknown key phases/build/comands at"
            + " line 1; known are commands, finally, on-failure, run-as, runtime-versions, steps",
        "'{version: 0.2, phases: {build: {commands: {a: b}}}}' | phases/build/commands must be a"
            + " list, at line 1",
        "'{version: 0.2, phases: {build: {on-failure: STOP}}}' | invalid on-failure: STOP; it must"
            + " be ABORT, CONTINUE, RETRY, RETRY-count, RETRY-regex or RETRY-count-regex",
        "'{version: 0.2, env: {shell: zsh}, phases: {build: {}}}' | invalid env/shell: zsh; on"
            + " Linux it is bash or /bin/sh",
        "'{version: 0.2, env: {git-credential-helper: yes}, phases: {build: {}}}' |"
            + " env/git-credential-helper is yes, but this region has no sources that are Git",
        "'{version: 0.2, env: {exported-variables: [AWS_KEY]}, phases: {build: {}}}' |"
            + " env/exported-variables: AWS_KEY cannot be exported, as it begins with AWS_",
        "'{version: 0.2, phases: {build: {}}, artifacts: {discard-paths: maybe}}' |"
            + " artifacts/discard-paths is maybe; it must be yes or no",
        "'{version: 0.2, phases: {build: {}}, artifacts: {secondary-artifacts: {a: {}}}}' |"
            + " artifacts/secondary-artifacts/a/files is required",
        "'{version: 0.2, version: 0.2, phases: {build: {}}}' | the key version comes twice, at line"
            + " 1",
      })
  void what_is_no_buildspec_is_refused_with_the_place(String text, String message) {
    assertThatThrownBy(() -> BuildspecReader.read(text))
        .isInstanceOfSatisfying(
            BuildFault.class,
            fault -> assertThat(fault.context().statusCode()).isEqualTo("YAML_FILE_ERROR"))
        .hasMessage(message);
  }

  @Test
  void a_command_with_a_colon_is_refused_in_codebuilds_words() {
    assertThatThrownBy(
            () ->
                BuildspecReader.read(
                    "version: 0.2\n"
                        + "phases:\n"
                        + "  build:\n"
                        + "    commands:\n"
                        + "      - echo a\n"
                        + "      - echo b: c\n"))
        .hasMessage(
            "Expected Commands[1] to be of string type: found subkeys instead at line 6, value of"
                + " the key tag on line 5 might be empty");
  }

  @ParameterizedTest
  @CsvSource({
    "RETRY,                3, .*",
    "RETRY-0,              0, .*",
    "RETRY-4,              4, .*",
    "RETRY-.*timed out.*,  3, .*timed out.*",
    "RETRY-7-.*timed out,  7, .*timed out",
  })
  void a_retry_has_a_count_and_errors_that_it_is_for(String text, int count, String regex)
      throws BuildFault {
    var onFailure = OnFailure.parse(text);
    assertThat(onFailure.kind()).isEqualTo(Kind.RETRY);
    assertThat(onFailure.retries()).isEqualTo(count);
    assertThat(onFailure.retried().pattern()).isEqualTo(regex);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RETRY-101", "RETRY-[", "retry", ""})
  void a_retry_that_is_none_is_refused(String text) {
    assertThatThrownBy(() -> OnFailure.parse(text)).hasMessageStartingWith("invalid on-failure");
  }

  @Test
  void aliases_do_not_unfold_without_end() {
    var bomb = new StringBuilder(MINIMAL + "env:\n  variables:\n    a: &a [x, x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      bomb.append("    %c: &%c [*%c, *%c, *%c]\n".formatted(c, c, c - 1, c - 1, c - 1));
    }
    assertThatThrownBy(() -> BuildspecReader.read(bomb.toString())).isInstanceOf(BuildFault.class);
  }
}
