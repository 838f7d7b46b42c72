package com.shangwellness.region.iam;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.User;

/** Users and their access keys. */
final class Users {

  private static final int KEYS = 2;

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<User> users;
  private final Table<AccessKey> keys;

  Users(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.users = store.table("iam.users", User.class);
    this.keys = store.table("iam.accessKeys", AccessKey.class);
  }

  User create(CreateUserRequest request) {
    var name = Checks.name("userName", request.userName(), 64);
    var path = Checks.path(request.path());
    if (users.contains(key(name))) {
      throw Refusal.exists("User with name " + name + " already exists.");
    }
    return users.put(
        key(name),
        User.builder()
            .userName(name)
            .userId("AIDA" + ids.alphanumeric(17).toUpperCase(Locale.ROOT))
            .path(path)
            .arn(place.globalArn("iam", "user" + path + name))
            .createDate(timeline.now())
            .tags(Checks.tagged(List.of(), request.tags()))
            .build());
  }

  /** The user called {@code name}; without a name, the one who asks. */
  User get(String name) {
    if (name == null) {
      return caller();
    }
    return users
        .get(key(name))
        .orElseThrow(() -> Refusal.noSuch("The user with name " + name + " cannot be found."));
  }

  private User caller() {
    var arn = Caller.current().map(Caller::principal).orElse(place.globalArn("iam", "root"));
    if (arn.endsWith(":root")) {
      return User.builder()
          .userId(place.account())
          .arn(arn)
          .path("/")
          .createDate(timeline.now())
          .build();
    }
    return users.stream()
        .filter(user -> user.arn().equals(arn))
        .findFirst()
        .orElseThrow(
            () -> Refusal.invalid("Must specify userName when calling with non-User credentials"));
  }

  List<User> withPath(String prefix) {
    return users.stream()
        .filter(user -> user.path().startsWith(requireNonNullElse(prefix, "/")))
        .toList();
  }

  void remove(String name) {
    var user = get(name);
    if (!keysOf(user.userName()).isEmpty()) {
      throw Refusal.conflict("Cannot delete entity, must delete access keys first.");
    }
    users.remove(key(user.userName()));
  }

  AccessKey createKey(String name) {
    var user = get(name);
    if (keysOf(user.userName()).size() >= KEYS) {
      throw Refusal.limit("Cannot exceed quota for AccessKeysPerUser: " + KEYS);
    }
    var id = "AKIA" + ids.alphanumeric(16).toUpperCase(Locale.ROOT);
    return keys.put(
        id,
        AccessKey.builder()
            .userName(user.userName())
            .accessKeyId(id)
            .secretAccessKey(ids.alphanumeric(40))
            .status(StatusType.ACTIVE)
            .createDate(timeline.now())
            .build());
  }

  List<AccessKeyMetadata> keysOf(String user) {
    return keys.stream()
        .filter(key -> key.userName().equals(user))
        .map(
            key ->
                AccessKeyMetadata.builder()
                    .userName(key.userName())
                    .accessKeyId(key.accessKeyId())
                    .status(key.status())
                    .createDate(key.createDate())
                    .build())
        .toList();
  }

  void removeKey(String name, String id) {
    var user = get(name);
    if (keysOf(user.userName()).stream().noneMatch(key -> key.accessKeyId().equals(id))) {
      throw Refusal.noSuch("The Access Key with id " + id + " cannot be found.");
    }
    keys.remove(id);
  }

  /** The ARN of the user whose active access key {@code id} is. */
  Optional<String> principalOf(String id) {
    return keys.get(id)
        .filter(key -> key.status() == StatusType.ACTIVE)
        .flatMap(key -> users.get(key(key.userName())))
        .map(User::arn);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
