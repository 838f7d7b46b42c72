package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthCommandTest {
  @TempDir private Path root;
  private Path production;
  private Path written;

  @BeforeEach
  void synthesize() throws IOException {
    production = root.resolve("environments/prod.yaml");
    written =
        Files.writeString(
            Files.createDirectory(root.resolve("cdk.out")).resolve("taskdef_p.json"), "new");
  }

  @Test
  void what_differs_from_the_committed_files_is_said_with_the_command_that_renews_them()
      throws IOException {
    Files.writeString(root.resolve("taskdef_p.json"), "old");

    assertThat(SynthCommand.renewal(production, List.of(written), root))
        .element(1)
        .isEqualTo("  cp " + written + " " + root);
  }

  @Test
  void a_file_that_is_missing_at_the_root_is_renewed_too() {
    assertThat(SynthCommand.renewal(production, List.of(written), root)).hasSize(2);
  }

  @Test
  void where_they_are_the_same_nothing_is_said() throws IOException {
    Files.writeString(root.resolve("taskdef_p.json"), "new");

    assertThat(SynthCommand.renewal(production, List.of(written), root)).isEmpty();
  }

  @Test
  void another_environment_has_no_files_at_the_root() {
    var staging = production.resolveSibling("staging.yaml");

    assertThat(SynthCommand.renewal(staging, List.of(written), root)).isEmpty();
  }
}
