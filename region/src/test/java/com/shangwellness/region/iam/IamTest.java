package com.shangwellness.region.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Tag;

class IamTest {

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}}";
  private static final String READ_ALL =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}";
  private static final String EXECUTION =
      "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

  private final Stage stage = new Stage();
  private final Iam iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);

  private void role(String name) {
    stage.ask(() -> iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)));
  }

  @Test
  void a_role_is_given_back_as_it_was_created_with_its_trust_policy_url_encoded() {
    stage.ask(
        () ->
            iam.createRole(
                r ->
                    r.roleName("task")
                        .path("/app/")
                        .description("the application")
                        .assumeRolePolicyDocument(TRUST)
                        .tags(Tag.builder().key("env").value("prod").build())));

    var role = stage.ask(() -> iam.getRole(r -> r.roleName("task"))).role();

    assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/app/task");
    assertThat(role.roleId()).matches("AROA[A-Z0-9]{17}");
    assertThat(role.assumeRolePolicyDocument()).startsWith("%7B%22Statement%22");
    assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(TRUST);
    assertThat(role.maxSessionDuration()).isEqualTo(3600);
    assertThat(role.tags()).containsExactly(Tag.builder().key("env").value("prod").build());
  }

  @Test
  void refusals_are_in_IAMs_words() {
    role("task");

    assertThat(stage.refused(() -> iam.getRole(r -> r.roleName("nobody"))))
        .isEqualTo("NoSuchEntity: The role with name nobody cannot be found.");
    assertThat(
            stage.refused(
                () -> iam.createRole(r -> r.roleName("TASK").assumeRolePolicyDocument(TRUST))))
        .isEqualTo("EntityAlreadyExists: Role with name TASK already exists.");
    assertThat(
            stage.refused(
                () -> iam.createRole(r -> r.roleName("a b").assumeRolePolicyDocument(TRUST))))
        .startsWith("ValidationError: 1 validation error detected: Value 'a b' at 'roleName'");
    assertThat(
            stage.refused(
                () ->
                    iam.attachRolePolicy(
                        r -> r.roleName("task").policyArn("arn:aws:iam::aws:policy/Nothing"))))
        .isEqualTo(
            "NoSuchEntity: Policy arn:aws:iam::aws:policy/Nothing does not exist or is not"
                + " attachable.");
    assertThat(
            stage.refused(
                () ->
                    iam.putRolePolicy(
                        r -> r.roleName("task").policyName("p").policyDocument("nonsense"))))
        .isEqualTo("MalformedPolicyDocument: This policy contains invalid Json");
  }

  @Test
  void a_trust_policy_that_names_a_missing_role_of_the_account_is_refused() {
    var trust =
        TRUST.replace(
            "{\"Service\":\"ecs-tasks.amazonaws.com\"}",
            "{\"AWS\":\"arn:aws:iam::123456789012:role/missing\"}");

    assertThat(
            stage.refused(
                () -> iam.createRole(r -> r.roleName("a").assumeRolePolicyDocument(trust))))
        .isEqualTo(
            "MalformedPolicyDocument: Invalid principal in policy:"
                + " \"AWS\":\"arn:aws:iam::123456789012:role/missing\"");
  }

  @Test
  void a_role_is_deleted_only_when_its_policies_are_gone() {
    role("task");
    stage.ask(() -> iam.attachRolePolicy(r -> r.roleName("task").policyArn(EXECUTION)));
    stage.ask(
        () -> iam.putRolePolicy(r -> r.roleName("task").policyName("p").policyDocument(READ_ALL)));

    assertThat(stage.refused(() -> iam.deleteRole(r -> r.roleName("task"))))
        .isEqualTo("DeleteConflict: Cannot delete entity, must detach all policies first.");
    stage.ask(() -> iam.detachRolePolicy(r -> r.roleName("task").policyArn(EXECUTION)));
    assertThat(stage.refused(() -> iam.deleteRole(r -> r.roleName("task"))))
        .isEqualTo("DeleteConflict: Cannot delete entity, must delete policies first.");
    stage.ask(() -> iam.deleteRolePolicy(r -> r.roleName("task").policyName("p")));
    stage.ask(() -> iam.deleteRole(r -> r.roleName("task")));

    assertThat(stage.ask(() -> iam.listRoles(r -> {})).roles()).isEmpty();
  }

  @Test
  void the_policies_of_one_role_are_not_those_of_another_whose_name_begins_alike() {
    role("task");
    role("task-2");
    stage.ask(() -> iam.attachRolePolicy(r -> r.roleName("task-2").policyArn(EXECUTION)));

    assertThat(
            stage
                .ask(() -> iam.listAttachedRolePolicies(r -> r.roleName("task")))
                .attachedPolicies())
        .isEmpty();
    assertThat(
            stage
                .ask(() -> iam.listAttachedRolePolicies(r -> r.roleName("task-2")))
                .attachedPolicies())
        .extracting(AttachedPolicy::policyName)
        .containsExactly("AmazonECSTaskExecutionRolePolicy");
  }

  @Test
  void a_role_takes_ten_managed_policies_and_no_eleventh() {
    role("task");
    var arns =
        stage.ask(() -> iam.listPolicies(r -> r.scope(PolicyScopeType.AWS))).policies().stream()
            .map(p -> p.arn())
            .limit(11)
            .toList();
    arns.subList(0, 10)
        .forEach(
            arn -> stage.ask(() -> iam.attachRolePolicy(r -> r.roleName("task").policyArn(arn))));

    assertThat(
            stage.refused(
                () -> iam.attachRolePolicy(r -> r.roleName("task").policyArn(arns.get(10)))))
        .isEqualTo("LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10");
  }

  @Test
  void a_policy_keeps_five_versions_and_one_of_them_is_the_default() {
    var arn =
        stage
            .ask(() -> iam.createPolicy(r -> r.policyName("p").policyDocument(READ_ALL)))
            .policy()
            .arn();
    IntStream.range(0, 4)
        .forEach(
            i ->
                stage.ask(
                    () ->
                        iam.createPolicyVersion(
                            r -> r.policyArn(arn).policyDocument(READ_ALL).setAsDefault(true))));

    assertThat(stage.ask(() -> iam.getPolicy(r -> r.policyArn(arn))).policy().defaultVersionId())
        .isEqualTo("v5");
    assertThat(
            stage.refused(
                () -> iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(READ_ALL))))
        .startsWith("LimitExceeded: A managed policy can have up to 5 versions.");
    assertThat(stage.refused(() -> iam.deletePolicy(r -> r.policyArn(arn))))
        .startsWith("DeleteConflict: This policy has more than one version.");
  }

  @Test
  void roles_are_listed_page_by_page() {
    IntStream.range(0, 5).forEach(i -> role("role-" + i));

    var first = stage.ask(() -> iam.listRoles(r -> r.maxItems(3)));
    var second = stage.ask(() -> iam.listRoles(r -> r.maxItems(3).marker(first.marker())));

    assertThat(first.isTruncated()).isTrue();
    assertThat(second.isTruncated()).isFalse();
    assertThat(second.roles()).extracting(r -> r.roleName()).containsExactly("role-3", "role-4");
  }

  @Test
  void a_service_linked_role_belongs_to_its_service() {
    var role =
        stage
            .ask(() -> iam.createServiceLinkedRole(r -> r.awsServiceName("ecs.amazonaws.com")))
            .role();

    assertThat(role.arn())
        .isEqualTo(
            "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
    assertThat(stage.refused(() -> iam.deleteRole(r -> r.roleName("AWSServiceRoleForECS"))))
        .startsWith("UnmodifiableEntity: Cannot perform the operation on the protected role");
    stage.ask(() -> iam.deleteServiceLinkedRole(r -> r.roleName("AWSServiceRoleForECS")));
    assertThat(stage.ask(() -> iam.listRoles(r -> {})).roles()).isEmpty();
  }

  @Test
  void an_instance_profile_holds_one_role() {
    role("a");
    role("b");
    stage.ask(() -> iam.createInstanceProfile(r -> r.instanceProfileName("p")));
    stage.ask(() -> iam.addRoleToInstanceProfile(r -> r.instanceProfileName("p").roleName("a")));

    assertThat(
            stage.refused(
                () -> iam.addRoleToInstanceProfile(r -> r.instanceProfileName("p").roleName("b"))))
        .startsWith("LimitExceeded");
    assertThat(stage.refused(() -> iam.deleteRole(r -> r.roleName("a"))))
        .isEqualTo(
            "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.");
  }
}
