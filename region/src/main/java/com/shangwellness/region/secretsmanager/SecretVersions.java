package com.shangwellness.region.secretsmanager;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.kms.AesGcm;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.EncryptionFailureException;

/**
 * The values of secrets, each encrypted with a data key of its own that the secret's KMS key
 * protects: a secret whose key is disabled cannot be read.
 */
final class SecretVersions {

  /** A value: text or bytes. */
  record Value(boolean binary, SdkBytes bytes) {

    static Value of(String text, SdkBytes bytes) {
      return text == null
          ? new Value(true, bytes)
          : new Value(false, SdkBytes.fromString(text, StandardCharsets.UTF_8));
    }

    Optional<String> text() {
      return binary ? Optional.empty() : Optional.of(bytes.asString(StandardCharsets.UTF_8));
    }
  }

  /** One version as it is kept; the byte strings are in base 64. */
  record Version(
      String id, Instant created, boolean binary, String kmsKey, String dataKey, String box) {}

  private final Timeline timeline;
  private final KmsClient kms;
  private final AesGcm aes;
  private final Table<Version> versions;

  SecretVersions(
      Place place, Timeline timeline, Store store, KmsClient kms, RandomGenerator secrets) {
    this.timeline = timeline;
    this.kms = kms;
    this.aes = new AesGcm(secrets);
    this.versions = store.table(place.region() + "/secretsmanager.versions", Version.class);
  }

  /** Keeps {@code value} as version {@code id} of {@code secret}, under the key {@code kmsKey}. */
  void put(String secret, String id, Value value, String kmsKey) {
    try {
      var key =
          kms.generateDataKey(
              r ->
                  r.keyId(kmsKey)
                      .keySpec(DataKeySpec.AES_256)
                      .encryptionContext(context(secret, id)));
      var box = aes.seal(key.plaintext().asByteArray(), value.bytes().asByteArray(), beside(id));
      versions.put(
          key(secret, id),
          new Version(
              id,
              timeline.now(),
              value.binary(),
              kmsKey,
              text(key.ciphertextBlob().asByteArray()),
              text(box)));
    } catch (KmsException e) {
      throw AwsErrors.of(
          EncryptionFailureException.builder(),
          "Secrets Manager can't encrypt the protected secret text using the provided KMS key: "
              + AwsErrors.message(e));
    }
  }

  Value value(String secret, Version version) {
    try {
      var key =
          kms.decrypt(
              r ->
                  r.ciphertextBlob(bytes(version.dataKey()))
                      .encryptionContext(context(secret, version.id())));
      return aes.open(
              key.plaintext().asByteArray(),
              bytes(version.box()).asByteArray(),
              beside(version.id()))
          .map(plain -> new Value(version.binary(), SdkBytes.fromByteArray(plain)))
          .orElseThrow(() -> undecryptable("the kept value was changed"));
    } catch (KmsException e) {
      throw undecryptable(AwsErrors.message(e));
    }
  }

  private static AwsServiceException undecryptable(String why) {
    return AwsErrors.of(
        DecryptionFailureException.builder(),
        "Secrets Manager can't decrypt the protected secret text using the provided KMS key: "
            + why);
  }

  Optional<Version> find(String secret, String id) {
    return versions.get(key(secret, id));
  }

  /** All versions of {@code secret}, the newest first. */
  List<Version> of(String secret) {
    return versions.withPrefix(key(secret, "")).stream()
        .sorted(Comparator.comparing(Version::created).reversed())
        .toList();
  }

  void remove(String secret, String id) {
    versions.remove(key(secret, id));
  }

  private static Map<String, String> context(String secret, String id) {
    return Map.of("SecretARN", secret, "SecretVersionId", id);
  }

  private static byte[] beside(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  private static String key(String secret, String id) {
    return secret + " " + id;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static SdkBytes bytes(String text) {
    return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
  }
}
