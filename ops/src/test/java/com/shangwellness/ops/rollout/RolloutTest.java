package com.shangwellness.ops.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.deploy.Deployer;
import com.shangwellness.ops.deploy.Outcome;
import com.shangwellness.ops.deploy.StackRemoval;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.image.AppImage;
import com.shangwellness.ops.production.Outputs;
import com.shangwellness.ops.production.SiteProbe;
import com.shangwellness.ops.rollout.Rollout.ImageState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    var plan = Teardown.plan(aws, ENVIRONMENT, assembly(), false);

    assertThat(plan.goes()).containsExactly("p-service");
    assertThat(plan.stays()).containsExactly("p-network", "p-data");
    assertThat(plan.remains())
        .extracting(Teardown.Remainder::type)
        .containsExactly(
            "AWS::EC2::NatGateway",
            "AWS::RDS::DBCluster",
            "AWS::KMS::Key",
            "AWS::CloudFormation::Stack");
  }

  @Test
  void destroying_the_data_too_leaves_its_snapshot_and_what_templates_retain() {
    deployStacks();

    var plan = Teardown.plan(aws, ENVIRONMENT, assembly(), true);

    assertThat(plan.goes()).containsExactly("p-service", "p-data", "p-network");
    assertThat(plan.remains())
        .extracting(Teardown.Remainder::name)
        .containsExactly("final snapshot of physical-Aurora", "physical-Key", "CDKToolkit");
    assertThat(plan.remains().get(1).removal())
        .isEqualTo("aws kms schedule-key-deletion --key-id physical-Key --region ap-south-1");
  }

  @Test
  void what_the_command_alone_cannot_remove_says_what_comes_first() {
    var files =
        """
        {"Resources": {
          "Files": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain",
            "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}},
          "Vault": {"Type": "AWS::Backup::BackupVault", "DeletionPolicy": "Retain"}}}
        """;
    var assembly = CloudAssembly.read(new Assemblies(folder).stack("p-files", files).write());
    new Deployer(aws, () -> {}, Consent.GIVEN, happening -> {}).deploy(assembly, stack -> {});

    assertThat(Teardown.plan(aws, ENVIRONMENT, assembly, true).remains())
        .extracting(Teardown.Remainder::removal)
        .containsExactly(
            "empty it with its versions (S3 console, Empty), then aws s3 rb --force"
                + " s3://physical-Files --region ap-south-1",
            "its lock lets the last backup go in time, or whoever may lifts it (aws backup"
                + " delete-backup-vault-lock-configuration) and deletes its backups; then aws"
                + " backup delete-backup-vault --backup-vault-name physical-Vault --region"
                + " ap-south-1",
            "if nothing else deploys by it: empty its bucket, then aws cloudformation delete-stack"
                + " --stack-name CDKToolkit --region ap-south-1");
  }

  @Test
  void a_stack_that_is_only_named_like_ours_is_left_alone_and_named() {
    deployStacks();
    aws.cloudFormation().is("p-backups", "CREATE_COMPLETE", Map.of("Vault", "AWS::S3::Bucket"));

    var plan = Teardown.plan(aws, ENVIRONMENT, assembly(), true);

    assertThat(plan.goes()).containsExactly("p-service", "p-data", "p-network");
    assertThat(plan.strangers()).containsExactly("p-backups");
  }

  @Test
  void what_no_stack_tells_of_is_found_by_its_tags_and_by_the_names_of_what_it_belongs_to() {
    var service =
        """
        {"Resources": {
          "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterName": "p-cluster"}},
          "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": "p-task"}},
          "Aurora": {"Type": "AWS::RDS::DBCluster",
            "Properties": {"DBClusterIdentifier": "p-aurora"}}}}
        """;
    var assembly = CloudAssembly.read(new Assemblies(folder).stack("p-service", service).write());
    new Deployer(aws, () -> {}, Consent.GIVEN, happening -> {}).deploy(assembly, stack -> {});

    assertThat(Teardown.plan(aws, ENVIRONMENT, assembly, true).search())
        .containsExactly(
            "what has its tags: aws resourcegroupstaggingapi get-resources --tag-filters"
                + " Key=project,Values=shangwellness --region ap-south-1",
            "what Container Insights wrote: aws logs delete-log-group --log-group-name"
                + " /aws/ecs/containerinsights/p-cluster/performance --region ap-south-1",
            "task definitions of releases, which cost nothing: aws ecs list-task-definitions"
                + " --family-prefix p-task --region ap-south-1",
            "snapshots, those of people too: aws rds describe-db-cluster-snapshots"
                + " --snapshot-type manual --db-cluster-identifier p-aurora --region ap-south-1",
            "clusters that were restored, by other names: aws rds describe-db-clusters --region"
                + " ap-south-1");
  }

  @Test
  void when_everything_is_gone_it_is_said_how_to_find_what_was_left() {
    assertThatThrownBy(() -> Teardown.plan(aws, ENVIRONMENT, assembly(), true))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.NOT_RUNNING))
        .hasMessageStartingWith(
            "nothing of p is deployed. To find what was left of it:\n  what has")
        .hasMessageContaining(
            "aws resourcegroupstaggingapi get-resources --tag-filters"
                + " Key=project,Values=shangwellness --region ap-south-1\n  ");
  }

  @Test
  void a_removal_that_failed_half_way_can_be_repeated() {
    deployStacks();
    aws.cloudFormation().is("p-data", "DELETE_FAILED", Map.of("Aurora", "AWS::RDS::DBCluster"));
    aws.rds().isGone();
    var removal = new StackRemoval(aws, () -> {}, happening -> {});

    removal.remove("p-service");
    removal.remove("p-data");
    removal.remove("p-service");

    assertThat(aws.cloudFormation().status("p-data")).isEqualTo("DELETE_COMPLETE");
    assertThat(Teardown.plan(aws, ENVIRONMENT, assembly(), true).goes())
        .containsExactly("p-network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Resources\": {\"Vault\": {\"Type\": \"AWS::Backup::BackupVault\", \"Properties\":"
            + " {\"A\": {\"Fn::GetStackOutput\": {\"StackName\": \"p-data\", \"OutputName\":"
            + " \"O\"}}}}}",
        "\"Parameters\": {\"DataO\": {\"Description\": \"Output O of the stack p-data\"}},"
            + " \"Resources\": {\"Vault\": {\"Type\": \"AWS::Backup::BackupVault\"}}"
      })
  void the_backups_stay_with_the_database_so_that_the_next_deployment_finds_no_strange_vault(
      String backups) {
    var data =
        """
        {"Resources": {"Aurora": {"Type": "AWS::RDS::DBCluster"}},
          "Outputs": {"O": {"Value": "v"}}}
        """;
    var assembly =
        CloudAssembly.read(
            new Assemblies(folder)
                .stack("p-data", data)
                .stack(
                    "p-service", "{\"Resources\":{\"C\":{\"Type\":\"AWS::EC2::VPC\"}}}", "p-data")
                // It comes after the service, and does without it.
                .stack("p-backups", "{" + backups + "}", "p-service")
                .write());
    new Deployer(aws, () -> {}, Consent.GIVEN, happening -> {}).deploy(assembly, stack -> {});

    var plan = Teardown.plan(aws, ENVIRONMENT, assembly, false);

    assertThat(plan.goes()).containsExactly("p-service");
    assertThat(plan.stays()).containsExactly("p-data", "p-backups");
  }

  @Test
  void the_remedy_for_what_is_kept_names_the_target_that_was_asked() {
    deployStacks();

    assertThat(Teardown.plan(aws, ENVIRONMENT, assembly(), false).remains().getFirst().removal())
        .isEqualTo("./shang destroy --target local --delete-data");
  }

  @Test
  void an_image_without_java_is_refused_where_none_is_brought_before_anything_is_done()
      throws Exception {
    aws.bringsNoJava();

    assertThatThrownBy(() -> rollOut(image("bin/sh")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("holds no Java")
        .hasMessageEndingWith(
            "Build it on one that has Java: mvn -DskipTests -pl app -Paws package");
    assertThat(aws.cloudFormation().requests()).isEmpty();
  }

  @Test
  void an_image_with_java_may_go_there() throws Exception {
    aws.bringsNoJava();
    image("usr/lib/jvm/corretto/bin/java").requireRunnable(aws);
  }

  @Test
  void outputs_are_those_of_our_stacks_only() {
    deployStacks();
    aws.cloudFormation().is("p-backups", "CREATE_COMPLETE", Map.of());

    assertThat(Outputs.of(aws, assembly()))
        .containsOnlyKeys("p-network", "p-data", "p-service")
        .containsEntry("p-network", Map.of());
  }

  @Test
  void an_image_that_was_pushed_and_that_no_task_runs_is_not_released() {
    assertThat(new ImageState("sha-new", Set.of("sha-old")).isReleased()).isFalse();
    assertThat(new ImageState("sha-new", Set.of("sha-old", "sha-new")).isReleased()).isFalse();
    assertThat(new ImageState("sha-new", Set.of("sha-new")).isReleased()).isTrue();
  }

  @Test
  void a_rollout_is_over_when_production_serves_and_tells_what_was_done() throws IOException {
    aws.loadBalancing().forwards(Map.of("blue", 100));
    for (var zone : List.of("ap-south-1a", "ap-south-1b")) {
      aws.ecs().runs("task-" + zone, zone, "10.0.0.1" + zone);
      aws.loadBalancing().target("10.0.0.1" + zone, "healthy", "");
    }
    var rollout =
        new Rollout(
            aws,
            ENVIRONMENT,
            image("usr/lib/jvm/corretto/bin/java"),
            Consent.GIVEN,
            happening -> {},
            site -> new SiteProbe.Answer(200, "{\"status\":\"ok\",\"version\":\"1\"}"));

    var result =
        rollout.run(
            CloudAssembly.read(
                new Assemblies(folder)
                    .stack(
                        "p-service",
                        """
                        {"Resources": {
                          "cluster/web": {"Type": "AWS::ECS::Service"},
                          "Alb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"}}}
                        """)
                    .write()));

    assertThat(result.stacks()).containsExactly(Map.entry("p-service", Outcome.CREATED));
    assertThat(result.production().isWell()).isTrue();
  }

  private AppImage image(String file) throws IOException {
    var layer = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(new GZIPOutputStream(layer))) {
      add(out, file, new byte[] {1});
    }
    var tar = folder.resolve("image.tar");
    try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      add(out, "layer.tar.gz", layer.toByteArray());
      add(out, "config.json", "{}".getBytes(StandardCharsets.UTF_8));
      add(
          out,
          "manifest.json",
          "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar.gz\"]}]"
              .getBytes(StandardCharsets.UTF_8));
    }
    return new AppImage(tar);
  }

  private static void add(TarArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private void deployStacks() {
    var outcomes =
        new Deployer(aws, () -> {}, Consent.GIVEN, happening -> {}).deploy(assembly(), stack -> {});
    assertThat(outcomes.values()).containsOnly(Outcome.CREATED);
  }

  private void rollOut() {
    rollOut(new AppImage(folder.resolve("none")));
  }

  private void rollOut(AppImage image) {
    new Rollout(aws, ENVIRONMENT, image, Consent.GIVEN, happening -> {}).run(assembly());
  }

  private CloudAssembly assembly() {
    var data =
        """
        {"Resources": {
          "Aurora": {"Type": "AWS::RDS::DBCluster", "DeletionPolicy": "Snapshot",
            "Properties": {"VpcId":
              {"Fn::GetStackOutput": {"StackName": "p-network", "OutputName": "VpcId"}}}},
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
