package com.shangwellness.region.kms;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.iam.PolicyDocument;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.OriginType;

/** The region's keys: made, found by any of their names, rotated and at last deleted in time. */
final class Keys {

  /** When a key gets new material. */
  record Rotation(int days, Instant next) {}

  private static final String DEFAULT_POLICY =
      "{\"Version\":\"2012-10-17\",\"Id\":\"key-default-1\",\"Statement\":[{\"Sid\":\"Enable IAM"
          + " User"
          + " Permissions\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::%s:root\"},"
          + "\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final AesGcm aes;
  private final Aliases aliases;
  private final Table<Key> keys;
  private final Table<Rotation> rotations;

  Keys(Place place, Timeline timeline, Store store, Ids ids, AesGcm aes, Aliases aliases) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.aes = aes;
    this.aliases = aliases;
    this.keys = store.table(place.region() + "/kms.keys", Key.class);
    this.rotations = store.table(place.region() + "/kms.rotations", Rotation.class);
    keys.stream().filter(Key::isPendingDeletion).forEach(this::deleteInTime);
    rotations.keys().forEach(this::rotateInTime);
  }

  Key create(CreateKeyRequest request) {
    requireSupported(request);
    var policy = requireNonNullElse(request.policy(), DEFAULT_POLICY.formatted(place.account()));
    requirePolicy(policy, Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck()));
    var tags = KeyTags.added(Map.of(), request.tags());
    return create(
        requireNonNullElse(request.description(), ""), policy, KeyManagerType.CUSTOMER, tags);
  }

  private static void requireSupported(CreateKeyRequest request) {
    var spec = requireNonNullElse(request.keySpec(), KeySpec.SYMMETRIC_DEFAULT);
    var usage = requireNonNullElse(request.keyUsage(), KeyUsageType.ENCRYPT_DECRYPT);
    if (spec == KeySpec.UNKNOWN_TO_SDK_VERSION || usage == KeyUsageType.UNKNOWN_TO_SDK_VERSION) {
      throw Refusal.invalid(
          "KeySpec "
              + request.keySpecAsString()
              + " or KeyUsage "
              + request.keyUsageAsString()
              + " is unknown");
    }
    var origin = requireNonNullElse(request.origin(), OriginType.AWS_KMS);
    if (spec != KeySpec.SYMMETRIC_DEFAULT
        || usage != KeyUsageType.ENCRYPT_DECRYPT
        || origin != OriginType.AWS_KMS
        || Boolean.TRUE.equals(request.multiRegion())) {
      throw new UnsupportedOperationException(
          "kms: the region has symmetric keys for encryption of one region with material of KMS");
    }
  }

  private Key create(
      String description, String policy, KeyManagerType manager, Map<String, String> tags) {
    var id = ids.uuid();
    var metadata =
        KeyMetadata.builder()
            .awsAccountId(place.account())
            .keyId(id)
            .arn(place.arn("kms", "key/" + id))
            .creationDate(timeline.now())
            .enabled(true)
            .description(description)
            .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
            .keyState(KeyState.ENABLED)
            .origin(OriginType.AWS_KMS)
            .keyManager(manager)
            .keySpec(KeySpec.SYMMETRIC_DEFAULT)
            .encryptionAlgorithms(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
            .multiRegion(false)
            .build();
    var material = Base64.getEncoder().encodeToString(aes.newKey());
    return keys.put(id, new Key(metadata, policy, List.of(material), tags));
  }

  /**
   * Refuses a key policy that KMS would refuse: one that is malformed, or one after which nobody
   * could change it again.
   */
  void requirePolicy(String policy, boolean bypassLockoutCheck) {
    PolicyDocument document;
    try {
      document = PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE);
    } catch (PolicyDocument.Malformed e) {
      throw AwsErrors.of(MalformedPolicyDocumentException.builder(), e.getMessage());
    }
    if (!bypassLockoutCheck && document.statements().stream().noneMatch(this::keepsControl)) {
      throw AwsErrors.of(
          MalformedPolicyDocumentException.builder(),
          "The new key policy will not allow you to update the key policy in the future.");
    }
  }

  private boolean keepsControl(PolicyDocument.Statement statement) {
    var aws = statement.principals().getOrDefault("AWS", List.of());
    boolean ours =
        statement.principals().containsKey("*")
            || aws.stream().anyMatch(p -> p.equals("*") || p.contains(place.account()));
    return statement.allow()
        && ours
        && statement.actions().stream()
            .anyMatch(a -> List.of("*", "kms:*", "kms:Put*", "kms:PutKeyPolicy").contains(a));
  }

  /**
   * The key that {@code name} means: a key id, a key's ARN, an alias or an alias's ARN. AWS's own
   * keys ({@code alias/aws/…}) are made when they are asked for first.
   */
  Key find(String name) {
    if (name == null || name.isEmpty()) {
      throw Refusal.constraint("keyId", name, "must have length greater than or equal to 1");
    }
    var own = place.arn("kms", "");
    var local = name.startsWith(own) ? name.substring(own.length()) : name;
    if (local.startsWith("alias/")) {
      return ofAlias(local);
    }
    var id = local.startsWith("key/") ? local.substring(4) : local;
    return keys.get(id)
        .orElseThrow(
            () -> Refusal.noKey(id.startsWith("arn:") ? id : place.arn("kms", "key/" + id)));
  }

  private Key ofAlias(String alias) {
    var target = aliases.find(alias).flatMap(entry -> keys.get(entry.targetKeyId()));
    if (target.isPresent()) {
      return target.get();
    }
    if (!alias.matches(Aliases.RESERVED + "[a-z0-9-]+")) {
      throw Refusal.noAlias(aliases.arn(alias));
    }
    var service = alias.substring(Aliases.RESERVED.length());
    var key =
        create(
            "Default key that protects my data when no other key is defined for " + service,
            DEFAULT_POLICY.formatted(place.account()),
            KeyManagerType.AWS,
            Map.of());
    aliases.put(alias, key.id());
    return key;
  }

  /** A key that is fit for use. */
  Key usable(String name) {
    var key = find(name);
    if (key.isPendingDeletion()) {
      throw Refusal.state(key.arn() + " is pending deletion.");
    }
    if (!key.metadata().enabled()) {
      throw AwsErrors.of(DisabledException.builder(), key.arn() + " is disabled.");
    }
    return key;
  }

  /** A key of the account's own that is not about to be deleted. */
  Key changeable(String name) {
    var key = find(name);
    if (key.isManagedByAws()) {
      throw Refusal.denied(key.arn() + " is managed by AWS and cannot be changed");
    }
    if (key.isPendingDeletion()) {
      throw Refusal.state(key.arn() + " is pending deletion.");
    }
    return key;
  }

  Optional<Key> byId(String id) {
    return keys.get(id);
  }

  List<Key> all() {
    return keys.values();
  }

  Key put(Key key) {
    return keys.put(key.id(), key);
  }

  void change(String name, UnaryOperator<Key> change) {
    put(change.apply(changeable(name)));
  }

  Key scheduleDeletion(String name, int days) {
    if (days < 7 || days > 30) {
      throw Refusal.constraint("pendingWindowInDays", days, "must have value between 7 and 30");
    }
    var due = timeline.now().plus(Duration.ofDays(days));
    var key =
        put(
            changeable(name)
                .with(m -> m.enabled(false).keyState(KeyState.PENDING_DELETION).deletionDate(due)));
    deleteInTime(key);
    return key;
  }

  private void deleteInTime(Key key) {
    var due = key.metadata().deletionDate();
    timeline.at(
        due,
        "kms: " + key.id() + " is deleted",
        () ->
            keys.get(key.id())
                .filter(now -> now.isPendingDeletion() && due.equals(now.metadata().deletionDate()))
                .ifPresent(now -> delete(now.id())));
  }

  private void delete(String id) {
    aliases.removeOf(id);
    rotations.remove(id);
    keys.remove(id);
  }

  /** Takes a scheduled deletion back; the key stays disabled, as in AWS. */
  Key cancelDeletion(String name) {
    var key = find(name);
    if (!key.isPendingDeletion()) {
      throw Refusal.state(key.arn() + " is not pending deletion.");
    }
    return put(key.with(m -> m.enabled(false).keyState(KeyState.DISABLED).deletionDate(null)));
  }

  void rotate(String name, int days) {
    if (days < 90 || days > 2560) {
      throw Refusal.constraint("rotationPeriodInDays", days, "must have value between 90 and 2560");
    }
    var id = changeable(name).id();
    rotations.put(id, new Rotation(days, timeline.now().plus(Duration.ofDays(days))));
    rotateInTime(id);
  }

  void stopRotating(String name) {
    rotations.remove(changeable(name).id());
  }

  Optional<Rotation> rotation(String id) {
    return rotations.get(id);
  }

  private void rotateInTime(String id) {
    var rotation = rotations.get(id).orElseThrow();
    timeline.at(
        rotation.next(),
        "kms: " + id + " rotates",
        () -> {
          if (rotations.get(id).filter(rotation::equals).isPresent()) {
            put(keys.get(id).orElseThrow().withMaterial(aes.newKey()));
            var next = rotation.next().plus(Duration.ofDays(rotation.days()));
            rotations.put(id, new Rotation(rotation.days(), next));
            rotateInTime(id);
          }
        });
  }
}
