package com.shangwellness.region.iam;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/** Instance profiles: each holds at most one role, by name. */
final class InstanceProfiles {

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Roles roles;
  private final Table<InstanceProfile> profiles;

  InstanceProfiles(Place place, Timeline timeline, Store store, Ids ids, Roles roles) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.roles = roles;
    this.profiles = store.table("iam.instanceProfiles", InstanceProfile.class);
  }

  InstanceProfile create(CreateInstanceProfileRequest request) {
    var name = Checks.name("instanceProfileName", request.instanceProfileName(), 128);
    var path = Checks.path(request.path());
    if (profiles.contains(name)) {
      throw Refusal.exists("Instance Profile " + name + " already exists.");
    }
    return profiles.put(
        name,
        InstanceProfile.builder()
            .instanceProfileName(name)
            .instanceProfileId("AIPA" + ids.alphanumeric(17).toUpperCase(Locale.ROOT))
            .path(path)
            .arn(place.globalArn("iam", "instance-profile" + path + name))
            .createDate(timeline.now())
            .roles(List.of())
            .tags(Checks.tagged(List.of(), request.tags()))
            .build());
  }

  /** The profile with its role as it is now. */
  InstanceProfile get(String name) {
    return profiles
        .get(requireNonNullElse(name, ""))
        .map(this::withRole)
        .orElseThrow(() -> Refusal.noSuch("Instance Profile " + name + " cannot be found."));
  }

  List<InstanceProfile> withPath(String prefix) {
    return profiles.stream()
        .filter(profile -> profile.path().startsWith(requireNonNullElse(prefix, "/")))
        .map(this::withRole)
        .toList();
  }

  List<InstanceProfile> withRole(String role) {
    return withPath("/").stream()
        .filter(profile -> profile.roles().stream().anyMatch(r -> r.roleName().equals(role)))
        .toList();
  }

  private InstanceProfile withRole(InstanceProfile profile) {
    var now =
        profile.roles().stream()
            .flatMap(role -> roles.find(role.roleName()).stream())
            .map(
                role ->
                    role.toBuilder()
                        .assumeRolePolicyDocument(Checks.encoded(role.assumeRolePolicyDocument()))
                        .build())
            .toList();
    return profile.toBuilder().roles(now).build();
  }

  void add(String name, String role) {
    var profile = get(name);
    var added = roles.getOwn(role);
    if (!profile.roles().isEmpty()) {
      throw Refusal.limit("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    profiles.put(name, profile.toBuilder().roles(added).build());
  }

  void take(String name, String role) {
    var profile = get(name);
    if (profile.roles().stream().noneMatch(r -> r.roleName().equals(role))) {
      throw Refusal.noSuch("The role with name " + role + " cannot be found.");
    }
    profiles.put(name, profile.toBuilder().roles(List.of()).build());
  }

  void remove(String name) {
    if (!get(name).roles().isEmpty()) {
      throw Refusal.conflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    profiles.remove(name);
  }
}
