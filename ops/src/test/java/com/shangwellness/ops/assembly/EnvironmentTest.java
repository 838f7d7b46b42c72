package com.shangwellness.ops.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  private static final Path PROD = Path.of("../environments/prod.yaml");

  private final List<Path> judged = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void a_good_file_is_judged_when_its_templates_are_written_and_not_before() {
    var environment = Environment.read(PROD, judged::add);

    assertThat(environment.name()).isEqualTo("shangwellness-prod");
    assertThat(environment.place()).isEqualTo(new Place("669097061043", "ap-south-1"));
    assertThat(judged).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "project: shangwellness, project: Shang",
    "environment: prod, environment:",
    "account: \"669097061043\", account: none",
    "region: ap-south-1, region: Mumbai",
    "zones:, zones: [",
  })
  void a_file_that_cannot_be_understood_is_told_with_all_that_is_wrong_with_it(
      String there, String put) throws IOException {
    var file = file(Files.readString(PROD).replaceFirst("(?m)^\\Q" + there + "\\E", put));

    assertThatThrownBy(
            () ->
                Environment.read(
                    file,
                    judged -> {
                      throw Failure.wrongSettings("two lines about " + judged);
                    }))
        .isInstanceOfSatisfying(
            Failure.class, wrong -> assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("two lines about " + file);
  }

  @Test
  void what_only_ops_does_not_understand_is_told_by_itself() throws IOException {
    var file = file("project: 7\n");

    assertThatThrownBy(() -> Environment.read(file, judged::add))
        .hasMessage(file + ": project is 7; it must be a word in small letters");
    assertThat(judged).containsExactly(file);
  }

  @Test
  void what_is_no_file_is_not_judged() {
    assertThatThrownBy(() -> Environment.read(folder, judged::add))
        .hasMessage(folder + " is no file; name another with --environment FILE");
    assertThatThrownBy(() -> Environment.read(folder.resolve("none.yaml"), judged::add))
        .hasMessage(folder + "/none.yaml is no file; name another with --environment FILE");
    assertThat(judged).isEmpty();
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("env.yaml"), yaml);
  }
}
