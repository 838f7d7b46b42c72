package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups with their retention and tags. */
final class Groups {

  /** The days that a retention may be (API reference, PutRetentionPolicy). */
  private static final Set<Integer> RETENTIONS =
      Set.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  /** The tags of one group. */
  record Tags(Map<String, String> tags) {}

  private final Table<LogGroup> groups;
  private final Table<Tags> tags;
  private final Place place;
  private final Timeline timeline;

  Groups(Table<LogGroup> groups, Table<Tags> tags, Place place, Timeline timeline) {
    this.groups = groups;
    this.tags = tags;
    this.place = place;
    this.timeline = timeline;
  }

  void create(CreateLogGroupRequest request) {
    var name = request.logGroupName();
    if (!name.matches("[.\\-_/#A-Za-z0-9]{1,512}")) {
      throw invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    }
    if (groups.contains(name)) {
      throw AwsErrors.of(
          ResourceAlreadyExistsException.builder(), "The specified log group already exists");
    }
    var arn = place.arn("logs", "log-group:" + name);
    groups.put(
        name,
        LogGroup.builder()
            .logGroupName(name)
            .creationTime(timeline.now().toEpochMilli())
            .metricFilterCount(0)
            .arn(arn + ":*")
            .logGroupArn(arn)
            .storedBytes(0L)
            .kmsKeyId(request.kmsKeyId())
            .logGroupClass(
                Optional.ofNullable(request.logGroupClass()).orElse(LogGroupClass.STANDARD))
            .build());
    if (!request.tags().isEmpty()) {
      tags.put(name, new Tags(new TreeMap<>(request.tags())));
    }
  }

  /** The group of that name or ARN. */
  LogGroup get(String nameOrArn) {
    return groups
        .get(name(nameOrArn))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    ResourceNotFoundException.builder(),
                    "The specified log group does not exist."));
  }

  /** The group that {@code name} or, without one, {@code identifier} names. */
  LogGroup either(String name, String identifier) {
    return get(name == null ? identifier : name);
  }

  private static String name(String nameOrArn) {
    if (nameOrArn == null) {
      throw invalid("Either logGroupName or logGroupIdentifier is required.");
    }
    return nameOrArn.startsWith("arn:") ? nameOrArn.split(":", 8)[6] : nameOrArn;
  }

  List<LogGroup> all() {
    return groups.values();
  }

  void retain(String name, Integer days) {
    if (days != null && !RETENTIONS.contains(days)) {
      throw invalid(
          "1 validation error detected: Value '"
              + days
              + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum"
              + " value set: "
              + RETENTIONS.stream().sorted().toList());
    }
    groups.put(name, get(name).toBuilder().retentionInDays(days).build());
  }

  void encrypt(String name, String kmsKeyId) {
    groups.put(name, get(name).toBuilder().kmsKeyId(kmsKeyId).build());
  }

  void delete(String name) {
    groups.remove(name);
    tags.remove(name);
  }

  Map<String, String> tags(String nameOrArn) {
    return tags.get(get(nameOrArn).logGroupName()).map(Tags::tags).orElse(Map.of());
  }

  void tag(String nameOrArn, Map<String, String> more) {
    var changed = new TreeMap<>(tags(nameOrArn));
    changed.putAll(more);
    tags.put(get(nameOrArn).logGroupName(), new Tags(changed));
  }

  void untag(String nameOrArn, List<String> keys) {
    var changed = new TreeMap<>(tags(nameOrArn));
    changed.keySet().removeAll(keys);
    tags.put(get(nameOrArn).logGroupName(), new Tags(changed));
  }

  static RuntimeException invalid(String message) {
    return AwsErrors.of(InvalidParameterException.builder(), message);
  }
}
