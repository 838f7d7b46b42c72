package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.fake.Assemblies;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployCommandTest {
  @TempDir private Path folder;

  @Test
  void it_says_what_it_will_cost_and_where_that_is_read_line_by_line() {
    assertThat(DeployCommand.cost("ap-south-1", oneKey()))
        .satisfiesExactly(
            total -> assertThat(total).startsWith("It costs about 1 USD a month before use"),
            detail -> assertThat(detail).isEqualTo("Line by line: ./shang cost"));
  }

  @Test
  void a_region_without_prices_is_deployed_to_without_an_estimate() {
    assertThat(DeployCommand.cost("eu-west-1", oneKey()))
        .containsExactly("There is no list of prices for eu-west-1: no estimate.");
  }

  private CloudAssembly oneKey() {
    return CloudAssembly.read(
        new Assemblies(folder)
            .stack("p-data", "{\"Resources\": {\"Key\": {\"Type\": \"AWS::KMS::Key\"}}}")
            .write());
  }
}
