package com.shangwellness.region.iam;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** The roles of the account, with who may assume them. */
final class Roles {

  private static final int TRUST_SIZE = 2048;
  private static final String SERVICE_PATH = "/aws-service-role/";

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<Role> roles;

  Roles(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.roles = store.table("iam.roles", Role.class);
  }

  Role create(CreateRoleRequest request, Optional<AttachedPermissionsBoundary> boundary) {
    var name = Checks.name("roleName", request.roleName(), 64);
    var path = Checks.path(request.path());
    if (path.startsWith(SERVICE_PATH)) {
      throw Refusal.invalid("Role path " + path + " is reserved for service-linked roles.");
    }
    requireTrust(request.assumeRolePolicyDocument());
    var tags = Checks.tagged(List.of(), request.tags());
    int session = session(requireNonNullElse(request.maxSessionDuration(), 3600));
    if (find(name).isPresent()) {
      throw Refusal.exists("Role with name " + name + " already exists.");
    }
    return put(
        base(path, name, request.assumeRolePolicyDocument())
            .description(request.description())
            .maxSessionDuration(session)
            .permissionsBoundary(boundary.orElse(null))
            .tags(tags)
            .build());
  }

  private Role.Builder base(String path, String name, String trust) {
    return Role.builder()
        .path(path)
        .roleName(name)
        .roleId("AROA" + ids.alphanumeric(17).toUpperCase(Locale.ROOT))
        .arn(place.globalArn("iam", "role" + path + name))
        .createDate(timeline.now())
        .assumeRolePolicyDocument(trust)
        .maxSessionDuration(3600);
  }

  /** Makes the role by which {@code service} acts for itself. */
  Role createServiceLinked(String service, String name, String description, List<Tag> tags) {
    if (find(name).isPresent()) {
      throw Refusal.input(
          "Service role name "
              + name
              + " has been taken in this account, please try a different suffix.");
    }
    var trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"sts:AssumeRole\"],"
            + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\""
            + service
            + "\"]}}]}";
    return put(
        base(SERVICE_PATH + service + "/", name, trust)
            .description(description)
            .tags(tags)
            .build());
  }

  Optional<Role> find(String name) {
    return roles.get(key(Checks.name("roleName", name, 64)));
  }

  Role get(String name) {
    return find(name)
        .orElseThrow(() -> Refusal.noSuch("The role with name " + name + " cannot be found."));
  }

  /** A role that its owner may change: not one that belongs to a service. */
  Role getOwn(String name) {
    var role = get(name);
    if (role.path().startsWith(SERVICE_PATH)) {
      throw Refusal.unmodifiable(
          "Cannot perform the operation on the protected role '"
              + name
              + "' - this role is only modifiable by AWS");
    }
    return role;
  }

  boolean isServiceLinked(Role role) {
    return role.path().startsWith(SERVICE_PATH);
  }

  List<Role> withPath(String prefix) {
    return roles.stream()
        .filter(role -> role.path().startsWith(requireNonNullElse(prefix, "/")))
        .toList();
  }

  Role change(String name, UnaryOperator<Role.Builder> change) {
    return put(change.apply(getOwn(name).toBuilder()).build());
  }

  /** Tags may be set on service-linked roles as well. */
  void tag(String name, UnaryOperator<List<Tag>> change) {
    var role = get(name);
    put(role.toBuilder().tags(change.apply(role.tags())).build());
  }

  void remove(String name) {
    roles.remove(key(name));
  }

  /**
   * Refuses a trust policy that IAM would refuse: by its grammar, its size, or for naming a role or
   * user of this account that does not exist.
   */
  void requireTrust(String document) {
    var policy = Checks.document(document, PolicyDocument.Kind.TRUST);
    if (Checks.size(document) > TRUST_SIZE) {
      throw Refusal.limit("Cannot exceed quota for ACLSizePerRole: " + TRUST_SIZE);
    }
    for (var statement : policy.statements()) {
      for (var principal : statement.principals().getOrDefault("AWS", List.of())) {
        requirePrincipal(principal);
      }
    }
  }

  private void requirePrincipal(String principal) {
    var prefix = place.globalArn("iam", "role/");
    boolean known =
        principal.equals("*")
            || principal.matches("\\d{12}|A(RO|ID)A[A-Z0-9]+")
            || principal.matches("arn:aws:(iam|sts)::\\d{12}:.+");
    if (known && principal.startsWith(prefix)) {
      known = roles.stream().anyMatch(role -> role.arn().equals(principal));
    }
    if (!known) {
      throw Refusal.malformed("Invalid principal in policy: \"AWS\":\"" + principal + "\"");
    }
  }

  static int session(int seconds) {
    if (seconds < 3600 || seconds > 43_200) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + seconds
              + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value"
              + " between 3600 and 43200");
    }
    return seconds;
  }

  private Role put(Role role) {
    return roles.put(key(role.roleName()), role);
  }

  // Names are unique without regard to case.
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
