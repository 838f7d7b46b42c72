package com.shangwellness.region.kms;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;

/** The second names of keys. */
final class Aliases {

  /** Names that begin so are AWS's own. */
  static final String RESERVED = "alias/aws/";

  private final Place place;
  private final Timeline timeline;
  private final Table<AliasListEntry> aliases;

  Aliases(Place place, Timeline timeline, Store store) {
    this.place = place;
    this.timeline = timeline;
    this.aliases = store.table(place.region() + "/kms.aliases", AliasListEntry.class);
  }

  void create(String name, String keyId) {
    requireName(name);
    if (aliases.contains(name)) {
      throw AwsErrors.of(
          AlreadyExistsException.builder(),
          "An alias with the name " + arn(name) + " already exists");
    }
    put(name, keyId);
  }

  private static void requireName(String name) {
    if (name == null || !name.matches("alias/[a-zA-Z0-9/_-]{1,250}")) {
      throw name != null && name.startsWith("alias/")
          ? AwsErrors.of(
              InvalidAliasNameException.builder(), "Alias must not contain such characters")
          : Refusal.invalid("Invalid identifier");
    }
    if (name.startsWith(RESERVED)) {
      throw Refusal.denied("The alias name " + name + " is reserved for AWS managed keys");
    }
  }

  /** Gives a name without asking whether it is reserved. */
  void put(String name, String keyId) {
    aliases.put(
        name,
        AliasListEntry.builder()
            .aliasName(name)
            .aliasArn(arn(name))
            .targetKeyId(keyId)
            .creationDate(timeline.now())
            .lastUpdatedDate(timeline.now())
            .build());
  }

  void retarget(String name, String keyId) {
    var alias = get(name);
    requireName(name);
    aliases.put(name, alias.toBuilder().targetKeyId(keyId).lastUpdatedDate(timeline.now()).build());
  }

  void delete(String name) {
    get(name);
    requireName(name);
    aliases.remove(name);
  }

  Optional<AliasListEntry> find(String name) {
    return aliases.get(name);
  }

  private AliasListEntry get(String name) {
    return find(String.valueOf(name)).orElseThrow(() -> Refusal.noAlias(arn(name)));
  }

  List<AliasListEntry> all() {
    return aliases.values();
  }

  void removeOf(String keyId) {
    all().stream()
        .filter(alias -> alias.targetKeyId().equals(keyId))
        .forEach(alias -> aliases.remove(alias.aliasName()));
  }

  String arn(String name) {
    return place.arn("kms", name);
  }
}
