package com.shangwellness.region.wire;

import com.shangwellness.region.timeline.Pace;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The AWS API on a port of this machine. A request's credential scope says which service of which
 * AWS region it is for; the operation is carried out as one action of the timeline, for the {@link
 * com.shangwellness.region.caller.Caller caller} that signed it, and answered after the commit.
 */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ApiServer.class.getName());

  // The JDK's server dates answers by the machine's clock, whatever one sets.
  private static final String TIME = "x-region-time";
  private static final int BACKLOG = 1024;
  private static final long LARGEST_DRAIN = 64L << 20;

  private final HttpServer server;
  private final ExecutorService requests;
  private final Adapter adapter;
  private final Gate gate;
  private final Patience patience;
  private final Timeline timeline;

  /**
   * Everything that an API is made of.
   *
   * @param catalog the services that answer
   * @param timeline carries the operations out
   * @param principals whose the access keys are
   * @param spool where bodies of operations that stream are received
   * @param origins the web pages that may call, for example {@code http://localhost:4580}
   * @param patience how long a client may send nothing while its request is under way
   */
  public record Parts(
      Catalog catalog,
      Timeline timeline,
      Principals principals,
      Spool spool,
      Set<String> origins,
      Duration patience) {

    /** Parts with no web page that may call, and half a minute of patience. */
    public Parts(Catalog catalog, Timeline timeline, Principals principals, Spool spool) {
      this(catalog, timeline, principals, spool, Set.of(), Duration.ofSeconds(30));
    }
  }

  /**
   * Takes the port; requests are answered after {@link #start}.
   *
   * @param host a loopback address or {@code localhost}
   * @param port 0 for any that is free
   * @throws IllegalStateException when the port is taken, naming it
   * @throws IllegalArgumentException when {@code host} is not on loopback
   */
  public ApiServer(String host, int port, Parts parts) {
    this(host, port, parts, Constraints.published());
  }

  /** For tests: an API that asks of requests what {@code constraints} say. */
  ApiServer(String host, int port, Parts parts, Constraints constraints) {
    // Else every answer on a connection that is kept waits 40 ms for an acknowledgement. Read once,
    // when the JDK's server is first used.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.server = bind(host, port);
    this.requests = Executors.newVirtualThreadPerTaskExecutor();
    this.adapter =
        new Adapter(
            parts.catalog,
            parts.timeline,
            parts.principals,
            parts.spool,
            new Limits(),
            constraints);
    this.gate = new Gate(parts.origins);
    this.patience = new Patience(parts.patience);
    this.timeline = parts.timeline;
    server.setExecutor(requests);
    handle("/", this::answer);
  }

  private static HttpServer bind(String host, int port) {
    try {
      var address = InetAddress.getByName(host);
      if (!address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "the API is served on loopback only; " + host + " is " + address.getHostAddress());
      }
      return HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    } catch (BindException e) {
      throw new IllegalStateException(
          "port "
              + port
              + " of "
              + host
              + ", for the AWS API, is taken by another process; --api-port moves it",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " of " + host + " cannot be served", e);
    }
  }

  /**
   * Has requests whose path begins with {@code prefix} answered by {@code handler} instead, for
   * example {@code /v2/} by the image registry. Host and origin are checked for these, too, and a
   * client that stops sending is given up.
   */
  public ApiServer handle(String prefix, HttpHandler handler) {
    var filters = server.createContext(prefix, handler).getFilters();
    filters.add(
        Filter.beforeHandler(
            "gives up clients that stop sending",
            exchange -> exchange.setStreams(patience.watch(exchange.getRequestBody()), null)));
    filters.add(gate);
    return this;
  }

  /** Begins to answer. */
  public ApiServer start() {
    server.start();
    return this;
  }

  /** The port that was taken. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      var request = request(exchange);
      var body = exchange.getRequestBody();
      var reply = adapter.answer(new Incoming(request, body));
      send(reply, exchange);
      if (reply.length() > 0 && reply.status() != 304) {
        drain(body);
      }
    } catch (IllegalArgumentException e) {
      refuse(exchange, e);
    } catch (IOException e) {
      // The client has gone, or was too slow: there is nobody to tell.
      LOG.log(Level.DEBUG, "a request ended early", e);
    }
  }

  private static WireRequest request(HttpExchange exchange) {
    var headers = new LinkedHashMap<String, List<String>>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    // getRawPath() would take the start of "//key" for a host.
    var uri = exchange.getRequestURI();
    var target = uri.isAbsolute() ? uri.getRawPath() + query(uri.getRawQuery()) : uri.toString();
    var parts = target.split("\\?", 2);
    var query = WireRequest.parameters(parts.length > 1 ? parts[1] : "");
    return new WireRequest(exchange.getRequestMethod(), parts[0], query, headers);
  }

  private static String query(String query) {
    return query == null ? "" : "?" + query;
  }

  private void send(Reply reply, HttpExchange exchange) throws IOException {
    try (InputStream stream = reply.stream().orElse(InputStream.nullInputStream())) {
      var headers = exchange.getResponseHeaders();
      headers.set(TIME, timeline.now().toString());
      if (timeline instanceof Pace pace) {
        headers.set(RequestedPace.HEADER, String.valueOf(pace.pace()));
      }
      reply
          .headers()
          .forEach(
              (name, value) -> {
                if (!name.equalsIgnoreCase("Content-Length")) {
                  headers.set(name, value);
                }
              });
      if (exchange.getRequestMethod().equals("HEAD")) {
        headers.set("Content-Length", reply.headers().getOrDefault("Content-Length", "0"));
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      // 204 and 304 have no body (RFC 9110, 15.3.5 and 15.4.5).
      boolean empty = reply.length() == 0 || reply.status() == 204 || reply.status() == 304;
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.length());
      if (empty) {
        return;
      }
      if (reply.stream().isPresent()) {
        stream.transferTo(exchange.getResponseBody());
        exchange.getResponseBody().flush();
      } else {
        exchange.getResponseBody().write(reply.body().asByteArrayUnsafe());
        exchange.getResponseBody().flush();
      }
    }
  }

  // A client that is still sending its body reads the answer after it, if the connection lives.
  private static void drain(InputStream body) throws IOException {
    var buffer = new byte[16 * 1024];
    long left = LARGEST_DRAIN;
    for (int n = 0; n >= 0 && left > 0; left -= n) {
      n = body.read(buffer);
    }
  }

  private static void refuse(HttpExchange exchange, IllegalArgumentException reason) {
    LOG.log(Level.DEBUG, "a malformed request", reason);
    try {
      exchange.sendResponseHeaders(400, -1);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a request ended early", e);
    }
  }

  /** Stops; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    patience.close();
  }
}
