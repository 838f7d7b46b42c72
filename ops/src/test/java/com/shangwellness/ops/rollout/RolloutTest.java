package com.shangwellness.ops.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.deploy.Deployer;
import com.shangwellness.ops.deploy.Outcome;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.image.AppImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
  private static final Environment ENVIRONMENT =
      new Environment(
          Path.of("environments/prod.yaml"), "p", new Place("669097061043", "ap-south-1"));

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();

  @Test
  void a_foreign_account_is_refused_before_anything_is_done() {
    aws.sts().account("111122223333");

    assertThatThrownBy(this::rollOut)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("belong to account 111122223333")
        .hasMessageContaining("names 669097061043; nothing was done");
    assertThat(aws.cloudFormation().requests()).isEmpty();
  }

  @Test
  void destroying_keeps_the_database_and_what_it_lives_in_and_says_what_that_costs() {
    deployStacks();

    var plan = Teardown.plan(aws, ENVIRONMENT, false);

    assertThat(plan.goes()).containsExactly("p-service");
    assertThat(plan.stays()).containsExactly("p-network", "p-data");
    assertThat(plan.remains())
        .extracting(Teardown.Remainder::type)
        .containsExactly("AWS::EC2::NatGateway", "AWS::RDS::DBCluster", "AWS::KMS::Key");
  }

  @Test
  void destroying_the_data_too_leaves_its_snapshot_and_what_templates_retain() {
    deployStacks();

    var plan = Teardown.plan(aws, ENVIRONMENT, true);

    assertThat(plan.goes()).containsExactly("p-service", "p-data", "p-network");
    assertThat(plan.remains())
        .extracting(Teardown.Remainder::name)
        .containsExactly("final snapshot of physical-Aurora", "physical-Key");
    assertThat(plan.remains().getLast().removal())
        .isEqualTo("aws kms schedule-key-deletion --key-id physical-Key --region ap-south-1");
  }

  private void deployStacks() {
    var outcomes =
        new Deployer(aws, () -> {}, Consent.GIVEN, happening -> {}).deploy(assembly(), stack -> {});
    assertThat(outcomes.values()).containsOnly(Outcome.CREATED);
  }

  private void rollOut() {
    new Rollout(
            aws, ENVIRONMENT, new AppImage(folder.resolve("none")), Consent.GIVEN, happening -> {})
        .run(assembly());
  }

  private CloudAssembly assembly() {
    var data =
        """
        {"Resources": {
          "Aurora": {"Type": "AWS::RDS::DBCluster", "DeletionPolicy": "Snapshot"},
          "Key": {"Type": "AWS::KMS::Key", "DeletionPolicy": "RetainExceptOnCreate"}}}
        """;
    return CloudAssembly.read(
        new Assemblies(folder)
            .stack("p-network", "{\"Resources\":{\"Nat\":{\"Type\":\"AWS::EC2::NatGateway\"}}}")
            .stack("p-data", data, "p-network")
            .stack(
                "p-service", "{\"Resources\":{\"C\":{\"Type\":\"AWS::ECS::Cluster\"}}}", "p-data")
            .write());
  }
}
