package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./shang} with a file of settings that is wrong in several places. */
class WrongSettingsIT {
  @TempDir private Path folder;

  @BeforeAll
  static void the_project_is_built() throws IOException {
    Shang.isBuilt();
  }

  @ParameterizedTest
  @ValueSource(strings = {"synth", "cost", "up"})
  void every_command_tells_all_that_is_wrong_a_line_each_and_does_nothing(String command)
      throws IOException {
    var prod = Files.readString(Shang.PROJECT.resolve("environments/prod.yaml"));
    var file =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            prod.replace("account: \"669097061043\"", "account: 669097061043")
                .replace("region: ap-south-1 ", "region: Mumbai ")
                .replace("subnetPrefix: 24", "subnetPrefix: 17")
                .replace("maximumTasks: 10", "maxTasks: 0"));

    var said =
        new Shang(Shang.PROJECT, folder.resolve("home"), 0, 0, 0)
            .run(command, "--environment", file.toString());

    assertThat(said.exitCode()).as(said.all()).isEqualTo(ExitCode.USAGE);
    assertThat(said.all().lines().map(line -> line.replaceFirst("^shang: ", "")))
        .containsExactlyInAnyOrder(
            file + ": account is 669097061043; it must be twelve digits in quotes",
            file + ": region is \"Mumbai\"; it must be an AWS region, such as ap-south-1",
            file
                + ": network.subnetPrefix is 17; it must be at least 3 more than the prefix of cidr"
                + " (10.0.0.0/16), so that six subnets fit",
            file
                + ": service.maxTasks is 0, but there is no such field; did you mean"
                + " service.maximumTasks?");
    assertThat(folder.resolve("home/cdk.out")).doesNotExist();
  }
}
