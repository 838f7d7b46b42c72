package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Transactions;
import com.shangwellness.region.timeline.WallClock;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@link NettyTraffic} with real targets and real clients, all on loopback. */
final class RealWorld implements TrafficPlaneContract.World {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PacedTimeline timeline =
      new PacedTimeline(
              java.time.Instant.EPOCH,
              1,
              WallClock.ofMachine(),
              Transactions.NONE,
              Duration.ofSeconds(1))
          .start();
  private final NettyTraffic traffic;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final LinkedBlockingQueue<Address> holding = new LinkedBlockingQueue<>();
  private final Semaphore release = new Semaphore(0);

  RealWorld() {
    this(10_000);
  }

  /** A world in which so many clients may be connected at a time. */
  RealWorld(int clients) {
    traffic = new NettyTraffic(timeline, WallClock.ofMachine(), 2, clients);
  }

  @Override
  public TrafficPlane plane() {
    return traffic;
  }

  @Override
  public Address free() {
    return new Address("127.0.0.1", 0);
  }

  private ServerSocket socket() {
    try {
      var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      open.add(socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Address taken() {
    return new Address("127.0.0.1", socket().getLocalPort());
  }

  @Override
  public Address silent() {
    return taken();
  }

  @Override
  public Address nothing() {
    try (var socket = socket()) {
      return new Address("127.0.0.1", socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Address target(int status) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var address = new Address("127.0.0.1", server.getAddress().getPort());
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            if (exchange.getRequestURI().getPath().equals("/held")) {
              holding.add(address);
              release.acquireUninterruptibly();
            }
            exchange.getResponseHeaders().set("X-Target", address.toString());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
      open.add(
          () -> {
            server.stop(0);
            threads.shutdownNow();
          });
      return address;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletableFuture<HttpResponse<String>> send(Address frontend, String uri) {
    var request = HttpRequest.newBuilder(URI.create("http://" + frontend + uri)).build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public TrafficPlaneContract.Answer get(Address frontend, String uri) {
    var response = send(frontend, uri).join();
    var target =
        response
            .headers()
            .firstValue("X-Target")
            .map(t -> new Address("127.0.0.1", Integer.parseInt(t.substring(10))));
    return new TrafficPlaneContract.Answer(response.statusCode(), target);
  }

  @Override
  public TrafficPlaneContract.Held hold(Address frontend) {
    var response = send(frontend, "/held");
    Address target;
    try {
      target = Optional.ofNullable(holding.poll(20, TimeUnit.SECONDS)).orElseThrow();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new TrafficPlaneContract.Held() {
      @Override
      public Address target() {
        return target;
      }

      @Override
      public void finish() {
        release.release();
      }

      @Override
      public int status() {
        return response.join().statusCode();
      }
    };
  }

  @Override
  public boolean connects(Address frontend) {
    // Closing a listening socket takes effect on its event loop: looked at until it has.
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    boolean connects = connectsNow(frontend);
    while (connects && !isServed(frontend) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      connects = connectsNow(frontend);
    }
    return connects;
  }

  private boolean isServed(Address frontend) {
    try {
      return send(frontend, "/").join().statusCode() > 0;
    } catch (java.util.concurrent.CompletionException e) {
      return false;
    }
  }

  private static boolean connectsNow(Address frontend) {
    try (var socket = new Socket(frontend.host(), frontend.port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public <T> T answer(Consumer<Consumer<T>> ask) {
    var answer = new CompletableFuture<T>();
    ask.accept(answer::complete);
    return answer.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    release.release(1000);
    client.shutdownNow();
    traffic.close();
    timeline.close();
    for (var resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
