package com.shangwellness.region.traffic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Transactions;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Measures what counting costs the traffic plane: the same load through a plane that counts and
 * through one that does not, in turns. {@code bench/traffic.sh} runs it.
 */
final class TrafficBench {

  private static final int CLIENTS = 8;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int WARM_UP = 5;
  private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: site\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII);

  /** What one round gave: requests a second, and processor time of the plane's thread for one. */
  private record Round(double perSecond, double nanosEach) {}

  /** A plane with one thread, a target behind it. */
  private static final class Site implements AutoCloseable {
    private final PacedTimeline timeline =
        new PacedTimeline(
                Instant.EPOCH, 1, WallClock.ofMachine(), Transactions.NONE, Duration.ofSeconds(1))
            .start();
    private final NettyTraffic plane;
    private final Address address;

    Site(Address target, Supplier<TrafficMeter> meter) {
      plane = new NettyTraffic(timeline, WallClock.ofMachine(), 1, 10_000, meter);
      plane.pool(
          new Pool(
              "web",
              Pool.Balancing.ROUND_ROBIN,
              List.of(new Pool.Target(target, Readiness.SERVING))));
      var served = new CompletableFuture<Serving>();
      plane.serve(
          new Frontend(
              "site",
              List.of(new Address("127.0.0.1", 0)),
              80,
              Optional.empty(),
              List.of(),
              Action.Forward.to("web"),
              false,
              Duration.ofSeconds(60)),
          served::complete);
      address = served.join().bound().getFirst();
    }

    @Override
    public void close() {
      plane.close();
      timeline.close();
    }
  }

  private final ExecutorService threads;

  private TrafficBench(ExecutorService threads) {
    this.threads = threads;
  }

  /** The argument: how many pairs of rounds to measure. */
  public static void main(String[] arguments) throws Exception {
    // The target closes first, or the thread that waits at it would keep the others from ending.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var bench = new TrafficBench(threads);
      threads.execute(() -> bench.answerAll(target));
      var at = new Address("127.0.0.1", target.getLocalPort());
      var nobody = traffic(List.of());
      try (var counted = new Site(at, Tally::new)) {
        bench.warm(counted);
        var countedThread = traffic(nobody).getFirst();
        try (var uncounted = new Site(at, () -> TrafficMeter.NONE)) {
          bench.warm(uncounted);
          var known = new ArrayList<>(nobody);
          known.add(countedThread);
          var uncountedThread = traffic(known).getFirst();
          bench.compare(
              Integer.parseInt(arguments[0]),
              () -> bench.round(counted, countedThread),
              () -> bench.round(uncounted, uncountedThread));
        }
      }
    }
  }

  /** The planes' threads but for {@code known}. */
  private static List<Thread> traffic(List<Thread> known) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("traffic") && !known.contains(thread))
        .toList();
  }

  private void answerAll(ServerSocket target) {
    try {
      while (true) {
        var connection = target.accept();
        threads.execute(() -> answer(connection));
      }
    } catch (IOException closed) {
      // The benchmark is over.
      return;
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      var in = connection.getInputStream();
      var buffer = new byte[4096];
      int end = 0;
      for (int read = in.read(buffer); read > 0; read = in.read(buffer, end, 4096 - end)) {
        end += read;
        if (buffer[end - 1] == '\n' && buffer[end - 3] == '\n') {
          connection.getOutputStream().write(ANSWER);
          end = 0;
        }
      }
    } catch (IOException closed) {
      // The plane has given the connection up.
      return;
    }
  }

  private void warm(Site site) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      load(site);
    }
  }

  private void compare(int pairs, Callable<Round> counted, Callable<Round> uncounted)
      throws Exception {
    var nanos = new ArrayList<Double>();
    var perSecond = new ArrayList<Double>();
    for (int i = 0; i < pairs; i++) {
      // Who is first takes turns as well.
      var first = (i % 2 == 0 ? counted : uncounted).call();
      var second = (i % 2 == 0 ? uncounted : counted).call();
      var with = i % 2 == 0 ? first : second;
      var without = i % 2 == 0 ? second : first;
      nanos.add(100 * (with.nanosEach / without.nanosEach - 1));
      perSecond.add(100 * (1 - with.perSecond / without.perSecond));
      System.out.printf(
          "pair %2d: counting %6.0f/s %6.0f ns each, not counting %6.0f/s %6.0f ns each%n",
          i + 1, with.perSecond, with.nanosEach, without.perSecond, without.nanosEach);
    }
    System.out.printf(
        "counting costs (median of %d pairs): %.1f %% of the plane's processor time a request,"
            + " %.1f %% of its requests/s%n",
        pairs, median(nanos), median(perSecond));
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private Round round(Site site, Thread thread) throws Exception {
    var cpu = ManagementFactory.getThreadMXBean();
    long before = cpu.getThreadCpuTime(thread.threadId());
    long requests = load(site);
    var taken = new CompletableFuture<Carried>();
    site.plane.measure("", taken::complete);
    taken.join();
    return new Round(
        requests / (ROUND.toNanos() / 1e9),
        (double) (cpu.getThreadCpuTime(thread.threadId()) - before) / requests);
  }

  /** How many requests were answered in one round. */
  private long load(Site site) throws Exception {
    var clients = new ArrayList<Callable<Long>>();
    long until = System.nanoTime() + ROUND.toNanos();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(() -> ask(site.address, until));
    }
    long requests = 0;
    for (var client : threads.invokeAll(clients)) {
      requests += client.get();
    }
    return requests;
  }

  private static long ask(Address site, long until) throws IOException {
    long answered = 0;
    var buffer = new byte[4096];
    try (var connection = new Socket(site.host(), site.port())) {
      connection.setTcpNoDelay(true);
      var in = connection.getInputStream();
      while (System.nanoTime() < until) {
        connection.getOutputStream().write(REQUEST);
        int end = 0;
        while (end < 2 || buffer[end - 1] != 'k' || buffer[end - 2] != 'o') {
          int read = in.read(buffer, end, buffer.length - end);
          if (read < 0) {
            throw new IOException("the site closed a connection");
          }
          end += read;
        }
        answered++;
      }
    }
    return answered;
  }
}
