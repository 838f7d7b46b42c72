package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.WallClock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What every connection needs behind it: the pools, the meter, the clock. */
final class Backstage {

  private final Map<String, LivePool<NettyTarget>> pools = new ConcurrentHashMap<>();
  private final TrafficMeter meter;
  private final WallClock clock;

  Backstage(TrafficMeter meter, WallClock clock) {
    this.meter = meter;
    this.clock = clock;
  }

  void pool(Pool pool) {
    pools
        .computeIfAbsent(pool.id(), id -> new LivePool<>())
        .become(pool, NettyTarget::new)
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

  TrafficMeter meter() {
    return meter;
  }

  WallClock clock() {
    return clock;
  }
}
