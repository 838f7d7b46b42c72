package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.WallClock;
import io.netty.channel.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What every connection needs behind it: the pools, the meters, the clock. */
final class Backstage {

  private static final Logger LOG = System.getLogger(Backstage.class.getName());

  private final Map<String, LivePool<NettyTarget>> pools = new ConcurrentHashMap<>();
  private final Map<EventLoop, TrafficMeter> meters;
  private final WallClock clock;
  private final int room;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicBoolean wasFull = new AtomicBoolean();

  /**
   * @param meters that of each event loop that carries traffic
   * @param room how many clients may be connected at a time
   */
  Backstage(Map<EventLoop, TrafficMeter> meters, WallClock clock, int room) {
    this.meters = Map.copyOf(meters);
    this.clock = clock;
    this.room = room;
  }

  /** Takes one more client in, until {@link #leave}; false when there is no room. */
  boolean enter() {
    if (inside.incrementAndGet() <= room) {
      return true;
    }
    inside.decrementAndGet();
    if (wasFull.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "%d clients are connected, and more would take the files that this process may open: they are turned away (told once; RejectedConnectionCount counts them)"
              .formatted(room));
    }
    return false;
  }

  /** A client that {@link #enter entered} has gone. */
  void leave() {
    inside.decrementAndGet();
  }

  void pool(Pool pool) {
    pools
        .computeIfAbsent(pool.id(), id -> new LivePool<>())
        .become(pool, address -> new NettyTarget(pool.id(), address, this))
        .forEach(NettyTarget::close);
  }

  void drop(String id) {
    var pool = pools.remove(id);
    if (pool != null) {
      pool.members().forEach(NettyTarget::close);
    }
  }

  /** A target for a request that is routed to this pool; empty when there is none. */
  Optional<NettyTarget> choose(String pool) {
    var live = pools.get(pool);
    return live == null ? Optional.empty() : live.choose();
  }

  /** To be used on that loop's thread alone. */
  TrafficMeter meter(EventLoop loop) {
    return meters.get(loop);
  }

  WallClock clock() {
    return clock;
  }
}
