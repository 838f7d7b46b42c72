package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.Timer;
import com.shangwellness.region.timeline.WallClock;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** ECR on a real clock, its registry served on a loopback port of its own. */
final class RunningRegistry implements AutoCloseable {

  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  static final Place PLACE = new Place("669097061043", "ap-south-1");

  private final PacedTimeline timeline;
  private final Ecr ecr;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();

  /** ECR with its blobs in {@code folder}, on plain HTTP. */
  RunningRegistry(Path folder) throws IOException {
    this(folder, HttpServer.create(LOOPBACK, 0));
  }

  private RunningRegistry(Path folder, HttpServer server) {
    var store = Store.inMemory();
    timeline =
        new PacedTimeline(
                Instant.parse("2026-01-01T00:00:00Z"),
                1,
                WallClock.ofMachine(),
                store,
                Duration.ofSeconds(5))
            .start();
    ecr =
        new Ecr(
            PLACE,
            new Interrupted(),
            store,
            new Ids(new Random(1)),
            new BlobStore(folder),
            new Scanning(folder.resolve("vulnerabilities"), Runnable::run));
    this.server = server;
    server.createContext("/v2/", ecr.registry());
    server.setExecutor(threads);
    server.start();
  }

  /** What happens right before a layer is noted, whatever else is under way. */
  volatile Runnable beforeLayer = () -> {};

  /** The timeline, on which something else comes first when a layer is noted. */
  private final class Interrupted implements Timeline {
    @Override
    public Instant now() {
      return timeline.now();
    }

    @Override
    public Timer after(Duration delay, String what, Runnable action) {
      return timeline.after(delay, what, action);
    }

    @Override
    public void post(String what, Runnable action) {
      timeline.post(what, action);
    }

    @Override
    public <T> CompletableFuture<T> call(String what, Supplier<T> action) {
      if (what.startsWith("ecr: a layer of")) {
        beforeLayer.run();
      }
      return timeline.call(what, action);
    }
  }

  /** The same behind TLS, as ECR itself is. */
  static RunningRegistry withTls(Path folder) throws IOException {
    var server = HttpsServer.create(LOOPBACK, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context()));
    return new RunningRegistry(folder, server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  <T> T ecr(Function<Ecr, T> call) {
    return timeline.call("test", () -> call.apply(ecr)).join();
  }

  String token() {
    return ecr(e -> e.getAuthorizationToken()).authorizationData().getFirst().authorizationToken();
  }

  String password() {
    return new String(Base64.getDecoder().decode(token()), UTF_8).substring("AWS:".length());
  }

  HttpResponse<String> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    var request = request(method, path, body).header("Authorization", "Basic " + token());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> sendWithoutLogin(String method, String path)
      throws IOException, InterruptedException {
    return client.send(request(method, path, new byte[0]).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String method, String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(10))
        .method(method, BodyPublishers.ofByteArray(body));
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
    threads.close();
    timeline.close();
  }
}
