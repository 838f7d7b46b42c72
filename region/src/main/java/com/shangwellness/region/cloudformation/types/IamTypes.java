package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Tag;

/** The resource types of AWS IAM. */
public final class IamTypes {

  private IamTypes() {}

  /** The types, acting through {@code iam}. */
  public static ResourceTypes types(IamClient iam) {
    return ResourceTypes.all(roles(iam), policies(iam));
  }

  private static ResourceTypes roles(IamClient iam) {
    return ResourceTypes.of(
        type("AWS::IAM::Role")
            .create(CreateRoleRequest::builder, iam::createRole)
            .named("RoleName", 64)
            .ref(created -> created.role().roleName())
            .attribute("Arn", created -> created.role().arn())
            .attribute("RoleId", created -> created.role().roleId())
            .setting("ManagedPolicyArns", role -> attach(iam, role))
            .onChange("ManagedPolicyArns", change -> detachGone(iam, change))
            .setting("Policies", role -> putInline(iam, role))
            .onChange("Policies", change -> removeInlineGone(iam, change))
            .onChange("AssumeRolePolicyDocument", change -> trust(iam, change))
            .onChange("Description", change -> describe(iam, change))
            .onChange("MaxSessionDuration", change -> setSession(iam, change))
            .onChange("PermissionsBoundary", change -> bound(iam, change))
            .onChange("Tags", change -> retagRole(iam, change))
            .deleteWith(role -> deleteRole(iam, role)),
        type("AWS::IAM::ServiceLinkedRole")
            .create(CreateServiceLinkedRoleRequest::builder, iam::createServiceLinkedRole)
            .ref(created -> created.role().roleName())
            .attribute("RoleName", created -> created.role().roleName())
            .delete(role -> iam.deleteServiceLinkedRole(r -> r.roleName(role))),
        type("AWS::IAM::InstanceProfile")
            .create(CreateInstanceProfileRequest::builder, iam::createInstanceProfile)
            .named("InstanceProfileName", 128)
            .ref(created -> created.instanceProfile().instanceProfileName())
            .attribute("Arn", created -> created.instanceProfile().arn())
            .setting("Roles", profile -> setRole(iam, profile))
            .deleteWith(profile -> deleteProfile(iam, profile)));
  }

  private static ResourceTypes policies(IamClient iam) {
    return ResourceTypes.of(
        type("AWS::IAM::ManagedPolicy")
            .create(CreatePolicyRequest::builder, iam::createPolicy)
            .named("ManagedPolicyName", 128)
            .rename("ManagedPolicyName", "PolicyName")
            .ref(created -> created.policy().arn())
            .attribute("PolicyArn", created -> created.policy().arn())
            .attribute("PolicyId", created -> created.policy().policyId())
            .attribute("DefaultVersionId", created -> created.policy().defaultVersionId())
            .attribute("CreateDate", created -> created.policy().createDate().toString())
            .attribute("UpdateDate", created -> created.policy().updateDate().toString())
            .attribute("AttachmentCount", created -> 0)
            .attribute("IsAttachable", created -> true)
            .attribute("PermissionsBoundaryUsageCount", created -> 0)
            .setting(
                "Roles",
                policy ->
                    policy
                        .properties()
                        .texts("Roles")
                        .forEach(
                            role ->
                                iam.attachRolePolicy(r -> r.roleName(role).policyArn(policy.id()))))
            .onChange(
                "Roles",
                change ->
                    gone(change, "Roles")
                        .forEach(
                            role ->
                                iam.detachRolePolicy(r -> r.roleName(role).policyArn(change.id()))))
            .onChange("PolicyDocument", change -> newVersion(iam, change))
            .deleteWith(policy -> deletePolicy(iam, policy)),
        type("AWS::IAM::Policy")
            .createWith(policy -> put(iam, policy))
            .byHand("PolicyName", "PolicyDocument", "Roles")
            .refWith((policy, created) -> policy.id())
            .attributeOnceStable("Id", id -> id)
            .updateWith(
                change -> {
                  var name = put(iam, change.resource());
                  var old = change.before().require("PolicyName");
                  var kept = change.properties().texts("Roles");
                  change.before().texts("Roles").stream()
                      .filter(role -> !old.equals(name) || !kept.contains(role))
                      .forEach(role -> iam.deleteRolePolicy(r -> r.roleName(role).policyName(old)));
                })
            .deleteWith(
                policy ->
                    policy
                        .properties()
                        .texts("Roles")
                        .forEach(
                            role ->
                                iam.deleteRolePolicy(
                                    r ->
                                        r.roleName(role)
                                            .policyName(
                                                policy.properties().require("PolicyName"))))));
  }

  private static List<String> gone(Update change, String list) {
    var now = change.properties().texts(list);
    return change.before().texts(list).stream().filter(item -> !now.contains(item)).toList();
  }

  private static void attach(IamClient iam, Resource role) {
    role.properties()
        .texts("ManagedPolicyArns")
        .forEach(arn -> iam.attachRolePolicy(r -> r.roleName(role.id()).policyArn(arn)));
  }

  private static void detachGone(IamClient iam, Update change) {
    gone(change, "ManagedPolicyArns")
        .forEach(arn -> iam.detachRolePolicy(r -> r.roleName(change.id()).policyArn(arn)));
  }

  private static void putInline(IamClient iam, Resource role) {
    for (var policy : role.properties().objects("Policies")) {
      iam.putRolePolicy(
          r ->
              r.roleName(role.id())
                  .policyName(policy.require("PolicyName"))
                  .policyDocument(policy.require("PolicyDocument")));
    }
  }

  private static List<String> inlineNames(Properties role) {
    return role.objects("Policies").stream().map(p -> p.require("PolicyName")).toList();
  }

  private static void removeInlineGone(IamClient iam, Update change) {
    var now = inlineNames(change.properties());
    inlineNames(change.before()).stream()
        .filter(name -> !now.contains(name))
        .forEach(name -> iam.deleteRolePolicy(r -> r.roleName(change.id()).policyName(name)));
  }

  private static void trust(IamClient iam, Update change) {
    iam.updateAssumeRolePolicy(
        r ->
            r.roleName(change.id())
                .policyDocument(change.properties().require("AssumeRolePolicyDocument")));
  }

  private static void describe(IamClient iam, Update change) {
    iam.updateRole(
        r ->
            r.roleName(change.id())
                .description(change.properties().text("Description").orElse("")));
  }

  private static void setSession(IamClient iam, Update change) {
    iam.updateRole(
        r ->
            r.roleName(change.id())
                .maxSessionDuration(change.properties().number("MaxSessionDuration").orElse(3600)));
  }

  private static void bound(IamClient iam, Update change) {
    change
        .properties()
        .text("PermissionsBoundary")
        .ifPresentOrElse(
            arn ->
                iam.putRolePermissionsBoundary(
                    r -> r.roleName(change.id()).permissionsBoundary(arn)),
            () -> iam.deleteRolePermissionsBoundary(r -> r.roleName(change.id())));
  }

  private static void retagRole(IamClient iam, Update change) {
    change.retag(
        gone -> iam.untagRole(r -> r.roleName(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> iam.tagRole(r -> r.roleName(change.id()).tags(tags)));
  }

  /** A role goes with what its own resource gave it; what others gave it holds it. */
  private static void deleteRole(IamClient iam, Resource role) {
    var attached =
        iam.listAttachedRolePolicies(r -> r.roleName(role.id())).attachedPolicies().stream()
            .map(policy -> policy.policyArn())
            .toList();
    role.properties().texts("ManagedPolicyArns").stream()
        .filter(attached::contains)
        .forEach(arn -> iam.detachRolePolicy(r -> r.roleName(role.id()).policyArn(arn)));
    var inline = iam.listRolePolicies(r -> r.roleName(role.id())).policyNames();
    inlineNames(role.properties()).stream()
        .filter(inline::contains)
        .forEach(name -> iam.deleteRolePolicy(r -> r.roleName(role.id()).policyName(name)));
    iam.deleteRole(r -> r.roleName(role.id()));
  }

  private static void setRole(IamClient iam, Resource profile) {
    emptyProfile(iam, profile.id());
    profile
        .properties()
        .texts("Roles")
        .forEach(
            role ->
                iam.addRoleToInstanceProfile(
                    r -> r.instanceProfileName(profile.id()).roleName(role)));
  }

  private static void emptyProfile(IamClient iam, String name) {
    iam.getInstanceProfile(r -> r.instanceProfileName(name))
        .instanceProfile()
        .roles()
        .forEach(
            role ->
                iam.removeRoleFromInstanceProfile(
                    r -> r.instanceProfileName(name).roleName(role.roleName())));
  }

  private static void deleteProfile(IamClient iam, Resource profile) {
    emptyProfile(iam, profile.id());
    iam.deleteInstanceProfile(r -> r.instanceProfileName(profile.id()));
  }

  /** A policy keeps five versions: the oldest that is not in force makes room. */
  private static void newVersion(IamClient iam, Update change) {
    var versions = iam.listPolicyVersions(r -> r.policyArn(change.id())).versions();
    if (versions.size() == 5) {
      oldest(versions)
          .ifPresent(id -> iam.deletePolicyVersion(r -> r.policyArn(change.id()).versionId(id)));
    }
    iam.createPolicyVersion(
        r ->
            r.policyArn(change.id())
                .policyDocument(change.properties().require("PolicyDocument"))
                .setAsDefault(true));
  }

  private static Optional<String> oldest(List<PolicyVersion> newestFirst) {
    return newestFirst.reversed().stream()
        .filter(version -> !version.isDefaultVersion())
        .map(PolicyVersion::versionId)
        .findFirst();
  }

  private static void deletePolicy(IamClient iam, Resource policy) {
    var arn = policy.id();
    var holders = iam.listEntitiesForPolicy(r -> r.policyArn(arn)).policyRoles();
    var own = policy.properties().texts("Roles");
    holders.stream()
        .filter(role -> own.contains(role.roleName()))
        .forEach(role -> iam.detachRolePolicy(r -> r.roleName(role.roleName()).policyArn(arn)));
    iam.listPolicyVersions(r -> r.policyArn(arn)).versions().stream()
        .filter(version -> !version.isDefaultVersion())
        .forEach(
            version ->
                iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(version.versionId())));
    iam.deletePolicy(r -> r.policyArn(arn));
  }

  private static String put(IamClient iam, Resource policy) {
    if (policy.properties().has("Users") || policy.properties().has("Groups")) {
      throw new IllegalArgumentException("AWS::IAM::Policy: the region puts policies into Roles");
    }
    var name = policy.properties().require("PolicyName");
    var roles = policy.properties().texts("Roles");
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "At least one of [Groups,Roles,Users] must be non-empty; the region has roles");
    }
    roles.forEach(
        role ->
            iam.putRolePolicy(
                r ->
                    r.roleName(role)
                        .policyName(name)
                        .policyDocument(policy.properties().require("PolicyDocument"))));
    return name;
  }
}
