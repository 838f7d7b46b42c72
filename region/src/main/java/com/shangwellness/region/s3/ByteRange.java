package com.shangwellness.region.s3;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of an object's bytes.
 *
 * @param from the first byte
 * @param length how many, at least 1
 */
record ByteRange(long from, long length) {

  private static final Pattern HEADER = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * What a Range header asks of an object of {@code size} bytes; empty for a header that is not
   * understood, which S3 passes over.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException InvalidRange, when the
   *     range begins after the end
   */
  static Optional<ByteRange> of(String header, long size) {
    var matcher = HEADER.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    long from;
    long to = size - 1;
    if (matcher.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(matcher.group(2)));
    } else {
      from = Long.parseLong(matcher.group(1));
      if (!matcher.group(2).isEmpty()) {
        to = Math.min(to, Long.parseLong(matcher.group(2)));
      }
    }
    if (from > to) {
      throw S3Errors.of("InvalidRange", 416, "The requested range is not satisfiable");
    }
    return Optional.of(new ByteRange(from, to - from + 1));
  }

  /** The Content-Range header of an answer. */
  String header(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
