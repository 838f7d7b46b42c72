package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthTest {
  @TempDir private Path folder;

  @Test
  void another_run_writes_the_same_bytes() throws IOException, InterruptedException {
    Synthesized.production();

    var run =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Synth.class.getName(),
            "--environment",
            Synthesized.PROD.toString(),
            "--out",
            folder.toString());
    run.environment().put("CDK_VALIDATION", "false");
    // With it, a JVM begins by saying so.
    run.environment().remove("JAVA_TOOL_OPTIONS");
    var process =
        run.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).isZero();
    assertThat(folder.resolve("log")).content().isEmpty();
    for (var file :
        List.of(
            "shangwellness-prod-network.template.json",
            "shangwellness-prod-data.template.json",
            "shangwellness-prod-service.template.json",
            "shangwellness-prod-protection.template.json",
            "shangwellness-prod-edge.template.json",
            "shangwellness-prod-delivery.template.json",
            "shangwellness-prod-monitoring.template.json",
            "taskdef_shangwellness.json",
            "shangwellness_appspec.yml")) {
      assertThat(folder.resolve(file)).hasSameTextualContentAs(Synthesized.OUT.resolve(file));
    }
  }

  @Test
  void wrong_settings_are_all_told_and_nothing_is_written() throws IOException {
    var file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        Files.readString(Synthesized.PROD)
            .replace("  tasks: 2 ", "  tasks: 20 ")
            .replace("natGateways: 2", "natGateways: many"));
    var complaints = new ByteArrayOutputStream();

    int exit = run(complaints, "--environment", file.toString(), "--out", folder + "/out");

    assertThat(exit).isEqualTo(2);
    assertThat(complaints.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            file + ": network.natGateways is \"many\"; it must be a whole number from 1 to 2",
            file + ": service.tasks is 20; it must be from minimumTasks (1) to maximumTasks (10)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void a_wrong_call_is_told_the_right_one() {
    var complaints = new ByteArrayOutputStream();

    assertThat(run(complaints, "--help")).isEqualTo(2);
    assertThat(complaints.toString(StandardCharsets.UTF_8))
        .startsWith("usage: Synth --environment FILE --out DIR");
  }

  private static int run(ByteArrayOutputStream complaints, String... arguments) {
    return Synth.run(List.of(arguments), new PrintStream(complaints, true, StandardCharsets.UTF_8));
  }
}
