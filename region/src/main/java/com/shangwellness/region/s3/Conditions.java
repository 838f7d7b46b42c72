package com.shangwellness.region.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** What a reader or writer asks of the object that is there (RFC 9110, 13.1). */
record Conditions(
    Optional<String> ifMatch,
    Optional<String> ifNoneMatch,
    Optional<Instant> ifModifiedSince,
    Optional<Instant> ifUnmodifiedSince) {

  static Conditions of(
      String ifMatch, String ifNoneMatch, Instant ifModifiedSince, Instant ifUnmodifiedSince) {
    return new Conditions(
        Optional.ofNullable(ifMatch),
        Optional.ofNullable(ifNoneMatch),
        Optional.ofNullable(ifModifiedSince),
        Optional.ofNullable(ifUnmodifiedSince));
  }

  /** Refuses a reader: 412 when the object is another one, 304 when it is the one they have. */
  void requireForReading(Version version) {
    var modified = version.head().lastModified().truncatedTo(ChronoUnit.SECONDS);
    var etag = version.head().eTag();
    boolean failed =
        ifMatch.isPresent()
            ? !matches(ifMatch.get(), etag)
            : ifUnmodifiedSince.filter(modified::isAfter).isPresent();
    if (failed) {
      throw S3Errors.preconditionFailed();
    }
    boolean same =
        ifNoneMatch.isPresent()
            ? matches(ifNoneMatch.get(), etag)
            : ifModifiedSince.filter(since -> !modified.isAfter(since)).isPresent();
    if (same) {
      throw S3Errors.of("NotModified", 304, "Not Modified");
    }
  }

  /** Refuses a writer when what is there is not what they expect. */
  void requireForWriting(Optional<Version> there) {
    if (ifNoneMatch.isPresent() && there.isPresent()) {
      throw S3Errors.preconditionFailed();
    }
    if (ifMatch.isPresent()) {
      var version = there.orElseThrow(S3Errors::noSuchKey);
      if (!matches(ifMatch.get(), version.head().eTag())) {
        throw S3Errors.preconditionFailed();
      }
    }
  }

  private static boolean matches(String tags, String etag) {
    return Arrays.stream(tags.split(",", -1))
        .map(tag -> tag.strip().replace("\"", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag.replace("\"", "")));
  }
}
