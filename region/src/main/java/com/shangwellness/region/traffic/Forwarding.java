package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.WallClock;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Set;

/** What changes in the headers of a message that is passed on. */
final class Forwarding {

  private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final AsciiString FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
  private static final AsciiString TRACE = AsciiString.cached("X-Amzn-Trace-Id");
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("Keep-Alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("Proxy-Connection");
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

  private Forwarding() {}

  /** Whether it may be sent a second time: idempotent by its method, and without a body. */
  static boolean isRepeatable(HttpRequest request) {
    return IDEMPOTENT.contains(request.method().name()) && !hasBody(request);
  }

  /** Whether a body comes after the head. */
  static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  /** Whether the client asks for another protocol on this connection, such as a WebSocket. */
  static boolean wantsUpgrade(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.UPGRADE)
        && request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
  }

  /** Whether the connection is good for another request after this answer. */
  static boolean keepsAlive(HttpResponse response) {
    return HttpUtil.isKeepAlive(response)
        && (HttpUtil.isTransferEncodingChunked(response)
            || HttpUtil.isContentLengthSet(response)
            || response.status().code() == 204
            || response.status().code() == 304);
  }

  static void toTarget(
      HttpRequest request, Frontend frontend, String client, boolean upgrade, WallClock clock) {
    var headers = request.headers();
    var upgradeTo = upgrade ? headers.get(HttpHeaderNames.UPGRADE) : "";
    removeHopByHop(headers);
    if (frontend.dropInvalidHeaders()) {
      removeInvalid(headers);
    }
    if (upgrade) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, upgradeTo);
    }
    var before = headers.get(FORWARDED_FOR);
    headers.set(FORWARDED_FOR, before == null ? client : before + ", " + client);
    headers.set(FORWARDED_PROTO, frontend.protocol());
    headers.set(FORWARDED_PORT, String.valueOf(frontend.port()));
    var trace = headers.get(TRACE);
    headers.set(TRACE, TraceId.next(trace == null ? "" : trace, clock));
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  static void toClient(HttpResponse response, ClientConnection client, boolean head) {
    boolean keepAlive = client.keepAlive();
    removeHopByHop(response.headers());
    if (!isFramed(response, head)) {
      // The target ends its answer by closing; a client that knows chunks is told the end in them.
      HttpUtil.setTransferEncodingChunked(response, true);
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    if (client.isHttp10() && HttpUtil.isTransferEncodingChunked(response)) {
      HttpUtil.setTransferEncodingChunked(response, false);
      client.endByClosing();
      keepAlive = false;
    }
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
  }

  private static boolean isFramed(HttpResponse response, boolean head) {
    int status = response.status().code();
    return head
        || status == 204
        || status == 304
        || HttpUtil.isContentLengthSet(response)
        || HttpUtil.isTransferEncodingChunked(response);
  }

  // ALB: "drop invalid header fields", which keeps names of letters, digits and hyphens.
  private static void removeInvalid(HttpHeaders headers) {
    for (var name : headers.names()) {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean valid =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!valid) {
          headers.remove(name);
          break;
        }
      }
    }
  }

  // RFC 9110, 7.6.1: what concerns this connection only, and what Connection names.
  private static void removeHopByHop(HttpHeaders headers) {
    for (var named : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (var name : named.split(",", -1)) {
        var header = name.strip();
        // Framing and routing are not for a client to take away.
        if (!header.isEmpty() && !isEssential(header)) {
          headers.remove(header);
        }
      }
    }
    headers.remove(HttpHeaderNames.CONNECTION);
    headers.remove(KEEP_ALIVE);
    headers.remove(PROXY_CONNECTION);
    headers.remove(HttpHeaderNames.UPGRADE);
    headers.remove(HttpHeaderNames.TE);
  }

  private static boolean isEssential(String header) {
    return HttpHeaderNames.HOST.contentEqualsIgnoreCase(header)
        || HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(header)
        || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(header)
        || header.regionMatches(true, 0, "X-Forwarded-", 0, 12)
        || TRACE.contentEqualsIgnoreCase(header);
  }
}
