package com.shangwellness.ops.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry that takes pushes by the OCI distribution API. */
final class FakeRegistry implements AutoCloseable {
  private final HttpServer server;
  private final Set<String> blobs = ConcurrentHashMap.newKeySet();
  private final Map<String, String> tags = new ConcurrentHashMap<>();
  private final AtomicInteger uploads = new AtomicInteger();

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/", this::answer);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The digest of the image that each tag names. */
  Map<String, String> tags() {
    return tags;
  }

  int uploads() {
    return uploads.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var path = exchange.getRequestURI().getPath();
    var last = path.substring(path.lastIndexOf('/') + 1);
    var status =
        switch (exchange.getRequestMethod()) {
          case "HEAD" -> blobs.contains(last) ? 200 : 404;
          case "POST" -> located(exchange, path + "1");
          case "PATCH" -> located(exchange, path);
          case "PUT" -> path.contains("/manifests/") ? tagged(last, body) : uploaded(exchange);
          default -> 200;
        };
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static int located(HttpExchange exchange, String path) {
    exchange.getResponseHeaders().add("Location", path);
    return 202;
  }

  private int uploaded(HttpExchange exchange) {
    var query = exchange.getRequestURI().getQuery();
    blobs.add(query.substring(query.indexOf("digest=") + 7));
    uploads.incrementAndGet();
    return 201;
  }

  private int tagged(String tag, byte[] manifest) throws IOException {
    tags.put(tag, "sha256:" + Digests.sha256(new ByteArrayInputStream(manifest)));
    return 201;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
