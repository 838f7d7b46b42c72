package com.shangwellness.region.iam;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyRole;

/** What roles may do: their inline policies, and the managed policies attached to them. */
final class RolePolicies {

  private static final int INLINE_SIZE = 10_240;
  private static final int ATTACHED = 10;

  /** A policy written into a role. */
  record Inline(String roleName, String policyName, String document) {}

  private final Roles roles;
  private final Policies policies;
  private final Table<Inline> inline;
  private final Table<AttachedPolicy> attached;

  RolePolicies(Roles roles, Policies policies, Store store) {
    this.roles = roles;
    this.policies = policies;
    this.inline = store.table("iam.rolePolicies", Inline.class);
    this.attached = store.table("iam.attachedRolePolicies", AttachedPolicy.class);
  }

  void put(String role, String name, String document) {
    var target = roles.getOwn(role);
    Checks.name("policyName", name, 128);
    Checks.document(document, PolicyDocument.Kind.IDENTITY);
    int others =
        inline(role).stream()
            .filter(policy -> !policy.policyName().equals(name))
            .mapToInt(policy -> Checks.size(policy.document()))
            .sum();
    if (others + Checks.size(document) > INLINE_SIZE) {
      throw Refusal.limit(
          "Maximum policy size of " + INLINE_SIZE + " bytes exceeded for role " + role);
    }
    inline.put(key(role, name), new Inline(target.roleName(), name, document));
  }

  Inline get(String role, String name) {
    roles.get(role);
    return inline
        .get(key(role, name))
        .orElseThrow(
            () -> Refusal.noSuch("The role policy with name " + name + " cannot be found."));
  }

  void remove(String role, String name) {
    roles.getOwn(role);
    inline.remove(key(role, get(role, name).policyName()));
  }

  List<Inline> inline(String role) {
    return inline.withPrefix(key(role, ""));
  }

  void attach(String role, String arn) {
    roles.getOwn(role);
    var policy =
        policies
            .find(arn)
            .orElseThrow(
                () -> Refusal.noSuch("Policy " + arn + " does not exist or is not attachable."));
    if (attached.contains(key(role, arn))) {
      return;
    }
    if (attached(role).size() >= ATTACHED) {
      throw Refusal.limit("Cannot exceed quota for PoliciesPerRole: " + ATTACHED);
    }
    put(role, policy);
  }

  /** Attaches AWS's policy to a role of AWS's own, unseen by the owner's rules. */
  void attachServiceLinked(String role, String arn) {
    policies.find(arn).ifPresent(policy -> put(role, policy));
  }

  private void put(String role, Policy policy) {
    attached.put(
        key(role, policy.arn()),
        AttachedPolicy.builder().policyName(policy.policyName()).policyArn(policy.arn()).build());
  }

  void detach(String role, String arn) {
    roles.getOwn(role);
    if (!attached.contains(key(role, arn))) {
      throw Refusal.noSuch("Policy " + arn + " was not found.");
    }
    attached.remove(key(role, arn));
  }

  List<AttachedPolicy> attached(String role) {
    return attached.withPrefix(key(role, ""));
  }

  /** How many roles {@code arn} is attached to. */
  int attachments(String arn) {
    return (int) attached.stream().filter(policy -> policy.policyArn().equals(arn)).count();
  }

  /** The roles that {@code arn} is attached to. */
  List<PolicyRole> rolesWith(String arn) {
    return roles.withPath("/").stream()
        .filter(role -> attached.contains(key(role.roleName(), arn)))
        .map(role -> PolicyRole.builder().roleName(role.roleName()).roleId(role.roleId()).build())
        .toList();
  }

  /** Takes away all that a service-linked role was given. */
  void removeAll(String role) {
    attached(role).forEach(policy -> attached.remove(key(role, policy.policyArn())));
  }

  /** Refuses to delete a role that still has policies. */
  void requireNone(String role) {
    if (!attached(role).isEmpty()) {
      throw Refusal.conflict("Cannot delete entity, must detach all policies first.");
    }
    if (!inline(role).isEmpty()) {
      throw Refusal.conflict("Cannot delete entity, must delete policies first.");
    }
  }

  private static String key(String role, String policy) {
    return role.toLowerCase(Locale.ROOT) + " " + policy;
  }
}
