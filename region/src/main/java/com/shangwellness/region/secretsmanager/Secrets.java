package com.shangwellness.region.secretsmanager;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** What is known of each secret but its values: found by name or ARN, and deleted in time. */
final class Secrets {

  private static final String SERVICE = ".amazonaws.com";

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final SecretVersions versions;
  private final Table<DescribeSecretResponse> secrets;

  Secrets(Place place, Timeline timeline, Store store, Ids ids, SecretVersions versions) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.versions = versions;
    this.secrets =
        store.table(place.region() + "/secretsmanager.secrets", DescribeSecretResponse.class);
    secrets.stream().filter(s -> s.deletedDate() != null).forEach(this::deleteInTime);
  }

  /** A new secret called {@code name}, not yet kept. */
  DescribeSecretResponse.Builder create(String name) {
    var service = callingService().filter(s -> name.startsWith(s + "!"));
    if (!name.matches(service.isPresent() ? "[\\w/+=.@!-]{1,512}" : "[\\w/+=.@-]{1,512}")) {
      throw Refusal.parameter(
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    byName(name).ifPresent(Secrets::refuseTaken);
    return DescribeSecretResponse.builder()
        .name(name)
        .arn(place.arn("secretsmanager", "secret:" + name + "-" + suffix()))
        .createdDate(timeline.now())
        .lastChangedDate(timeline.now())
        .owningService(service.orElse(null));
  }

  private String suffix() {
    return ids.alphanumeric(6);
  }

  private static void refuseTaken(DescribeSecretResponse taken) {
    throw taken.deletedDate() == null
        ? Refusal.exists(
            "The operation failed because the secret " + taken.name() + " already exists.")
        : Refusal.request(
            "You can't create this secret because a secret with this name is already scheduled for"
                + " deletion.");
  }

  /** The service that asks, without its domain: {@code rds} for {@code rds.amazonaws.com}. */
  static Optional<String> callingService() {
    return Caller.current()
        .map(Caller::principal)
        .filter(principal -> principal.endsWith(SERVICE))
        .map(principal -> principal.substring(0, principal.length() - SERVICE.length()));
  }

  Optional<DescribeSecretResponse> byName(String name) {
    return secrets.stream().filter(secret -> secret.name().equals(name)).findFirst();
  }

  /** The secret that {@code id} means: a name, an ARN, or an ARN without its random suffix. */
  DescribeSecretResponse find(String id) {
    if (id == null || id.isEmpty()) {
      throw Refusal.parameter("You must provide a value for the SecretId parameter.");
    }
    if (!id.startsWith("arn:")) {
      return byName(id).orElseThrow(Refusal::noSecret);
    }
    return secrets
        .get(id)
        .or(() -> secrets.stream().filter(s -> withoutSuffix(s.arn()).equals(id)).findFirst())
        .orElseThrow(Refusal::noSecret);
  }

  private static String withoutSuffix(String arn) {
    return arn.substring(0, arn.length() - 7);
  }

  /** A secret that is not marked for deletion. */
  DescribeSecretResponse live(String id) {
    var secret = find(id);
    if (secret.deletedDate() != null) {
      throw Refusal.request(
          "You can't perform this operation on the secret because it was marked for deletion.");
    }
    return secret;
  }

  /** A secret that the caller may change: one that a service manages, only by that service. */
  DescribeSecretResponse changeable(String id) {
    var secret = live(id);
    if (secret.owningService() != null
        && !callingService().equals(Optional.of(secret.owningService()))) {
      throw Refusal.request(
          "You can't modify or delete this secret because it is managed by "
              + secret.owningService()
              + ". Use that service to change it.");
    }
    return secret;
  }

  DescribeSecretResponse put(DescribeSecretResponse secret) {
    return secrets.put(secret.arn(), secret);
  }

  List<DescribeSecretResponse> all() {
    return secrets.values();
  }

  DescribeSecretResponse schedule(DescribeSecretResponse secret, Duration window) {
    var marked = put(secret.toBuilder().deletedDate(timeline.now().plus(window)).build());
    deleteInTime(marked);
    return marked;
  }

  private void deleteInTime(DescribeSecretResponse secret) {
    var due = secret.deletedDate();
    timeline.at(
        due,
        "secretsmanager: " + secret.name() + " is deleted",
        () ->
            secrets
                .get(secret.arn())
                .filter(now -> due.equals(now.deletedDate()))
                .ifPresent(this::remove));
  }

  void remove(DescribeSecretResponse secret) {
    versions.of(secret.arn()).forEach(version -> versions.remove(secret.arn(), version.id()));
    secrets.remove(secret.arn());
  }

  static List<Tag> tagged(List<Tag> now, List<Tag> added) {
    var tags = new TreeMap<String, Tag>();
    now.forEach(tag -> tags.put(tag.key(), tag));
    for (var tag : added) {
      boolean reserved = String.valueOf(tag.key()).startsWith("aws:");
      if (tag.key() == null
          || tag.key().isEmpty()
          || (reserved
              && callingService().isEmpty()
              && !tags.containsKey(tag.key())
              && !tag.key().startsWith("aws:cloudformation:"))) {
        throw Refusal.parameter("The tag key " + tag.key() + " is not allowed.");
      }
      tags.put(tag.key(), tag);
    }
    if (tags.size() > 50) {
      throw Refusal.parameter("A secret has 50 tags at most.");
    }
    return List.copyOf(tags.values());
  }

  /** A secret as it stands in a list. */
  static SecretListEntry listed(DescribeSecretResponse secret) {
    return SecretListEntry.builder()
        .arn(secret.arn())
        .name(secret.name())
        .description(secret.description())
        .kmsKeyId(secret.kmsKeyId())
        .tags(secret.tags())
        .secretVersionsToStages(secret.versionIdsToStages())
        .owningService(secret.owningService())
        .createdDate(secret.createdDate())
        .lastChangedDate(secret.lastChangedDate())
        .lastAccessedDate(secret.lastAccessedDate())
        .lastRotatedDate(secret.lastRotatedDate())
        .deletedDate(secret.deletedDate())
        .build();
  }
}
