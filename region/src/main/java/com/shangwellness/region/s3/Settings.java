package com.shangwellness.region.s3;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.VersioningConfiguration;

/**
 * What is set for buckets, by bucket. Kept and readable; versioning, encryption and notification
 * are acted on.
 */
final class Settings {

  private final List<Table<?>> all = new ArrayList<>();
  private final Store store;
  private final String region;

  final Table<VersioningConfiguration> versioning;
  final Table<ServerSideEncryptionConfiguration> encryption;
  final Table<BucketLifecycleConfiguration> lifecycle;
  final Table<PublicAccessBlockConfiguration> publicAccess;
  final Table<OwnershipControls> ownership;
  final Table<Tagging> tagging;
  final Table<BucketLoggingStatus> logging;
  final Table<NotificationConfiguration> notification;
  final Table<CORSConfiguration> cors;
  final Table<String> policy;

  Settings(Store store, String region) {
    this.store = store;
    this.region = region;
    versioning = table("versioning", VersioningConfiguration.class);
    encryption = table("encryption", ServerSideEncryptionConfiguration.class);
    lifecycle = table("lifecycle", BucketLifecycleConfiguration.class);
    publicAccess = table("public-access-block", PublicAccessBlockConfiguration.class);
    ownership = table("ownership", OwnershipControls.class);
    tagging = table("tagging", Tagging.class);
    logging = table("logging", BucketLoggingStatus.class);
    notification = table("notification", NotificationConfiguration.class);
    cors = table("cors", CORSConfiguration.class);
    policy = table("policy", String.class);
  }

  private <T> Table<T> table(String name, Class<T> type) {
    var table = store.table(region + "/s3." + name, type);
    all.add(table);
    return table;
  }

  /** Whether the bucket keeps every version. */
  boolean keepsVersions(String bucket) {
    return status(bucket).filter("Enabled"::equals).isPresent();
  }

  private Optional<String> status(String bucket) {
    return versioning.get(bucket).map(VersioningConfiguration::statusAsString);
  }

  /** Whether versions of the bucket's objects have ids to be told: it keeps versions, or has. */
  boolean hasVersions(String bucket) {
    return status(bucket).isPresent();
  }

  /** Forgets all of a bucket that is deleted. */
  void forget(String bucket) {
    all.forEach(table -> table.remove(bucket));
  }
}
