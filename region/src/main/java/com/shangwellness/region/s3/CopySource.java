package com.shangwellness.region.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What an {@code x-amz-copy-source} header names: {@code bucket/key?versionId=id}. */
record CopySource(String bucket, String key, Optional<String> versionId) {

  private static final String VERSION = "?versionId=";

  static CopySource of(String header) {
    int question = header.lastIndexOf(VERSION);
    var path = question < 0 ? header : header.substring(0, question);
    var version =
        question < 0
            ? Optional.<String>empty()
            : Optional.of(header.substring(question + VERSION.length()));
    // A plus stands for itself, as in a path.
    var plain = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    var parts = (plain.startsWith("/") ? plain.substring(1) : plain).split("/", 2);
    if (parts.length < 2 || parts[1].isEmpty()) {
      throw S3Errors.invalidArgument("Invalid copy source object key");
    }
    return new CopySource(parts[0], parts[1], version);
  }
}
