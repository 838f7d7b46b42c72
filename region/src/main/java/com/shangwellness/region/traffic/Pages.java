package com.shangwellness.region.traffic;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.DATE;
import static io.netty.handler.codec.http.HttpHeaderNames.LOCATION;
import static io.netty.handler.codec.http.HttpHeaderNames.SERVER;

import com.shangwellness.region.timeline.WallClock;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What the load balancer itself says, to the byte as ALB says it. */
final class Pages {

  private Pages() {}

  /** An error page, for example of 503. */
  static FullHttpResponse error(HttpResponseStatus status) {
    return page(status.code(), "text/html", html(status.code()));
  }

  /** The status line's reason as ALB writes it, where it differs from the usual. */
  static String reason(int status) {
    return switch (status) {
      case 302 -> "Found";
      case 408 -> "Request Time-out";
      case 414 -> "Request-URI Too Large";
      case 503 -> "Service Temporarily Unavailable";
      case 504 -> "Gateway Time-out";
      default -> HttpResponseStatus.valueOf(status).reasonPhrase();
    };
  }

  /** The body of an error page. */
  static String html(int status) {
    var title = status + " " + reason(status);
    return """
    <html>\r
    <head><title>%s</title></head>\r
    <body>\r
    <center><h1>%s</h1></center>\r
    </body>\r
    </html>\r
    """
        .formatted(title, title);
  }

  /** A fixed response of a rule. */
  static FullHttpResponse fixed(int status, String contentType, String body) {
    return page(status, contentType, body);
  }

  /** A redirect of a rule. */
  static FullHttpResponse redirect(int status, String location) {
    var page = page(status, "text/html", html(status));
    page.headers().set(LOCATION, location);
    return page;
  }

  private static FullHttpResponse page(int status, String contentType, String body) {
    var content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
    var page =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, new HttpResponseStatus(status, reason(status)), content);
    page.headers()
        .set(SERVER, "awselb/2.0")
        .set(CONTENT_TYPE, contentType)
        .set(CONTENT_LENGTH, String.valueOf(content.readableBytes()));
    return page;
  }

  static void date(HttpHeaders headers, WallClock clock) {
    headers.set(
        DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.now().atOffset(ZoneOffset.UTC)));
  }
}
