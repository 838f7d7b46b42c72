package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SharedTest {
  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();

  @Test
  void every_command_about_releases_refuses_a_foreign_account_before_it_reads_anything()
      throws IOException {
    var settings =
        Files.writeString(
            folder.resolve("prod.yaml"),
            """
            project: p
            environment: e
            account: "669097061043"
            region: ap-south-1
            """);
    var home = folder.resolve("home");
    new Assemblies(Files.createDirectories(home.resolve("cdk.out")))
        .stack("p-e-service", "{}")
        .write();
    var shared = new Shared();
    new CommandLine(shared)
        .parseArgs("--environment", settings.toString(), "--home", home.toString());
    aws.sts().account("111122223333");

    assertThatThrownBy(() -> shared.releases(aws, shared.assembly(shared.environment())))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("belong to account 111122223333");
  }
}
