package com.shangwellness.region.secretsmanager;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.iam.PolicyDocument;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.*;

/**
 * AWS Secrets Manager: secrets with versions and stages, encrypted by KMS keys. A service of the
 * region makes a secret that it manages by asking with its own name as the caller's principal
 * ({@code rds.amazonaws.com}) for a name that begins with its own ({@code rds!…}).
 */
public final class SecretsManager implements SecretsManagerClient {

  private final Ids ids;
  private final Timeline timeline;
  private final SecretVersions versions;
  private final SecretValues values;
  private final Secrets secrets;
  private final Passwords passwords;
  private final Table<String> policies;
  private final Map<String, ManagedRotation> rotations = new HashMap<>();

  /**
   * Secrets Manager of one region.
   *
   * @param kms the same region's KMS, which protects the values
   * @param random where passwords and nonces come from: a {@link java.security.SecureRandom} where
   *     it matters
   */
  public SecretsManager(
      Place place, Timeline timeline, Store store, Ids ids, KmsClient kms, RandomGenerator random) {
    this.ids = ids;
    this.timeline = timeline;
    this.versions = new SecretVersions(place, timeline, store, kms, random);
    this.secrets = new Secrets(place, timeline, store, ids, versions);
    this.values = new SecretValues(timeline, secrets, versions);
    this.passwords = new Passwords(random);
    this.policies = store.table(place.region() + "/secretsmanager.policies", String.class);
  }

  /** Has {@code rotation} rotate the secrets that {@code owningService} manages. */
  public void rotateWith(String owningService, ManagedRotation rotation) {
    rotations.put(owningService, rotation);
  }

  @Override
  public CreateSecretResponse createSecret(CreateSecretRequest request) {
    if (!request.addReplicaRegions().isEmpty()) {
      throw new UnsupportedOperationException(
          "secretsmanager: the region does not replicate secrets");
    }
    var name = requireNonNullElse(request.name(), "");
    var token = token(request.clientRequestToken());
    var repeated = secrets.byName(name).filter(s -> versions.find(s.arn(), token).isPresent());
    if (repeated.isPresent()) {
      return created(repeated.get(), Optional.of(token));
    }
    var value = SecretValues.given(request.secretString(), request.secretBinary());
    var secret =
        secrets
            .create(name)
            .description(request.description())
            .kmsKeyId(request.kmsKeyId())
            .tags(Secrets.tagged(List.of(), request.tags()))
            .versionIdsToStages(Map.of())
            .build();
    secrets.put(secret);
    value.ifPresent(v -> values.put(secret, token, v, List.of(Stages.CURRENT)));
    return created(secret, value.map(v -> token));
  }

  private String token(String given) {
    if (given == null) {
      return ids.uuid();
    }
    if (given.length() < 32 || given.length() > 64) {
      throw Refusal.parameter("ClientRequestToken must be 32-64 characters long.");
    }
    return given;
  }

  private static CreateSecretResponse created(
      DescribeSecretResponse secret, Optional<String> version) {
    return CreateSecretResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(version.orElse(null))
        .build();
  }

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    var secret = secrets.live(request.secretId());
    var stages = new Stages(secret.versionIdsToStages());
    var id = SecretValues.versionId(stages, request);
    var version =
        versions
            .find(secret.arn(), id)
            .orElseThrow(() -> SecretValues.noVersion("VersionId: " + id));
    var value = versions.value(secret.arn(), version);
    remember(secret);
    return GetSecretValueResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(id)
        .versionStages(stages.of(id))
        .secretString(value.text().orElse(null))
        .secretBinary(value.binary() ? value.bytes() : null)
        .createdDate(version.created())
        .build();
  }

  // AWS keeps the day of the last access only, so a day's first read alone is written.
  private void remember(DescribeSecretResponse secret) {
    var today = timeline.now().truncatedTo(ChronoUnit.DAYS);
    if (!today.equals(secret.lastAccessedDate())) {
      secrets.put(secret.toBuilder().lastAccessedDate(today).build());
    }
  }

  @Override
  public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
    var value =
        SecretValues.given(request.secretString(), request.secretBinary())
            .orElseThrow(
                () -> Refusal.request("You must provide either SecretString or SecretBinary."));
    var secret = secrets.changeable(request.secretId());
    var token = token(request.clientRequestToken());
    var stages =
        request.versionStages().isEmpty() ? List.of(Stages.CURRENT) : request.versionStages();
    var known = versions.find(secret.arn(), token);
    var now =
        known.isPresent()
            ? values.sameAgain(secret, known.get(), value)
            : values.put(secret, token, value, stages);
    return PutSecretValueResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(token)
        .versionStages(now)
        .build();
  }

  @Override
  public UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
    var value = SecretValues.given(request.secretString(), request.secretBinary());
    var token = token(request.clientRequestToken());
    var secret = secrets.changeable(request.secretId());
    var next = secret.toBuilder().lastChangedDate(timeline.now());
    Optional.ofNullable(request.description()).ifPresent(next::description);
    Optional.ofNullable(request.kmsKeyId()).ifPresent(next::kmsKeyId);
    var changed = secrets.put(next.build());
    value.ifPresent(v -> values.put(changed, token, v, List.of(Stages.CURRENT)));
    return UpdateSecretResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(value.map(v -> token).orElse(null))
        .build();
  }

  @Override
  public UpdateSecretVersionStageResponse updateSecretVersionStage(
      UpdateSecretVersionStageRequest request) {
    var secret = secrets.changeable(request.secretId());
    var stages = new Stages(secret.versionIdsToStages());
    var holder = stages.version(request.versionStage());
    if (holder.isPresent() && !holder.get().equals(request.removeFromVersionId())) {
      throw Refusal.parameter(
          "The parameter RemoveFromVersionId can't be empty. Staging label "
              + request.versionStage()
              + " is currently attached to version "
              + holder.get()
              + ", so you must explicitly reference that version in RemoveFromVersionId.");
    }
    var to = request.moveToVersionId();
    if (to == null && Stages.CURRENT.equals(request.versionStage())) {
      throw Refusal.parameter("You can only move staging label AWSCURRENT to a different version.");
    }
    if (to != null && versions.find(secret.arn(), to).isEmpty()) {
      throw SecretValues.noVersion("VersionId: " + to);
    }
    values.putStages(
        secret,
        to == null
            ? stages.without(request.versionStage())
            : stages.moved(List.of(request.versionStage()), to));
    return UpdateSecretVersionStageResponse.builder().arn(secret.arn()).name(secret.name()).build();
  }

  @Override
  public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
    return secrets.find(request.secretId());
  }

  @Override
  public ListSecretsResponse listSecrets(ListSecretsRequest request) {
    var found =
        secrets.all().stream()
            .filter(
                s ->
                    s.deletedDate() == null
                        || Boolean.TRUE.equals(request.includePlannedDeletion()))
            .filter(SecretFilters.of(request.filters()))
            .toList();
    var page = page(found, request.nextToken(), request.maxResults());
    return ListSecretsResponse.builder()
        .secretList(page.items().stream().map(Secrets::listed).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static Page<DescribeSecretResponse> page(
      List<DescribeSecretResponse> all, String token, Integer size) {
    try {
      return Page.of(all, token, requireNonNullElse(size, 100), DescribeSecretResponse::arn);
    } catch (IllegalArgumentException e) {
      throw AwsErrors.of(InvalidNextTokenException.builder(), "The NextToken value is invalid.");
    }
  }

  @Override
  public ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request) {
    var secret = secrets.find(request.secretId());
    var stages = new Stages(secret.versionIdsToStages());
    var listed =
        versions.of(secret.arn()).stream()
            .filter(
                v ->
                    Boolean.TRUE.equals(request.includeDeprecated())
                        || !stages.of(v.id()).isEmpty())
            .map(
                v ->
                    SecretVersionsListEntry.builder()
                        .versionId(v.id())
                        .versionStages(stages.of(v.id()))
                        .createdDate(v.created())
                        .kmsKeyIds(v.kmsKey())
                        .build())
            .toList();
    return ListSecretVersionIdsResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versions(listed)
        .build();
  }

  @Override
  public DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
    boolean force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
    if (force && request.recoveryWindowInDays() != null) {
      throw Refusal.parameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    long days = requireNonNullElse(request.recoveryWindowInDays(), 30L);
    if (days < 7 || days > 30) {
      throw Refusal.parameter(
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    var secret =
        force && secrets.find(request.secretId()).deletedDate() != null
            ? secrets.find(request.secretId())
            : secrets.changeable(request.secretId());
    var window = force ? Duration.ZERO : Duration.ofDays(days);
    if (force) {
      policies.remove(secret.arn());
      secrets.remove(secret);
    } else {
      secrets.schedule(secret, window);
    }
    return DeleteSecretResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .deletionDate(timeline.now().plus(window))
        .build();
  }

  @Override
  public RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
    var secret = secrets.find(request.secretId());
    secrets.put(secret.toBuilder().deletedDate(null).build());
    return RestoreSecretResponse.builder().arn(secret.arn()).name(secret.name()).build();
  }

  /**
   * {@inheritDoc} A secret that a service manages is rotated by that service. Rotation by a Lambda
   * function is refused, since the region runs none yet.
   */
  @Override
  public RotateSecretResponse rotateSecret(RotateSecretRequest request) {
    var secret = secrets.live(request.secretId());
    if (secret.owningService() == null) {
      throw Refusal.request(
          "No Lambda rotation function ARN is associated with this secret, and the region runs no"
              + " rotation functions: change the value with PutSecretValue.");
    }
    var rotation = Optional.ofNullable(rotations.get(secret.owningService()));
    var token = token(request.clientRequestToken());
    rotation
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "secretsmanager: " + secret.owningService() + " does not rotate its secrets"))
        .rotate(secret.arn(), token);
    var rotated = secrets.find(secret.arn()).toBuilder().lastRotatedDate(timeline.now()).build();
    secrets.put(rotated);
    return RotateSecretResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(token)
        .build();
  }

  @Override
  public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
    return GetRandomPasswordResponse.builder().randomPassword(passwords.next(request)).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    var secret = secrets.live(request.secretId());
    var tags = Secrets.tagged(secret.tags(), request.tags());
    secrets.put(secret.toBuilder().tags(tags).build());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    var secret = secrets.live(request.secretId());
    var tags =
        secret.tags().stream().filter(tag -> !request.tagKeys().contains(tag.key())).toList();
    secrets.put(secret.toBuilder().tags(tags).build());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
    var secret = secrets.live(request.secretId());
    try {
      PolicyDocument.parse(request.resourcePolicy(), PolicyDocument.Kind.RESOURCE);
    } catch (PolicyDocument.Malformed e) {
      throw AwsErrors.of(MalformedPolicyDocumentException.builder(), e.getMessage());
    }
    policies.put(secret.arn(), request.resourcePolicy());
    return PutResourcePolicyResponse.builder().arn(secret.arn()).name(secret.name()).build();
  }

  @Override
  public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
    var secret = secrets.find(request.secretId());
    return GetResourcePolicyResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .resourcePolicy(policies.get(secret.arn()).orElse(null))
        .build();
  }

  @Override
  public DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
    var secret = secrets.live(request.secretId());
    policies.remove(secret.arn());
    return DeleteResourcePolicyResponse.builder().arn(secret.arn()).name(secret.name()).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** {@inheritDoc} There is nothing to close: what it knows is in the store. */
  @Override
  public void close() {}
}
