package com.shangwellness.region.iam;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Tag;

/** Managed policies: the account's own with their versions, and those that AWS offers. */
final class Policies {

  private static final int SIZE = 6144;
  private static final int VERSIONS = 5;

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<Policy> policies;
  private final Table<PolicyVersion> versions;
  private final AwsManagedPolicies managed = AwsManagedPolicies.load();

  Policies(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.policies = store.table("iam.policies", Policy.class);
    this.versions = store.table("iam.policyVersions", PolicyVersion.class);
  }

  Policy create(CreatePolicyRequest request) {
    var name = Checks.name("policyName", request.policyName(), 128);
    var path = Checks.path(request.path());
    requireDocument(request.policyDocument());
    var tags = Checks.tagged(List.of(), request.tags());
    var arn = place.globalArn("iam", "policy" + path + name);
    if (policies.stream().anyMatch(p -> p.policyName().equalsIgnoreCase(name))) {
      throw Refusal.exists(
          "A policy called " + name + " already exists. Duplicate names are not allowed.");
    }
    putVersion(arn, version("v1", request.policyDocument(), true));
    return policies.put(
        arn,
        Policy.builder()
            .policyName(name)
            .policyId("ANPA" + ids.alphanumeric(17).toUpperCase(Locale.ROOT))
            .arn(arn)
            .path(path)
            .defaultVersionId("v1")
            .attachmentCount(0)
            .permissionsBoundaryUsageCount(0)
            .isAttachable(true)
            .description(request.description())
            .createDate(timeline.now())
            .updateDate(timeline.now())
            .tags(tags)
            .build());
  }

  private static void requireDocument(String document) {
    Checks.document(document, PolicyDocument.Kind.IDENTITY);
    if (Checks.size(document) > SIZE) {
      throw Refusal.limit("Cannot exceed quota for PolicySize: " + SIZE);
    }
  }

  private PolicyVersion version(String id, String document, boolean isDefault) {
    return PolicyVersion.builder()
        .versionId(id)
        .document(document)
        .isDefaultVersion(isDefault)
        .createDate(timeline.now())
        .build();
  }

  /** The policy called {@code arn}: the account's own, or one of AWS's. */
  Optional<Policy> find(String arn) {
    return policies.get(arn).or(() -> managed.find(arn));
  }

  Policy get(String arn) {
    return find(arn).orElseThrow(() -> Refusal.noSuch("Policy " + arn + " was not found."));
  }

  /** A policy of the account's own: AWS's cannot be changed. */
  Policy getOwn(String arn) {
    return policies
        .get(arn)
        .orElseThrow(() -> Refusal.noSuch("Policy " + arn + " does not exist."));
  }

  /** All policies, the account's own first. */
  Stream<Policy> all() {
    return Stream.concat(policies.stream(), managed.all());
  }

  boolean isOwn(Policy policy) {
    return policies.contains(policy.arn());
  }

  Policy change(String arn, UnaryOperator<Policy.Builder> change) {
    return policies.put(arn, change.apply(getOwn(arn).toBuilder()).build());
  }

  void tag(String arn, UnaryOperator<List<Tag>> change) {
    var policy = getOwn(arn);
    policies.put(arn, policy.toBuilder().tags(change.apply(policy.tags())).build());
  }

  void remove(String arn) {
    if (versions(arn).size() > 1) {
      throw Refusal.conflict(
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions. The default version is deleted with the policy.");
    }
    versions(arn).forEach(version -> versions.remove(key(arn, version.versionId())));
    policies.remove(arn);
  }

  PolicyVersion createVersion(CreatePolicyVersionRequest request) {
    var policy = getOwn(request.policyArn());
    requireDocument(request.policyDocument());
    var now = versions(policy.arn());
    if (now.size() >= VERSIONS) {
      throw Refusal.limit(
          "A managed policy can have up to "
              + VERSIONS
              + " versions. Before you create a new version, you must delete an existing version.");
    }
    int last = now.stream().mapToInt(Policies::number).max().orElse(0);
    var id = "v" + (Math.max(last, number(policy.defaultVersionId())) + 1);
    boolean asDefault = Boolean.TRUE.equals(request.setAsDefault());
    var version = putVersion(policy.arn(), version(id, request.policyDocument(), asDefault));
    if (asDefault) {
      setDefault(policy.arn(), id);
    }
    return version;
  }

  void setDefault(String arn, String id) {
    version(getOwn(arn).arn(), id);
    for (var version : versions(arn)) {
      boolean isDefault = version.versionId().equals(id);
      if (version.isDefaultVersion() != isDefault) {
        putVersion(arn, version.toBuilder().isDefaultVersion(isDefault).build());
      }
    }
    change(arn, policy -> policy.defaultVersionId(id).updateDate(timeline.now()));
  }

  void removeVersion(String arn, String id) {
    if (version(getOwn(arn).arn(), id).isDefaultVersion()) {
      throw Refusal.conflict("Cannot delete the default version of a policy.");
    }
    versions.remove(key(arn, id));
  }

  PolicyVersion version(String arn, String id) {
    if (managed.find(get(arn).arn()).isPresent()) {
      throw new UnsupportedOperationException(
          "iam: the region knows AWS's managed policies by name and does not hold their documents ("
              + arn
              + ")");
    }
    return versions
        .get(key(arn, id))
        .orElseThrow(
            () ->
                Refusal.noSuch(
                    "Policy " + arn + " version " + id + " does not exist or is not attachable."));
  }

  /** The versions of a policy, the oldest first. */
  List<PolicyVersion> versions(String arn) {
    return versions.withPrefix(arn + " ").stream()
        .sorted(Comparator.comparingInt(Policies::number))
        .toList();
  }

  private PolicyVersion putVersion(String arn, PolicyVersion version) {
    return versions.put(key(arn, version.versionId()), version);
  }

  private static int number(PolicyVersion version) {
    return number(version.versionId());
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private static String key(String arn, String version) {
    return arn + " " + version;
  }
}
