package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.services.applicationautoscaling.model.ApplicationAutoScalingException;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Somebody has left a release before its end, which has suspended scaling. */
class AftercareTest {
  private static final String MARK = "shang:suspended-by-release";

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();

  @BeforeEach
  void scalingWasLeftSuspended() throws IOException {
    Files.writeString(
        folder.resolve("prod.yaml"),
        """
        project: p
        environment: e
        account: "669097061043"
        region: ap-south-1
        """);
    new Assemblies(Files.createDirectories(folder.resolve("home/cdk.out")))
        .stack("p-e-service", "{}")
        .write();
    aws.cloudFormation()
        .holds(
            "p-e-service",
            Map.of(
                "cluster/web", "AWS::ECS::Service",
                "App", "AWS::CodeDeploy::Application",
                "Group", "AWS::CodeDeploy::DeploymentGroup",
                "Alb", "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "p-e-slow", "AWS::CloudWatch::Alarm"));
    aws.cloudWatch().alarm(MetricAlarm.builder().alarmName("physical-p-e-slow").stateValue("OK"));
    aws.loadBalancing().forwards(Map.of("blue", 100));
    aws.loadBalancing().group("web-blue", 2);
    aws.scaling().scales("service/physical-cluster/web");
    aws.scaling().suspends(true, true);
    aws.scaling().tags().put(MARK, "in=false out=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "alarms"})
  void a_command_that_only_looks_resumes_scaling_and_says_so(String command) {
    assertThat(told(command)).contains("Nobody had watched the last release to its end");
    assertThat(aws.scaling().suspended()).containsExactly(false, true);
    assertThat(aws.scaling().tags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "alarms"})
  void while_a_release_runs_its_scaling_is_left_alone(String command) {
    aws.codeDeploy().releases("d-ABC");
    aws.scaling().beforeNext("RegisterScalableTarget", () -> fail("not for a moment"));

    assertThat(told(command)).doesNotContain("scaling is resumed");
    assertThat(aws.scaling().suspended()).containsExactly(true, true);
    assertThat(aws.scaling().tags()).containsKey(MARK);
  }

  @Test
  void where_nothing_was_left_nothing_is_told() {
    aws.scaling().tags().clear();

    assertThat(told("status")).doesNotContainIgnoringCase("scaling");
    assertThat(aws.scaling().suspended()).as("on purpose").containsExactly(true, true);
  }

  @Test
  void in_a_foreign_account_nothing_is_resumed() {
    aws.sts().account("111122223333");

    assertThatThrownBy(() -> told("status"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("belong to account 111122223333");
    assertThat(aws.scaling().suspended()).containsExactly(true, true);
  }

  @Test
  void whoever_may_not_resume_it_sees_the_rest_and_is_told() {
    aws.scaling()
        .beforeNext(
            "RegisterScalableTarget",
            () -> {
              throw ApplicationAutoScalingException.builder().message("not authorized").build();
            });

    assertThat(told("status"))
        .contains("Scaling is still suspended by a release that is over", "not authorized")
        .contains("p-e-service");
  }

  @Test
  void every_command_about_releases_refuses_a_foreign_account_before_it_reads_anything() {
    aws.sts().account("111122223333");
    var shared = new Shared();
    new CommandLine(shared).parseArgs(options());

    assertThatThrownBy(() -> shared.releases(aws, shared.assembly(shared.environment())))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("belong to account 111122223333");
  }

  private String[] options() {
    return new String[] {
      "--environment", folder.resolve("prod.yaml").toString(),
      "--home", folder.resolve("home").toString()
    };
  }

  private String told(String command) {
    var before = System.out;
    var out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      if (command.equals("status")) {
        parsed(new StatusCommand()).show(aws);
      } else {
        parsed(new AlarmsCommand()).show(aws);
      }
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private <C extends Callable<Integer>> C parsed(C command) {
    new CommandLine(command).parseArgs(options());
    return command;
  }
}
