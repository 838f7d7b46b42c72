package com.shangwellness.region.s3;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.Bucket;

/**
 * The names of all buckets. They are unique over all regions, so there is one of these for all the
 * {@link S3} of an account.
 */
public final class BucketNames {

  private final Table<Bucket> buckets;

  /** The names kept in {@code store}. */
  public BucketNames(Store store) {
    this.buckets = store.table("s3.buckets", Bucket.class);
  }

  Optional<Bucket> find(String name) {
    return buckets.get(name);
  }

  /** All buckets, in the order of their names. */
  List<Bucket> all() {
    return buckets.values();
  }

  void add(String name, String region, Instant created) {
    buckets.put(
        name, Bucket.builder().name(name).bucketRegion(region).creationDate(created).build());
  }

  void remove(String name) {
    buckets.remove(name);
  }
}
