package com.shangwellness.region.secretsmanager;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** Puts values into secrets: a value is a version, and stages say which version is which. */
final class SecretValues {

  private static final int LONGEST = 65_536;
  private static final int VERSIONS = 100;

  private final Timeline timeline;
  private final Secrets secrets;
  private final SecretVersions versions;

  SecretValues(Timeline timeline, Secrets secrets, SecretVersions versions) {
    this.timeline = timeline;
    this.secrets = secrets;
    this.versions = versions;
  }

  /** The value that a request gives as text or as bytes; empty when it gives none. */
  static Optional<SecretVersions.Value> given(String text, SdkBytes bytes) {
    if (text == null && bytes == null) {
      return Optional.empty();
    }
    if (text != null && bytes != null) {
      throw Refusal.parameter("You can't specify both a binary secret value and a string one.");
    }
    var value = SecretVersions.Value.of(text, bytes);
    int length = value.bytes().asByteArrayUnsafe().length;
    if (length < 1 || length > LONGEST) {
      throw Refusal.parameter(
          "Invalid length for the secret value: " + length + ", valid range: 1-" + LONGEST);
    }
    return Optional.of(value);
  }

  /** Adds a version and returns the stages that it has then. */
  List<String> put(
      DescribeSecretResponse secret, String id, SecretVersions.Value value, List<String> stages) {
    var key = requireNonNullElse(secret.kmsKeyId(), "alias/aws/secretsmanager");
    versions.put(secret.arn(), id, value, key);
    // The first version of a secret is current, whatever stages it is put with.
    var now = new Stages(secret.versionIdsToStages());
    var moved = now.moved(stages, id);
    if (moved.version(Stages.CURRENT).isEmpty()) {
      moved = moved.moved(List.of(Stages.CURRENT), id);
    }
    putStages(secret, moved);
    forgetOldest(secret.arn(), moved);
    return moved.of(id);
  }

  /** Makes {@code stages} those of {@code secret}. */
  void putStages(DescribeSecretResponse secret, Stages stages) {
    secrets.put(
        secret.toBuilder()
            .versionIdsToStages(stages.byVersion())
            .lastChangedDate(timeline.now())
            .build());
  }

  private void forgetOldest(String arn, Stages stages) {
    versions.of(arn).stream()
        .skip(VERSIONS)
        .filter(version -> stages.of(version.id()).isEmpty())
        .forEach(version -> versions.remove(arn, version.id()));
  }

  /** The version that a request names by its id or its stage. */
  static String versionId(Stages stages, GetSecretValueRequest request) {
    if (request.versionId() == null) {
      var stage = requireNonNullElse(request.versionStage(), Stages.CURRENT);
      return stages.version(stage).orElseThrow(() -> noVersion("staging label: " + stage));
    }
    if (request.versionStage() != null
        && !stages.of(request.versionId()).contains(request.versionStage())) {
      throw Refusal.request(
          "You provided a VersionStage that is not associated to the provided VersionId.");
    }
    return request.versionId();
  }

  static RuntimeException noVersion(String which) {
    return Refusal.notFound("Secrets Manager can't find the specified secret value for " + which);
  }

  /** The stages of a version that is put once more with the same value. */
  List<String> sameAgain(
      DescribeSecretResponse secret, SecretVersions.Version known, SecretVersions.Value value) {
    if (!versions.value(secret.arn(), known).equals(value)) {
      throw Refusal.exists(
          "You can't use ClientRequestToken "
              + known.id()
              + " because that value is already in use for a version of secret "
              + secret.arn()
              + ".");
    }
    return new Stages(secret.versionIdsToStages()).of(known.id());
  }
}
