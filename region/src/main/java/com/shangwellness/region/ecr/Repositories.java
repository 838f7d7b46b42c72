package com.shangwellness.region.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The repositories of one region, and the rules for their names and settings. */
final class Repositories {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NAME =
      Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
  private static final int MAX_NAME = 256;

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<KeptRepository> repositories;

  Repositories(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.repositories = store.table(place.region() + "/ecr.repositories", KeptRepository.class);
  }

  KeptRepository create(CreateRepositoryRequest request) {
    var name = checkedName(request.repositoryName());
    checkRegistry(request.registryId());
    var mutability =
        request.imageTagMutability() == null
            ? ImageTagMutability.MUTABLE
            : request.imageTagMutability();
    TagMutability.check(mutability, request.imageTagMutabilityExclusionFilters());
    var encryption = encryption(request.encryptionConfiguration());
    if (repositories.contains(name)) {
      throw AwsErrors.of(
          RepositoryAlreadyExistsException.builder(),
          "The repository with name '"
              + name
              + "' already exists in the registry with id '"
              + place.account()
              + "'");
    }
    var repository =
        Repository.builder()
            .registryId(place.account())
            .repositoryName(name)
            .repositoryArn(place.arn("ecr", "repository/" + name))
            .repositoryUri(host() + "/" + name)
            .createdAt(timeline.now())
            .imageTagMutability(mutability)
            .imageScanningConfiguration(scanning(request.imageScanningConfiguration()))
            .encryptionConfiguration(encryption);
    if (request.hasImageTagMutabilityExclusionFilters()) {
      repository.imageTagMutabilityExclusionFilters(request.imageTagMutabilityExclusionFilters());
    }
    return repositories.put(
        name, new KeptRepository(repository.build(), "", "", tags(request.tags())));
  }

  /** The registry's host, {@code <account>.dkr.ecr.<region>.amazonaws.com}. */
  String host() {
    return place.account() + ".dkr.ecr." + place.region() + ".amazonaws.com";
  }

  private EncryptionConfiguration encryption(EncryptionConfiguration asked) {
    if (asked == null || asked.encryptionType() == EncryptionType.AES256) {
      return EncryptionConfiguration.builder().encryptionType(EncryptionType.AES256).build();
    }
    if (asked.encryptionType() == EncryptionType.UNKNOWN_TO_SDK_VERSION) {
      throw invalid(
          "encryptionConfiguration.encryptionType",
          "Member must satisfy enum value set: [AES256, KMS, KMS_DSSE]");
    }
    // Without a key, ECR takes the account's AWS managed key for ECR.
    return asked.kmsKey() == null
        ? asked.toBuilder().kmsKey(place.arn("kms", "key/" + ids.uuid())).build()
        : asked;
  }

  static ImageScanningConfiguration scanning(ImageScanningConfiguration asked) {
    boolean onPush = asked != null && Boolean.TRUE.equals(asked.scanOnPush());
    return ImageScanningConfiguration.builder().scanOnPush(onPush).build();
  }

  static Map<String, String> tags(List<Tag> tags) {
    return tags.stream()
        .collect(Collectors.toMap(Tag::key, Tag::value, (first, last) -> last, TreeMap::new));
  }

  /**
   * The repository called {@code name}.
   *
   * @param registry the account asked for; null means this one
   * @throws RepositoryNotFoundException when there is none
   */
  KeptRepository require(String registry, String name) {
    checkRegistry(registry);
    var checked = checkedName(name);
    return repositories
        .get(checked)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    RepositoryNotFoundException.builder(),
                    "The repository with name '"
                        + checked
                        + "' does not exist in the registry with id '"
                        + place.account()
                        + "'"));
  }

  KeptRepository requireArn(String arn) {
    var prefix = place.arn("ecr", "repository/");
    if (arn == null || !arn.startsWith(prefix)) {
      throw invalid("resourceArn", "Invalid ARN");
    }
    return require(null, arn.substring(prefix.length()));
  }

  List<KeptRepository> all() {
    return repositories.values();
  }

  KeptRepository put(KeptRepository changed) {
    return repositories.put(changed.repository().repositoryName(), changed);
  }

  void remove(String name) {
    repositories.remove(name);
  }

  // The region has one account, so another registry holds nothing that can be seen from here.
  private void checkRegistry(String registry) {
    if (registry != null && !registry.equals(place.account())) {
      throw AwsErrors.of(
          RepositoryNotFoundException.builder(),
          "The registry with id '" + registry + "' does not exist");
    }
  }

  static boolean isName(String name) {
    return name.length() >= 2 && name.length() <= MAX_NAME && NAME.matcher(name).matches();
  }

  private static String checkedName(String name) {
    if (name == null || !isName(name)) {
      throw invalid("repositoryName", "must satisfy regular expression '" + NAME + "'");
    }
    return name;
  }

  /**
   * Checks that a policy is JSON with the member that makes it one.
   *
   * @param parameter the request's parameter, for the error
   * @param member the member that must be there and be a list, {@code rules} for example
   * @return the text
   */
  static String checkedPolicy(String text, String parameter, String member) {
    try {
      var json = JSON.readTree(Objects.requireNonNullElse(text, ""));
      if (!json.path(member).isArray() && !json.path(member).isObject()) {
        throw invalid(parameter, "must be a document with '" + member + "'");
      }
      return text;
    } catch (JsonProcessingException e) {
      throw invalid(parameter, "Invalid JSON: " + e.getOriginalMessage());
    }
  }

  static RuntimeException invalid(String parameter, String constraint) {
    return AwsErrors.of(
        InvalidParameterException.builder(),
        "Invalid parameter at '"
            + parameter
            + "' failed to satisfy constraint: '"
            + constraint
            + "'");
  }
}
