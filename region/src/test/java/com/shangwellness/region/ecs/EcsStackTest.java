package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.cloudformation.CloudFormation;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Surroundings;
import com.shangwellness.region.cloudformation.types.EcrTypes;
import com.shangwellness.region.cloudformation.types.EcsTypes;
import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.ecr.Ecr;
import com.shangwellness.region.ecr.Scanning;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.tasks.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.s3.S3Client;

/** The resource types of ECS and ECR, as production's templates use them. */
class EcsStackTest {

  @TempDir Path folder;
  private final Stage stage = new Stage();
  private CloudFormation stacks;
  private Ecr ecr;

  @BeforeEach
  void begin() {
    var ids = new Ids(new Random(2));
    ecr =
        new Ecr(
            Stage.PLACE,
            stage.timeline,
            stage.store(),
            ids,
            new BlobStore(folder),
            new Scanning(folder.resolve("vulnerabilities"), Runnable::run));
    var nobody =
        new S3Client() {
          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {}
        };
    stacks =
        new CloudFormation(
            new Surroundings(
                Stage.PLACE, new FakeSsm(), stage.secrets, nobody, stage.ec2, region -> stacks),
            stage.timeline,
            stage.store(),
            ids,
            ResourceTypes.all(EcsTypes.types(stage.ecs), EcrTypes.types(ecr)));
    stage.timeline.settle();
  }

  private static String service(String tag, int desired) {
    return """
    {"Resources": {
      "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {
        "ClusterName": "shop",
        "ClusterSettings": [{"Name": "containerInsights", "Value": "enabled"}]}},
      "Definition": {"Type": "AWS::ECS::TaskDefinition", "Properties": {
        "Family": "web", "Cpu": "512", "Memory": "1024", "NetworkMode": "awsvpc",
        "RequiresCompatibilities": ["FARGATE"],
        "ExecutionRoleArn": "arn:aws:iam::669097061043:role/execution",
        "RuntimePlatform": {"CpuArchitecture": "X86_64", "OperatingSystemFamily": "LINUX"},
        "ContainerDefinitions": [{
          "Name": "app", "Essential": true, "Cpu": 512, "Memory": 1024,
          "Image": "669097061043.dkr.ecr.ap-south-1.amazonaws.com/web:%s",
          "LinuxParameters": {"InitProcessEnabled": true,
            "Tmpfs": [{"ContainerPath": "/tmp", "Size": 64}]},
          "PortMappings": [{"ContainerPort": 80, "Protocol": "tcp"}],
          "ReadonlyRootFilesystem": true, "StopTimeout": 30, "User": "65532:65532",
          "Secrets": [{"Name": "DB_PASSWORD", "ValueFrom": "%s:password::"}],
          "SystemControls": [
            {"Namespace": "net.ipv4.ip_unprivileged_port_start", "Value": "0"}]}]}},
      "Service": {"Type": "AWS::ECS::Service", "Properties": {
        "Cluster": {"Ref": "Cluster"}, "ServiceName": "web", "DesiredCount": %d,
        "TaskDefinition": {"Ref": "Definition"}, "LaunchType": "FARGATE",
        "DeploymentController": {"Type": "CODE_DEPLOY"},
        "DeploymentConfiguration": {"MaximumPercent": 200, "MinimumHealthyPercent": 100},
        "EnableECSManagedTags": true, "PropagateTags": "SERVICE", "PlatformVersion": "1.4.0",
        "HealthCheckGracePeriodSeconds": 60,
        "LoadBalancers": [{"ContainerName": "app", "ContainerPort": 80,
          "TargetGroupArn": "%s"}],
        "NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED",
          "SecurityGroups": ["sg-1"], "Subnets": ["subnet-a", "subnet-b"]}}}}}}\
    """
        .formatted(tag, FakeSecrets.ARN, desired, Stage.GROUP);
  }

  private void create(String template) {
    stage
        .timeline
        .call("test", () -> stacks.createStack(r -> r.stackName("shop").templateBody(template)))
        .join();
  }

  private void update(String template) {
    stage
        .timeline
        .call("test", () -> stacks.updateStack(r -> r.stackName("shop").templateBody(template)))
        .join();
  }

  private StackStatus status() {
    return stage
        .timeline
        .call("test", () -> stacks.describeStacks(r -> r.stackName("shop")))
        .join()
        .stacks()
        .getFirst()
        .stackStatus();
  }

  private List<String> reasons() {
    return stage
        .timeline
        .call("test", () -> stacks.describeStackEvents(r -> r.stackName("shop")))
        .join()
        .stackEvents()
        .stream()
        .map(event -> String.valueOf(event.resourceStatusReason()))
        .toList();
  }

  @Test
  void a_service_of_an_external_controller_is_complete_without_its_tasks() {
    create(
        """
        {"Resources": {"Service": {"Type": "AWS::ECS::Service", "Properties": {
          "Cluster": "prod", "ServiceName": "web", "DesiredCount": 2,
          "DeploymentController": {"Type": "EXTERNAL"}}}}}\
        """);
    stage.passes(Duration.ofMinutes(1));

    assertThat(status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(stage.service().desiredCount()).isEqualTo(2);
  }

  @Test
  void a_service_is_created_once_its_tasks_are_steady_and_deleted_with_them() {
    create(service("v1", 2));
    stage.timeline.settle();
    assertThat(status()).isEqualTo(StackStatus.CREATE_IN_PROGRESS);

    stage.passes(Duration.ofMinutes(3));

    assertThat(reasons()).noneMatch(reason -> reason.contains("rror"));
    assertThat(status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(stage.runtime.running()).hasSize(2);

    stage.timeline.call("test", () -> stacks.deleteStack(r -> r.stackName("shop"))).join();
    stage.passes(Duration.ofMinutes(5));
    assertThat(stage.runtime.running()).isEmpty();
    assertThat(stage.ec2.interfaces).isEmpty();
  }

  @Test
  void a_stack_waits_three_hours_for_an_application_that_exits_at_once_and_gives_up() {
    stage.runtime.behave("sha256:v1", Behaviour.exits(Duration.ofSeconds(1), 1));
    create(service("v1", 2));

    waitsAndGivesUp();
  }

  @Test
  void a_stack_waits_three_hours_for_an_application_that_is_never_healthy_and_gives_up() {
    stage.balancers.allFail = true;
    create(service("v1", 2));

    stage.passes(Duration.ofMinutes(10));
    var service =
        stage
            .call(e -> e.describeServices(r -> r.cluster("shop").services("web")))
            .services()
            .getFirst();
    assertThat(service.events())
        .as("what `shang up` can say meanwhile")
        .anyMatch(e -> e.message().contains("due to (reason Health checks failed"));
    waitsAndGivesUp();
  }

  private void waitsAndGivesUp() {
    for (int i = 0; i < 16; i++) {
      stage.passes(Duration.ofMinutes(10).plusSeconds(7));
      assertThat(status()).isEqualTo(StackStatus.CREATE_IN_PROGRESS);
    }
    stage.passes(Duration.ofMinutes(40));
    assertThat(status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(reasons()).anyMatch(reason -> reason.contains("Exceeded attempts to wait"));
    assertThat(stage.runtime.running()).isEmpty();
    assertThat(stage.ec2.interfaces).isEmpty();
  }

  @Test
  void a_code_deploy_service_refuses_every_update_of_its_resource() {
    create(service("v1", 2));
    stage.passes(Duration.ofMinutes(3));

    update(service("v1", 3));
    stage.passes(Duration.ofMinutes(5));

    assertThat(status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(reasons())
        .anyMatch(
            reason ->
                reason.contains(
                    "on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to"
                        + " trigger a new deployment."));
    assertThat(stage.runtime.running()).hasSize(2);
  }

  @Test
  void a_code_deploy_service_refuses_even_a_changed_tag_of_its_stack() {
    create(service("v1", 2));
    stage.passes(Duration.ofMinutes(3));

    stage
        .timeline
        .call(
            "test",
            () ->
                stacks.updateStack(
                    r ->
                        r.stackName("shop")
                            .usePreviousTemplate(true)
                            .tags(Tag.builder().key("Version").value("2").build())))
        .join();
    stage.passes(Duration.ofMinutes(5));

    assertThat(status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(reasons()).anyMatch(reason -> reason.contains("with a CODE_DEPLOY deployment"));
  }

  @Test
  void a_code_deploy_service_refuses_even_a_changed_dependency() {
    create(service("v1", 2));
    stage.passes(Duration.ofMinutes(3));

    update(
        service("v1", 2)
            .replace(
                "\"Type\": \"AWS::ECS::Service\",",
                "\"Type\": \"AWS::ECS::Service\", \"DependsOn\": \"Definition\","));
    stage.passes(Duration.ofMinutes(5));

    assertThat(status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(reasons()).anyMatch(reason -> reason.contains("with a CODE_DEPLOY deployment"));
  }

  @Test
  void an_update_with_the_same_dependencies_changes_nothing() {
    create(service("v1", 2));
    stage.passes(Duration.ofMinutes(3));

    assertThatThrownBy(() -> update(service("v1", 2)))
        .hasMessageContaining("No updates are to be performed.");
  }

  @Test
  void a_repository_has_all_that_productions_template_says() {
    create(
        """
        {"Resources": {"Images": {"Type": "AWS::ECR::Repository", "Properties": {
          "RepositoryName": "shangwellness-prod",
          "EncryptionConfiguration": {"EncryptionType": "KMS",
            "KmsKey": "arn:aws:kms:ap-south-1:669097061043:key/1"},
          "ImageScanningConfiguration": {"ScanOnPush": true},
          "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
          "ImageTagMutabilityExclusionFilters": [{
            "ImageTagMutabilityExclusionFilterType": "WILDCARD",
            "ImageTagMutabilityExclusionFilterValue": "latest"}],
          "LifecyclePolicy": {"LifecyclePolicyText":
            "{\\"rules\\":[{\\"rulePriority\\":1,\\"selection\\":{\\"tagStatus\\":\\"any\\",\\"countType\\":\\"imageCountMoreThan\\",\\"countNumber\\":100},\\"action\\":{\\"type\\":\\"expire\\"}}]}"},
          "Tags": [{"Key": "Project", "Value": "shangwellness"}]}}}}\
        """);
    stage.passes(Duration.ofMinutes(1));

    assertThat(status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    var repository =
        stage
            .timeline
            .call("test", () -> ecr.describeRepositories())
            .join()
            .repositories()
            .getFirst();
    assertThat(repository.imageTagMutability())
        .isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
    assertThat(repository.imageTagMutabilityExclusionFilters().getFirst().filter())
        .isEqualTo("latest");
    assertThat(repository.imageScanningConfiguration().scanOnPush()).isTrue();
    assertThat(
            stage
                .timeline
                .call(
                    "test",
                    () -> ecr.getLifecyclePolicy(r -> r.repositoryName("shangwellness-prod")))
                .join()
                .lifecyclePolicyText())
        .contains("imageCountMoreThan");
  }
}
