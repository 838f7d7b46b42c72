package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

class ConstraintsTest {

  // The data is drawn from newer models than the SDK's, and the SDK has renamed a few members.
  private static final Set<String> UNKNOWN =
      Set.of(
          "BucketNamespace",
          "DryRunModifiers",
          "SortBy",
          "StackStatusFilter",
          "s3filesVolumeConfiguration",
          "targetType",
          "timeoutConfiguration");
  private static final Set<String> RENAMED = Set.of("CopyObject", "UploadPartCopy");

  private final Constraints constraints = Constraints.published();

  private ThrowingCallable check(Class<?> api, String operation, SdkPojo request) {
    var model = new ServiceModel(api);
    return () ->
        constraints.check(model.signingName(), model.operation(operation).orElseThrow(), request);
  }

  @Test
  void every_wrong_member_is_named_with_what_it_must_be() {
    assertThatThrownBy(
            check(
                CloudWatchLogsClient.class,
                "PutRetentionPolicy",
                PutRetentionPolicyRequest.builder().logGroupName("a b").build()))
        .hasMessage(
            "2 validation errors detected: Value 'a b' at 'logGroupName' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern:"
                + " [\\.\\-_/#A-Za-z0-9]+; Value null at 'retentionInDays' failed to satisfy"
                + " constraint: Member must not be null")
        .isInstanceOfSatisfying(
            Fault.Refusal.class,
            e -> assertThat(e.fault().code()).isEqualTo("InvalidParameterException"));
  }

  @Test
  void each_service_has_its_own_code() {
    assertThatThrownBy(
            check(IamClient.class, "CreateRole", CreateRoleRequest.builder().roleName("x").build()))
        .hasMessageContaining("'AssumeRolePolicyDocument'")
        .isInstanceOfSatisfying(
            Fault.Refusal.class, e -> assertThat(e.fault().code()).isEqualTo("ValidationError"));
    assertThatThrownBy(
            check(Ec2Client.class, "CreateSubnet", CreateSubnetRequest.builder().build()))
        .hasMessage("The request must contain the parameter VpcId")
        .isInstanceOfSatisfying(
            Fault.Refusal.class, e -> assertThat(e.fault().code()).isEqualTo("MissingParameter"));
  }

  @Test
  void a_right_request_passes() {
    assertThatCode(
            check(
                IamClient.class,
                "CreateRole",
                CreateRoleRequest.builder()
                    .roleName("shangwellness-prod")
                    .assumeRolePolicyDocument("{\n}")
                    .build()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        CloudFormationClient.class,
        CloudWatchClient.class,
        CloudWatchLogsClient.class,
        CodePipelineClient.class,
        Ec2Client.class,
        EcrClient.class,
        EcsClient.class,
        ElasticLoadBalancingV2Client.class,
        IamClient.class,
        KmsClient.class,
        RdsClient.class,
        S3Client.class,
        SchedulerClient.class,
        SecretsManagerClient.class,
        SsmClient.class,
        StsClient.class
      })
  void the_data_speaks_of_members_that_the_sdk_has(Class<?> api) {
    var model = new ServiceModel(api);
    var data = constraints.model(model.signingName());
    var unknown = new ArrayList<String>();
    data.path("operations")
        .forEachEntry(
            (name, shape) -> {
              var request = model.operation(name).orElseThrow().newRequest();
              walk(name, data.path("shapes"), shape.asText(), request, new HashSet<>(), unknown);
            });
    assertThat(unknown).isEmpty();
    data.path("shapes")
        .forEach(
            shape ->
                assertThatCode(() -> Pattern.compile(shape.path("pattern").asText()))
                    .doesNotThrowAnyException());
    assertThat(data.path("shapes").isObject()).isTrue();
  }

  private static void walk(
      String path,
      JsonNode shapes,
      String name,
      SdkPojo pojo,
      Set<String> seen,
      List<String> unknown) {
    var shape = shapes.path(name);
    if (!seen.add(name)) {
      return;
    }
    var wanted = new HashSet<String>();
    shape.path("members").fieldNames().forEachRemaining(wanted::add);
    shape.path("required").forEach(member -> wanted.add(member.asText()));
    for (var member : wanted) {
      var field = pojo.sdkFields().stream().filter(f -> f.memberName().equals(member)).findFirst();
      if (field.isEmpty() && (UNKNOWN.contains(member) || RENAMED.contains(path))) {
        continue;
      }
      if (field.isEmpty()) {
        unknown.add(path + "." + member);
      } else {
        var below = shape.path("members").path(member).asText();
        structure(field.get(), shapes, below)
            .ifPresent(
                found ->
                    walk(path + "." + member, shapes, found.shape(), found.pojo(), seen, unknown));
      }
    }
  }

  private record Found(String shape, SdkPojo pojo) {}

  /** The structure that a field is, or is a list or a map of. */
  private static Optional<Found> structure(SdkField<?> field, JsonNode shapes, String shape) {
    return switch (field.marshallingType().getKnownType()) {
      case SDK_POJO -> Optional.of(new Found(shape, field.constructor().get()));
      case LIST ->
          structure(
              field.getRequiredTrait(ListTrait.class).memberFieldInfo(),
              shapes,
              shapes.path(shape).path("item").asText());
      case MAP ->
          structure(
              field.getRequiredTrait(MapTrait.class).valueFieldInfo(),
              shapes,
              shapes.path(shape).path("value").asText());
      default -> Optional.empty();
    };
  }
}
