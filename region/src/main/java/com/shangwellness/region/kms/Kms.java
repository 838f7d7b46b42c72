package com.shangwellness.region.kms;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.*;

/**
 * AWS KMS: symmetric keys whose material is in the store and which really encrypt (AES-256-GCM).
 * Key policies are checked and kept; requests are not judged by them yet.
 */
public final class Kms implements KmsClient {

  private static final int LONGEST = 4096;

  private final AesGcm aes;
  private final Aliases aliases;
  private final Keys keys;

  /**
   * KMS of one region.
   *
   * @param secrets where key material and nonces come from: a {@link java.security.SecureRandom}
   *     where it matters
   */
  public Kms(Place place, Timeline timeline, Store store, Ids ids, RandomGenerator secrets) {
    this.aes = new AesGcm(secrets);
    this.aliases = new Aliases(place, timeline, store);
    this.keys = new Keys(place, timeline, store, ids, aes, aliases);
  }

  @Override
  public CreateKeyResponse createKey(CreateKeyRequest request) {
    return CreateKeyResponse.builder().keyMetadata(keys.create(request).metadata()).build();
  }

  @Override
  public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
    return DescribeKeyResponse.builder().keyMetadata(keys.find(request.keyId()).metadata()).build();
  }

  @Override
  public ListKeysResponse listKeys(ListKeysRequest request) {
    var page = page(keys.all(), request.marker(), request.limit(), 100, Key::id);
    return ListKeysResponse.builder()
        .keys(
            page.items().stream()
                .map(key -> KeyListEntry.builder().keyId(key.id()).keyArn(key.arn()).build())
                .toList())
        .nextMarker(page.nextOrNull())
        .truncated(page.next().isPresent())
        .build();
  }

  private static <T> Page<T> page(
      List<T> all, String marker, Integer limit, int usual, Function<T, String> key) {
    int size = requireNonNullElse(limit, usual);
    if (size < 1 || size > 1000) {
      throw Refusal.constraint("limit", size, "must have value between 1 and 1000");
    }
    try {
      return Page.of(all, marker, size, key);
    } catch (IllegalArgumentException e) {
      throw AwsErrors.of(InvalidMarkerException.builder(), "The marker is invalid");
    }
  }

  @Override
  public UpdateKeyDescriptionResponse updateKeyDescription(UpdateKeyDescriptionRequest request) {
    keys.change(request.keyId(), key -> key.with(m -> m.description(request.description())));
    return UpdateKeyDescriptionResponse.builder().build();
  }

  @Override
  public EnableKeyResponse enableKey(EnableKeyRequest request) {
    keys.change(request.keyId(), key -> key.with(m -> m.enabled(true).keyState(KeyState.ENABLED)));
    return EnableKeyResponse.builder().build();
  }

  @Override
  public DisableKeyResponse disableKey(DisableKeyRequest request) {
    keys.change(
        request.keyId(), key -> key.with(m -> m.enabled(false).keyState(KeyState.DISABLED)));
    return DisableKeyResponse.builder().build();
  }

  @Override
  public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
    int days = requireNonNullElse(request.pendingWindowInDays(), 30);
    var key = keys.scheduleDeletion(request.keyId(), days);
    return ScheduleKeyDeletionResponse.builder()
        .keyId(key.arn())
        .deletionDate(key.metadata().deletionDate())
        .keyState(KeyState.PENDING_DELETION)
        .pendingWindowInDays(days)
        .build();
  }

  @Override
  public CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
    return CancelKeyDeletionResponse.builder()
        .keyId(keys.cancelDeletion(request.keyId()).arn())
        .build();
  }

  @Override
  public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
    requireDefault(request.policyName());
    return GetKeyPolicyResponse.builder()
        .policy(keys.find(request.keyId()).policy())
        .policyName("default")
        .build();
  }

  private static void requireDefault(String policyName) {
    if (!requireNonNullElse(policyName, "default").equals("default")) {
      throw AwsErrors.of(NotFoundException.builder(), "No such policy exists");
    }
  }

  @Override
  public PutKeyPolicyResponse putKeyPolicy(PutKeyPolicyRequest request) {
    requireDefault(request.policyName());
    keys.requirePolicy(
        request.policy(), Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck()));
    keys.change(request.keyId(), key -> key.withPolicy(request.policy()));
    return PutKeyPolicyResponse.builder().build();
  }

  @Override
  public ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request) {
    keys.find(request.keyId());
    return ListKeyPoliciesResponse.builder().policyNames("default").truncated(false).build();
  }

  @Override
  public EnableKeyRotationResponse enableKeyRotation(EnableKeyRotationRequest request) {
    keys.rotate(request.keyId(), requireNonNullElse(request.rotationPeriodInDays(), 365));
    return EnableKeyRotationResponse.builder().build();
  }

  @Override
  public DisableKeyRotationResponse disableKeyRotation(DisableKeyRotationRequest request) {
    keys.stopRotating(request.keyId());
    return DisableKeyRotationResponse.builder().build();
  }

  @Override
  public GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request) {
    var key = keys.find(request.keyId());
    var answer = GetKeyRotationStatusResponse.builder().keyId(key.arn());
    var rotation = keys.rotation(key.id());
    rotation.ifPresent(r -> answer.rotationPeriodInDays(r.days()).nextRotationDate(r.next()));
    return answer.keyRotationEnabled(rotation.isPresent()).build();
  }

  @Override
  public CreateAliasResponse createAlias(CreateAliasRequest request) {
    aliases.create(request.aliasName(), keys.changeable(request.targetKeyId()).id());
    return CreateAliasResponse.builder().build();
  }

  @Override
  public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
    aliases.retarget(request.aliasName(), keys.changeable(request.targetKeyId()).id());
    return UpdateAliasResponse.builder().build();
  }

  @Override
  public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
    aliases.delete(request.aliasName());
    return DeleteAliasResponse.builder().build();
  }

  @Override
  public ListAliasesResponse listAliases(ListAliasesRequest request) {
    var all = aliases.all();
    if (request.keyId() != null) {
      var id = keys.find(request.keyId()).id();
      all = all.stream().filter(alias -> alias.targetKeyId().equals(id)).toList();
    }
    var page = page(all, request.marker(), request.limit(), 50, AliasListEntry::aliasName);
    return ListAliasesResponse.builder()
        .aliases(page.items())
        .nextMarker(page.nextOrNull())
        .truncated(page.next().isPresent())
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    keys.change(request.keyId(), key -> key.withTags(KeyTags.added(key.tags(), request.tags())));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    keys.change(
        request.keyId(), key -> key.withTags(KeyTags.removed(key.tags(), request.tagKeys())));
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
    return ListResourceTagsResponse.builder()
        .tags(KeyTags.given(keys.find(request.keyId()).tags()))
        .truncated(false)
        .build();
  }

  @Override
  public EncryptResponse encrypt(EncryptRequest request) {
    var plain = request.plaintext();
    if (plain == null || plain.asByteArrayUnsafe().length > LONGEST) {
      throw Refusal.constraint("plaintext", "…", "must have length between 1 and " + LONGEST);
    }
    var key = keys.usable(request.keyId());
    return EncryptResponse.builder()
        .keyId(key.arn())
        .ciphertextBlob(sealed(key, plain, request.encryptionContext()))
        .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
        .build();
  }

  private SdkBytes sealed(Key key, SdkBytes plain, Map<String, String> context) {
    var box =
        aes.seal(
            key.material(key.newest()), plain.asByteArrayUnsafe(), Ciphertext.context(context));
    return new Ciphertext(key.id(), key.newest(), SdkBytes.fromByteArrayUnsafe(box)).toBlob();
  }

  @Override
  public DecryptResponse decrypt(DecryptRequest request) {
    var ciphertext = Ciphertext.of(request.ciphertextBlob());
    var named = keys.byId(ciphertext.keyId()).orElseThrow(Ciphertext::invalid);
    if (request.keyId() != null && !keys.find(request.keyId()).id().equals(named.id())) {
      throw AwsErrors.of(
          IncorrectKeyException.builder(),
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    var key = keys.usable(named.id());
    return DecryptResponse.builder()
        .keyId(key.arn())
        .plaintext(opened(key, ciphertext, request.encryptionContext()))
        .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
        .build();
  }

  private SdkBytes opened(Key key, Ciphertext ciphertext, Map<String, String> context) {
    if (ciphertext.material() < 0 || ciphertext.material() > key.newest()) {
      throw Ciphertext.invalid();
    }
    return aes.open(
            key.material(ciphertext.material()),
            ciphertext.box().asByteArrayUnsafe(),
            Ciphertext.context(context))
        .map(SdkBytes::fromByteArrayUnsafe)
        .orElseThrow(Ciphertext::invalid);
  }

  @Override
  public ReEncryptResponse reEncrypt(ReEncryptRequest request) {
    var source =
        decrypt(
            DecryptRequest.builder()
                .ciphertextBlob(request.ciphertextBlob())
                .encryptionContext(request.sourceEncryptionContext())
                .keyId(request.sourceKeyId())
                .build());
    var key = keys.usable(request.destinationKeyId());
    return ReEncryptResponse.builder()
        .sourceKeyId(source.keyId())
        .keyId(key.arn())
        .ciphertextBlob(sealed(key, source.plaintext(), request.destinationEncryptionContext()))
        .sourceEncryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
        .destinationEncryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
        .build();
  }

  @Override
  public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
    var key = keys.usable(request.keyId());
    var plain =
        SdkBytes.fromByteArrayUnsafe(aes.bytes(length(request.keySpec(), request.numberOfBytes())));
    return GenerateDataKeyResponse.builder()
        .keyId(key.arn())
        .plaintext(plain)
        .ciphertextBlob(sealed(key, plain, request.encryptionContext()))
        .build();
  }

  private static int length(DataKeySpec spec, Integer bytes) {
    if ((spec == null) == (bytes == null)) {
      throw Refusal.invalid("Please specify either number of bytes or key spec.");
    }
    if (bytes != null && (bytes < 1 || bytes > 1024)) {
      throw Refusal.constraint("numberOfBytes", bytes, "must have value between 1 and 1024");
    }
    if (spec == DataKeySpec.UNKNOWN_TO_SDK_VERSION) {
      throw Refusal.constraint("keySpec", spec, "must satisfy enum value set: [AES_256, AES_128]");
    }
    return bytes != null ? bytes : spec == DataKeySpec.AES_128 ? 16 : 32;
  }

  @Override
  public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintextRequest request) {
    var made =
        generateDataKey(
            GenerateDataKeyRequest.builder()
                .keyId(request.keyId())
                .keySpec(request.keySpec())
                .numberOfBytes(request.numberOfBytes())
                .encryptionContext(request.encryptionContext())
                .build());
    return GenerateDataKeyWithoutPlaintextResponse.builder()
        .keyId(made.keyId())
        .ciphertextBlob(made.ciphertextBlob())
        .build();
  }

  @Override
  public GenerateRandomResponse generateRandom(GenerateRandomRequest request) {
    int count = requireNonNullElse(request.numberOfBytes(), 0);
    if (count < 1 || count > 1024) {
      throw Refusal.constraint("numberOfBytes", count, "must have value between 1 and 1024");
    }
    return GenerateRandomResponse.builder()
        .plaintext(SdkBytes.fromByteArrayUnsafe(aes.bytes(count)))
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
