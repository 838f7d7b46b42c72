package com.shangwellness.region.s3;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All versions of the objects of a region. */
final class Versions {

  private final Table<Version> table;
  private long last;

  Versions(Store store, String region) {
    this.table = store.table(region + "/s3.versions", Version.class);
    this.last = table.stream().mapToLong(Version::sequence).max().orElse(0);
  }

  /** A number greater than those of all versions. */
  long next() {
    return ++last;
  }

  void put(Version version) {
    table.put(version.place(), version);
  }

  void remove(Version version) {
    table.remove(version.place());
  }

  /** The newest version of {@code key}, which may be a delete marker. */
  Optional<Version> newest(String bucket, String key) {
    return table.first(Version.prefix(bucket, key));
  }

  Optional<Version> find(String bucket, String key, String id) {
    return table.withPrefix(Version.prefix(bucket, key)).stream()
        .filter(version -> version.id().equals(id))
        .findFirst();
  }

  /** The versions whose keys begin with {@code prefix}: by key, of each the newest first. */
  List<Version> of(String bucket, String prefix) {
    return table.withPrefix(bucket + "/" + prefix);
  }

  /** The files that versions refer to. */
  Set<String> files() {
    var files = new LinkedHashSet<String>();
    table.stream().forEach(version -> files.addAll(Contents.names(version.pieces())));
    return files;
  }
}
