package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.WallClock;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Traffic over real sockets: an HTTP/1.1 proxy that behaves as an Application Load Balancer does.
 *
 * <p>Where it differs: what ALB's desync mitigation calls <em>ambiguous</em> (both Content-Length
 * and Transfer-Encoding, several Content-Lengths) is refused with 400 as in its {@code strictest}
 * mode; HTTP/2, and a certificate's exchange while serving, are not there.
 */
public final class NettyTraffic implements TrafficPlane, AutoCloseable {

  private static final Logger LOG = System.getLogger(NettyTraffic.class.getName());

  private final Timeline timeline;
  private final EventLoopGroup loops;
  private final Map<EventLoop, TrafficMeter> meters;
  private final Backstage backstage;
  private final Prober prober;
  private final Map<String, NettyFrontend> frontends = new ConcurrentHashMap<>();
  // What was asked for last. Each waits for the one before it: sockets must be free before they are
  // bound again, and dependents of one future would run in the opposite order.
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  /**
   * A plane that carries traffic and counts it.
   *
   * @param threads of its own, at least 1
   * @param clients how many may be connected at a time, at least 1; further ones are turned away
   */
  public NettyTraffic(Timeline timeline, WallClock clock, int threads, int clients) {
    this(timeline, clock, threads, clients, Tally::new);
  }

  /** The same with meters that {@code meter} makes; what is no {@link Tally} is not told of. */
  NettyTraffic(
      Timeline timeline, WallClock clock, int threads, int clients, Supplier<TrafficMeter> meter) {
    this.timeline = timeline;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("traffic", true), NioIoHandler.newFactory());
    this.meters = new HashMap<>();
    loops.forEach(loop -> meters.put((EventLoop) loop, meter.get()));
    this.backstage = new Backstage(meters, clock, clients);
    this.prober = new Prober(loops);
  }

  @Override
  public void serve(Frontend frontend, Consumer<Serving> answer) {
    var served =
        frontends.computeIfAbsent(frontend.id(), id -> new NettyFrontend(loops, backstage));
    inTurn(
        () ->
            served
                .serve(frontend)
                .thenAccept(
                    serving ->
                        timeline.post(
                            "traffic: " + serving.frontend() + " is served",
                            () -> answer.accept(serving))));
  }

  private void inTurn(Supplier<CompletableFuture<Void>> next) {
    last =
        last.thenCompose(done -> next.get())
            .exceptionally(
                error -> {
                  LOG.log(Level.ERROR, "a change of what is served failed", error);
                  return null;
                });
  }

  @Override
  public void withdraw(String frontend) {
    var served = frontends.remove(frontend);
    if (served != null) {
      inTurn(served::close);
    }
  }

  @Override
  public void pool(Pool pool) {
    backstage.pool(pool);
  }

  @Override
  public void dropPool(String pool) {
    backstage.drop(pool);
  }

  @Override
  public void measure(String owner, Consumer<Carried> answer) {
    var parts =
        meters.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Tally)
            .map(entry -> taken(entry.getKey(), (Tally) entry.getValue(), owner))
            .toList();
    var unused =
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
            .thenRun(
                () -> {
                  var carried =
                      Carried.all(parts.stream().map(CompletableFuture::resultNow).toList());
                  timeline.post("traffic: what was carried", () -> answer.accept(carried));
                });
  }

  // On the loop's own thread, between two of its events: so counting needs no lock.
  private static CompletableFuture<Carried> taken(EventLoop loop, Tally tally, String owner) {
    return loop.isShuttingDown()
        ? new CompletableFuture<>()
        : CompletableFuture.supplyAsync(() -> tally.take(owner), loop);
  }

  @Override
  public void probe(Probe probe, Consumer<ProbeResult> answer) {
    var unused =
        prober
            .ask(probe)
            .thenAccept(
                result ->
                    timeline.post(
                        "traffic: " + probe.address() + " was probed",
                        () -> answer.accept(result)));
  }

  /** Closes all sockets; waits until its threads are done, at most a few seconds. */
  @Override
  public void close() {
    List.copyOf(frontends.keySet()).forEach(this::withdraw);
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
