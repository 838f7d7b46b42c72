package com.shangwellness.region.wire;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request's signature says of itself: whose key, and for which service of which region.
 *
 * @param region empty for the old signatures (version 2), which only S3 takes still
 */
record Credential(String accessKeyId, Optional<String> region, String service) {

  // AWS General Reference, "Signature Version 4": Credential=key/date/region/service/aws4_request
  private static final Pattern SCOPE =
      Pattern.compile("([^/=,\\s]+)/\\d{8}/([^/,\\s]+)/([^/,\\s]+)/aws4_request");
  private static final Pattern HEADER = Pattern.compile("Credential=" + SCOPE.pattern());
  private static final Pattern VERSION_2 = Pattern.compile("AWS ([^:\\s]+):.*");

  /** The credential of a request, from its Authorization header or its query string. */
  static Optional<Credential> of(WireRequest request) {
    return request
        .header("authorization")
        .flatMap(Credential::ofHeader)
        .or(() -> request.parameter("X-Amz-Credential").flatMap(c -> ofScope(SCOPE, c)))
        .or(() -> request.parameter("AWSAccessKeyId").map(Credential::ofVersion2));
  }

  /**
   * Whether a request is signed in its header, which a web page cannot have a browser send; a query
   * string is but a link.
   */
  static boolean isInHeader(WireRequest request) {
    return request.header("authorization").flatMap(Credential::ofHeader).isPresent();
  }

  private static Optional<Credential> ofHeader(String header) {
    var old = VERSION_2.matcher(header);
    return old.matches() ? Optional.of(ofVersion2(old.group(1))) : ofScope(HEADER, header);
  }

  private static Optional<Credential> ofScope(Pattern pattern, String text) {
    var scope = pattern.matcher(text);
    return scope.find()
        ? Optional.of(new Credential(scope.group(1), Optional.of(scope.group(2)), scope.group(3)))
        : Optional.empty();
  }

  private static Credential ofVersion2(String accessKeyId) {
    return new Credential(accessKeyId, Optional.empty(), "s3");
  }
}
