package com.shangwellness.region.traffic;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/**
 * Whether a request is one. The decoder has refused already what it cannot frame: both
 * Content-Length and Transfer-Encoding, several Content-Lengths, codings other than chunked, bare
 * line feeds, names and values with characters that do not belong there.
 */
final class RequestCheck {

  private RequestCheck() {}

  /** The status to refuse it with; empty when it is well. */
  static Optional<HttpResponseStatus> refusal(HttpRequest request) {
    var decoded = request.decoderResult();
    if (decoded.isFailure()) {
      return Optional.of(
          decoded.cause() instanceof TooLongHttpLineException
              ? HttpResponseStatus.REQUEST_URI_TOO_LONG
              : HttpResponseStatus.BAD_REQUEST);
    }
    if (!isKnown(request.protocolVersion())) {
      return Optional.of(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);
    }
    var hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean hostMissing = hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    if (hostMissing || hosts.size() > 1 || !isTarget(request.uri())) {
      return Optional.of(HttpResponseStatus.BAD_REQUEST);
    }
    return switch (request.method().name()) {
      case "CONNECT" -> Optional.of(HttpResponseStatus.BAD_REQUEST);
      // ALB: "HTTP 405: The client used the TRACE method, which is not supported".
      case "TRACE" -> Optional.of(HttpResponseStatus.METHOD_NOT_ALLOWED);
      default -> Optional.empty();
    };
  }

  private static boolean isKnown(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private static boolean isTarget(String uri) {
    return uri.startsWith("/")
        || uri.equals("*")
        || uri.startsWith("http://")
        || uri.startsWith("https://");
  }
}
