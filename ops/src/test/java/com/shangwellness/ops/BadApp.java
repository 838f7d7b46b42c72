package com.shangwellness.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A version of the application that is bad in the way that its argument says. It is put into an
 * image by itself, so it needs this one class and the JDK.
 */
final class BadApp {
  /** By which its answers are known. */
  static final String HEADER = "x-served-by";

  private static final int GOOD_ONES = 5;
  private static final long SLOW_NANOS = 2_500_000_000L;
  private static final int PIECE = 32 * 1024 * 1024;
  private static final long GROWS_EVERY_NANOS = 100_000_000L;

  private final String way;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<ByteBuffer> memory = new ArrayList<>();

  private BadApp(String way) {
    this.way = way;
  }

  public static void main(String[] arguments) throws IOException {
    var app = new BadApp(arguments[0]);
    if (app.way.equals("exits")) {
      System.out.println("{\"event\":\"exits\"}");
      System.exit(3);
    }
    var environment = System.getenv();
    var address =
        new InetSocketAddress(environment.get("HOST"), Integer.parseInt(environment.get("PORT")));
    var server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/healthcheck", app::health);
    server.createContext("/", app::answer);
    server.start();
    System.out.println("{\"event\":\"listening\"}");
    if (app.way.equals("grows")) {
      app.grow();
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    var status = way.equals("never-healthy") ? 503 : 200;
    send(exchange, status, "{\"status\":\"ok\",\"version\":\"bad\"}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (way.equals("slow")) {
      LockSupport.parkNanos(SLOW_NANOS);
    }
    var bad = way.equals("errors") && requests.incrementAndGet() > GOOD_ONES;
    send(exchange, bad ? 500 : 200, "bad");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add(HEADER, "bad");
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Outside the heap, whose limit the JVM keeps by itself. */
  private void grow() {
    while (true) {
      var piece = ByteBuffer.allocateDirect(PIECE);
      for (int i = 0; i < PIECE; i += 4096) {
        piece.put(i, (byte) 1);
      }
      memory.add(piece);
      LockSupport.parkNanos(GROWS_EVERY_NANOS);
    }
  }
}
