package com.shangwellness.region.s3;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One version of an object; of a bucket without versions, the only one.
 *
 * @param sequence grows with each version, so that the newest is known
 * @param id the version's id, {@code null} (the word) in a bucket without versions
 * @param marker whether it says that the object is deleted, and has no contents
 * @param head what a HeadObject answers
 */
record Version(
    String bucket,
    String key,
    long sequence,
    String id,
    boolean marker,
    List<Piece> pieces,
    Map<String, String> tags,
    HeadObjectResponse head) {

  /** The id of versions that have none. */
  static final String NULL = "null";

  /** Where the version stands in the table: a bucket's keys in order, of each the newest first. */
  String place() {
    return prefix(bucket, key) + "%016x".formatted(Long.MAX_VALUE - sequence);
  }

  /** What the places of all versions of {@code key} begin with. */
  static String prefix(String bucket, String key) {
    return bucket + "/" + key + "\0";
  }

  long size() {
    return pieces.stream().mapToLong(Piece::size).sum();
  }
}
