package com.shangwellness.region.traffic;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/** A request off the wire, for routing. */
record NettyRequestFacts(HttpRequest request, String source) implements RequestFacts {

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String host() {
    var host = request.headers().get(HttpHeaderNames.HOST);
    if (host == null) {
      return "";
    }
    int port = host.lastIndexOf(':');
    return port < 0 || host.endsWith("]") ? host : host.substring(0, port);
  }

  @Override
  public String path() {
    var target = local();
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  @Override
  public String rawQuery() {
    int query = request.uri().indexOf('?');
    return query < 0 ? "" : request.uri().substring(query + 1);
  }

  // Without scheme and authority, if the client sent them.
  private String local() {
    var uri = request.uri();
    int scheme = uri.indexOf("://");
    if (uri.startsWith("/") || scheme < 0) {
      return uri;
    }
    int path = uri.indexOf('/', scheme + 3);
    return path < 0 ? "/" : uri.substring(path);
  }

  @Override
  public List<String> header(String name) {
    return request.headers().getAll(name);
  }
}
