package com.shangwellness.region.iam;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.*;

/**
 * AWS IAM, one for the account: roles, policies, instance profiles, users. Policies are checked as
 * IAM checks them when they are written, kept and readable; requests are not yet judged by them.
 */
public final class Iam implements IamClient {

  private final Roles roles;
  private final Policies policies;
  private final RolePolicies rolePolicies;
  private final InstanceProfiles profiles;
  private final Users users;
  private final Ids ids;

  /** IAM of the account of {@code place}. */
  public Iam(Place place, Timeline timeline, Store store, Ids ids) {
    this.ids = ids;
    this.roles = new Roles(place, timeline, store, ids);
    this.policies = new Policies(place, timeline, store, ids);
    this.rolePolicies = new RolePolicies(roles, policies, store);
    this.profiles = new InstanceProfiles(place, timeline, store, ids, roles);
    this.users = new Users(place, timeline, store, ids);
  }

  /** The ARN of the user whose access key {@code accessKeyId} is; empty when it is no user's. */
  public Optional<String> principalOf(String accessKeyId) {
    return users.principalOf(accessKeyId);
  }

  @Override
  public CreateRoleResponse createRole(CreateRoleRequest request) {
    var role = roles.create(request, boundary(request.permissionsBoundary()));
    return CreateRoleResponse.builder().role(given(role)).build();
  }

  private Optional<AttachedPermissionsBoundary> boundary(String arn) {
    return Optional.ofNullable(arn)
        .map(
            a ->
                AttachedPermissionsBoundary.builder()
                    .permissionsBoundaryArn(policies.get(a).arn())
                    .permissionsBoundaryType("Policy")
                    .build());
  }

  /** A role as it is answered: with its trust policy URL-encoded. */
  private static Role given(Role role) {
    return role.toBuilder()
        .assumeRolePolicyDocument(Checks.encoded(role.assumeRolePolicyDocument()))
        .build();
  }

  @Override
  public GetRoleResponse getRole(GetRoleRequest request) {
    return GetRoleResponse.builder().role(given(roles.get(request.roleName()))).build();
  }

  @Override
  public ListRolesResponse listRoles(ListRolesRequest request) {
    var page =
        Checks.page(
            roles.withPath(request.pathPrefix()),
            request.marker(),
            request.maxItems(),
            role -> role.roleName().toLowerCase(Locale.ROOT));
    // ListRoles leaves tags and the boundary out.
    var items =
        page.items().stream()
            .map(
                role ->
                    given(role).toBuilder()
                        .tags((List<Tag>) null)
                        .permissionsBoundary((AttachedPermissionsBoundary) null)
                        .build())
            .toList();
    return ListRolesResponse.builder()
        .roles(items)
        .isTruncated(page.next().isPresent())
        .marker(page.nextOrNull())
        .build();
  }

  @Override
  public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
    var session = Optional.ofNullable(request.maxSessionDuration()).map(Roles::session);
    roles.change(
        request.roleName(),
        role -> {
          session.ifPresent(role::maxSessionDuration);
          return request.description() == null ? role : role.description(request.description());
        });
    return UpdateRoleResponse.builder().build();
  }

  @Override
  public UpdateRoleDescriptionResponse updateRoleDescription(UpdateRoleDescriptionRequest request) {
    var role = roles.change(request.roleName(), r -> r.description(request.description()));
    return UpdateRoleDescriptionResponse.builder().role(given(role)).build();
  }

  @Override
  public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
      UpdateAssumeRolePolicyRequest request) {
    roles.getOwn(request.roleName());
    roles.requireTrust(request.policyDocument());
    roles.change(
        request.roleName(), role -> role.assumeRolePolicyDocument(request.policyDocument()));
    return UpdateAssumeRolePolicyResponse.builder().build();
  }

  @Override
  public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
    var role = roles.getOwn(request.roleName());
    if (!profiles.withRole(role.roleName()).isEmpty()) {
      throw Refusal.conflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    rolePolicies.requireNone(role.roleName());
    roles.remove(role.roleName());
    return DeleteRoleResponse.builder().build();
  }

  @Override
  public PutRolePermissionsBoundaryResponse putRolePermissionsBoundary(
      PutRolePermissionsBoundaryRequest request) {
    var boundary = boundary(request.permissionsBoundary());
    roles.change(request.roleName(), role -> role.permissionsBoundary(boundary.orElse(null)));
    return PutRolePermissionsBoundaryResponse.builder().build();
  }

  @Override
  public DeleteRolePermissionsBoundaryResponse deleteRolePermissionsBoundary(
      DeleteRolePermissionsBoundaryRequest request) {
    roles.change(
        request.roleName(), role -> role.permissionsBoundary((AttachedPermissionsBoundary) null));
    return DeleteRolePermissionsBoundaryResponse.builder().build();
  }

  @Override
  public TagRoleResponse tagRole(TagRoleRequest request) {
    roles.tag(request.roleName(), tags -> Checks.tagged(tags, request.tags()));
    return TagRoleResponse.builder().build();
  }

  @Override
  public UntagRoleResponse untagRole(UntagRoleRequest request) {
    roles.tag(request.roleName(), tags -> Checks.untagged(tags, request.tagKeys()));
    return UntagRoleResponse.builder().build();
  }

  @Override
  public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
    return ListRoleTagsResponse.builder()
        .tags(roles.get(request.roleName()).tags())
        .isTruncated(false)
        .build();
  }

  @Override
  public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
    rolePolicies.put(request.roleName(), request.policyName(), request.policyDocument());
    return PutRolePolicyResponse.builder().build();
  }

  @Override
  public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
    var policy = rolePolicies.get(request.roleName(), request.policyName());
    return GetRolePolicyResponse.builder()
        .roleName(policy.roleName())
        .policyName(policy.policyName())
        .policyDocument(Checks.encoded(policy.document()))
        .build();
  }

  @Override
  public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
    rolePolicies.remove(request.roleName(), request.policyName());
    return DeleteRolePolicyResponse.builder().build();
  }

  @Override
  public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
    var role = roles.get(request.roleName());
    var page =
        Checks.page(
            rolePolicies.inline(role.roleName()),
            request.marker(),
            request.maxItems(),
            RolePolicies.Inline::policyName);
    return ListRolePoliciesResponse.builder()
        .policyNames(page.items().stream().map(RolePolicies.Inline::policyName).toList())
        .isTruncated(page.next().isPresent())
        .marker(page.nextOrNull())
        .build();
  }

  @Override
  public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
    rolePolicies.attach(request.roleName(), request.policyArn());
    return AttachRolePolicyResponse.builder().build();
  }

  @Override
  public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
    rolePolicies.detach(request.roleName(), request.policyArn());
    return DetachRolePolicyResponse.builder().build();
  }

  @Override
  public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
      ListAttachedRolePoliciesRequest request) {
    var role = roles.get(request.roleName());
    var page =
        Checks.page(
            rolePolicies.attached(role.roleName()),
            request.marker(),
            request.maxItems(),
            AttachedPolicy::policyArn);
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(page.items())
        .isTruncated(page.next().isPresent())
        .marker(page.nextOrNull())
        .build();
  }

  @Override
  public CreateServiceLinkedRoleResponse createServiceLinkedRole(
      CreateServiceLinkedRoleRequest request) {
    if (request.customSuffix() != null) {
      throw Refusal.input("Custom suffix is not allowed for " + request.awsServiceName());
    }
    var known = ServiceLinkedRole.of(request.awsServiceName());
    var role =
        roles.createServiceLinked(
            request.awsServiceName(), known.name(), request.description(), List.of());
    rolePolicies.attachServiceLinked(role.roleName(), known.policyArn());
    return CreateServiceLinkedRoleResponse.builder().role(given(role)).build();
  }

  /** {@inheritDoc} The region's services do not hold on to their roles, so it succeeds at once. */
  @Override
  public DeleteServiceLinkedRoleResponse deleteServiceLinkedRole(
      DeleteServiceLinkedRoleRequest request) {
    var role = roles.get(request.roleName());
    if (!roles.isServiceLinked(role)) {
      throw Refusal.input("The role " + role.roleName() + " is not a service-linked role.");
    }
    rolePolicies.removeAll(role.roleName());
    roles.remove(role.roleName());
    return DeleteServiceLinkedRoleResponse.builder()
        .deletionTaskId("task" + role.path() + role.roleName() + "/" + ids.uuid())
        .build();
  }

  @Override
  public GetServiceLinkedRoleDeletionStatusResponse getServiceLinkedRoleDeletionStatus(
      GetServiceLinkedRoleDeletionStatusRequest request) {
    if (!request.deletionTaskId().startsWith("task/aws-service-role/")) {
      throw Refusal.noSuch("The deletion task " + request.deletionTaskId() + " cannot be found.");
    }
    return GetServiceLinkedRoleDeletionStatusResponse.builder()
        .status(DeletionTaskStatusType.SUCCEEDED)
        .build();
  }

  @Override
  public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
    return CreatePolicyResponse.builder().policy(policies.create(request)).build();
  }

  private Policy counted(Policy policy) {
    return policy.toBuilder().attachmentCount(rolePolicies.attachments(policy.arn())).build();
  }

  @Override
  public GetPolicyResponse getPolicy(GetPolicyRequest request) {
    return GetPolicyResponse.builder().policy(counted(policies.get(request.policyArn()))).build();
  }

  @Override
  public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
    var scope = request.scope() == null ? PolicyScopeType.ALL : request.scope();
    var prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    var found =
        policies
            .all()
            .filter(p -> scope != PolicyScopeType.LOCAL || policies.isOwn(p))
            .filter(p -> scope != PolicyScopeType.AWS || !policies.isOwn(p))
            .filter(p -> p.path().startsWith(prefix))
            .map(this::counted)
            .filter(p -> !Boolean.TRUE.equals(request.onlyAttached()) || p.attachmentCount() > 0)
            .sorted(Comparator.comparing(Policy::arn))
            .toList();
    var page = Checks.page(found, request.marker(), request.maxItems(), Policy::arn);
    return ListPoliciesResponse.builder()
        .policies(page.items())
        .isTruncated(page.next().isPresent())
        .marker(page.nextOrNull())
        .build();
  }

  @Override
  public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
    var policy = policies.getOwn(request.policyArn());
    if (rolePolicies.attachments(policy.arn()) > 0) {
      throw Refusal.conflict("Cannot delete a policy attached to entities.");
    }
    policies.remove(policy.arn());
    return DeletePolicyResponse.builder().build();
  }

  @Override
  public CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
    var version = policies.createVersion(request);
    return CreatePolicyVersionResponse.builder()
        .policyVersion(version.toBuilder().document(null).build())
        .build();
  }

  @Override
  public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
    var version = policies.version(request.policyArn(), request.versionId());
    return GetPolicyVersionResponse.builder()
        .policyVersion(version.toBuilder().document(Checks.encoded(version.document())).build())
        .build();
  }

  @Override
  public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
    var policy = policies.get(request.policyArn());
    return ListPolicyVersionsResponse.builder()
        .versions(
            policies.versions(policy.arn()).reversed().stream()
                .map(version -> version.toBuilder().document(null).build())
                .toList())
        .isTruncated(false)
        .build();
  }

  @Override
  public DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
    policies.removeVersion(request.policyArn(), request.versionId());
    return DeletePolicyVersionResponse.builder().build();
  }

  @Override
  public SetDefaultPolicyVersionResponse setDefaultPolicyVersion(
      SetDefaultPolicyVersionRequest request) {
    policies.setDefault(request.policyArn(), request.versionId());
    return SetDefaultPolicyVersionResponse.builder().build();
  }

  @Override
  public ListEntitiesForPolicyResponse listEntitiesForPolicy(ListEntitiesForPolicyRequest request) {
    var policy = policies.get(request.policyArn());
    return ListEntitiesForPolicyResponse.builder()
        .policyRoles(rolePolicies.rolesWith(policy.arn()))
        .policyUsers(List.of())
        .policyGroups(List.of())
        .isTruncated(false)
        .build();
  }

  @Override
  public TagPolicyResponse tagPolicy(TagPolicyRequest request) {
    policies.tag(request.policyArn(), tags -> Checks.tagged(tags, request.tags()));
    return TagPolicyResponse.builder().build();
  }

  @Override
  public UntagPolicyResponse untagPolicy(UntagPolicyRequest request) {
    policies.tag(request.policyArn(), tags -> Checks.untagged(tags, request.tagKeys()));
    return UntagPolicyResponse.builder().build();
  }

  @Override
  public ListPolicyTagsResponse listPolicyTags(ListPolicyTagsRequest request) {
    return ListPolicyTagsResponse.builder()
        .tags(policies.get(request.policyArn()).tags())
        .isTruncated(false)
        .build();
  }

  @Override
  public CreateInstanceProfileResponse createInstanceProfile(CreateInstanceProfileRequest request) {
    return CreateInstanceProfileResponse.builder()
        .instanceProfile(profiles.create(request))
        .build();
  }

  @Override
  public GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
    return GetInstanceProfileResponse.builder()
        .instanceProfile(profiles.get(request.instanceProfileName()))
        .build();
  }

  @Override
  public ListInstanceProfilesResponse listInstanceProfiles(ListInstanceProfilesRequest request) {
    var page =
        Checks.page(
            profiles.withPath(request.pathPrefix()),
            request.marker(),
            request.maxItems(),
            InstanceProfile::instanceProfileName);
    return ListInstanceProfilesResponse.builder()
        .instanceProfiles(page.items())
        .isTruncated(page.next().isPresent())
        .marker(page.nextOrNull())
        .build();
  }

  @Override
  public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
      ListInstanceProfilesForRoleRequest request) {
    var role = roles.get(request.roleName());
    return ListInstanceProfilesForRoleResponse.builder()
        .instanceProfiles(profiles.withRole(role.roleName()))
        .isTruncated(false)
        .build();
  }

  @Override
  public AddRoleToInstanceProfileResponse addRoleToInstanceProfile(
      AddRoleToInstanceProfileRequest request) {
    profiles.add(request.instanceProfileName(), request.roleName());
    return AddRoleToInstanceProfileResponse.builder().build();
  }

  @Override
  public RemoveRoleFromInstanceProfileResponse removeRoleFromInstanceProfile(
      RemoveRoleFromInstanceProfileRequest request) {
    profiles.take(request.instanceProfileName(), request.roleName());
    return RemoveRoleFromInstanceProfileResponse.builder().build();
  }

  @Override
  public DeleteInstanceProfileResponse deleteInstanceProfile(DeleteInstanceProfileRequest request) {
    profiles.remove(request.instanceProfileName());
    return DeleteInstanceProfileResponse.builder().build();
  }

  @Override
  public CreateUserResponse createUser(CreateUserRequest request) {
    return CreateUserResponse.builder().user(users.create(request)).build();
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    return GetUserResponse.builder().user(users.get(request.userName())).build();
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    var page =
        Checks.page(
            users.withPath(request.pathPrefix()),
            request.marker(),
            request.maxItems(),
            user -> user.userName().toLowerCase(Locale.ROOT));
    return ListUsersResponse.builder()
        .users(page.items())
        .isTruncated(page.next().isPresent())
        .marker(page.nextOrNull())
        .build();
  }

  @Override
  public DeleteUserResponse deleteUser(DeleteUserRequest request) {
    users.remove(request.userName());
    return DeleteUserResponse.builder().build();
  }

  @Override
  public CreateAccessKeyResponse createAccessKey(CreateAccessKeyRequest request) {
    return CreateAccessKeyResponse.builder().accessKey(users.createKey(request.userName())).build();
  }

  @Override
  public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
    return ListAccessKeysResponse.builder()
        .accessKeyMetadata(users.keysOf(users.get(request.userName()).userName()))
        .isTruncated(false)
        .build();
  }

  @Override
  public DeleteAccessKeyResponse deleteAccessKey(DeleteAccessKeyRequest request) {
    users.removeKey(request.userName(), request.accessKeyId());
    return DeleteAccessKeyResponse.builder().build();
  }

  @Override
  public ListAccountAliasesResponse listAccountAliases(ListAccountAliasesRequest request) {
    return ListAccountAliasesResponse.builder()
        .accountAliases(List.of())
        .isTruncated(false)
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** {@inheritDoc} There is nothing to close: what it knows is in the store. */
  @Override
  public void close() {}
}
