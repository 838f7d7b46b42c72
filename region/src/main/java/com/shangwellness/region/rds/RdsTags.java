package com.shangwellness.region.rds;

import com.shangwellness.region.store.Table;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * The tags of everything in RDS. Clusters and instances show theirs when they are described; those
 * of groups are kept beside them.
 */
final class RdsTags {

  /** Tags of a resource whose description does not hold them. */
  record TagSet(List<Tag> tags) {}

  private final Table<TagSet> ofGroups;
  private final Clusters clusters;
  private final Instances instances;

  RdsTags(Table<TagSet> ofGroups, Clusters clusters, Instances instances) {
    this.ofGroups = ofGroups;
    this.clusters = clusters;
    this.instances = instances;
  }

  List<Tag> of(String arn) {
    return switch (kind(arn)) {
      case "cluster" -> clusters.get(arn).tagList();
      case "db" -> instances.get(arn).tagList();
      default -> ofGroups.get(arn).map(TagSet::tags).orElse(List.of());
    };
  }

  /** Sets {@code tags}, in place of those with the same keys. */
  void add(String arn, List<Tag> tags) {
    var changed = new ArrayList<>(without(arn, tags.stream().map(Tag::key).toList()));
    changed.addAll(tags);
    put(arn, changed);
  }

  void remove(String arn, List<String> keys) {
    put(arn, without(arn, keys));
  }

  private List<Tag> without(String arn, List<String> keys) {
    return of(arn).stream().filter(tag -> !keys.contains(tag.key())).toList();
  }

  /** Sets all the tags of a resource. */
  void put(String arn, List<Tag> tags) {
    switch (kind(arn)) {
      case "cluster" -> clusters.put(clusters.get(arn).toBuilder().tagList(tags).build());
      case "db" -> instances.put(instances.get(arn).toBuilder().tagList(tags).build());
      default -> ofGroups.put(arn, new TagSet(tags));
    }
  }

  /** Forgets those of a group that is deleted. */
  void forget(String groupArn) {
    ofGroups.remove(groupArn);
  }

  /** The kind of resource in {@code arn:aws:rds:region:account:kind:name}. */
  private static String kind(String arn) {
    var parts = arn.split(":", 7);
    if (parts.length != 7 || !List.of("cluster", "db", "subgrp", "cluster-pg").contains(parts[5])) {
      throw RdsErrors.invalidValue("Invalid resource name: " + arn);
    }
    return parts[5];
  }
}
