package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.deploy.Deployer;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DestroyCommandTest {
  private static final String KEY_STAYS =
      "      remove: aws kms schedule-key-deletion --key-id physical-Key --region ap-south-1";

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();

  @Test
  void what_stays_and_how_to_find_more_is_said_before_and_again_when_the_stacks_are_gone() {
    var said = destroy("--yes");

    assertThat(said)
        .startsWith("Goes:  p-data")
        .last()
        .asString()
        .startsWith("  what has its tags");
    assertThat(said).filteredOn(KEY_STAYS::equals).hasSize(2);
    assertThat(said)
        .filteredOn("What no stack tells of, and how to find or delete it:"::equals)
        .hasSize(2);
  }

  @Test
  void where_nothing_was_deleted_it_is_said_once() {
    assertThat(destroy("--dry-run")).filteredOn(KEY_STAYS::equals).hasSize(1);
  }

  @Test
  void json_is_not_mixed_with_words() {
    assertThat(destroy("--yes", "--json")).isEmpty();
  }

  private List<String> destroy(String... options) {
    var template =
        """
        {"Resources": {"Key": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain"}}}
        """;
    var assembly = CloudAssembly.read(new Assemblies(folder).stack("p-data", template).write());
    new Deployer(aws, () -> {}, Consent.GIVEN, happening -> {}).deploy(assembly, stack -> {});
    var environment =
        new Environment(Path.of("prod.yaml"), "p", new Place("669097061043", "ap-south-1"));
    var command = new DestroyCommand();
    new CommandLine(command).parseArgs(options);
    var out = new ByteArrayOutputStream();

    command.destroy(aws, environment, assembly, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
