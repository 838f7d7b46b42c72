package com.shangwellness.region.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A pool that is in use: gives each request to a target. Choosing is safe for use by several
 * threads, changing is for one.
 *
 * @param <T> what stands for a target
 */
final class LivePool<T extends LivePool.Member> {

  /** What choosing needs to know of a target. */
  interface Member {

    /** Where it listens. */
    Address address();

    /** Requests that it has now. */
    int inFlight();
  }

  private record Choice<T>(Pool pool, List<T> all, List<T> eligible) {}

  private final AtomicInteger next = new AtomicInteger();
  private volatile Choice<T> choice =
      new Choice<>(new Pool("", Pool.Balancing.ROUND_ROBIN, List.of()), List.of(), List.of());

  /**
   * Takes over what {@code pool} says; targets that stay are the same as before.
   *
   * @return the targets that are no longer in the pool
   */
  List<T> become(Pool pool, Function<Address, T> member) {
    var before = choice;
    var all = new ArrayList<T>();
    var serving = new ArrayList<T>();
    var doubtful = new ArrayList<T>();
    for (var target : pool.targets()) {
      var one =
          find(before.all(), target.address()).orElseGet(() -> member.apply(target.address()));
      all.add(one);
      switch (target.readiness()) {
        case SERVING -> serving.add(one);
        case DOUBTFUL -> doubtful.add(one);
        case DRAINING -> {}
      }
    }
    choice =
        new Choice<>(pool, List.copyOf(all), List.copyOf(serving.isEmpty() ? doubtful : serving));
    var gone = new ArrayList<>(before.all());
    gone.removeAll(all);
    return gone;
  }

  private static <T extends Member> Optional<T> find(List<T> members, Address address) {
    return members.stream().filter(m -> m.address().equals(address)).findFirst();
  }

  List<T> members() {
    return choice.all();
  }

  /** The target for the next request; empty when none may be given one. */
  Optional<T> choose() {
    var now = choice;
    int count = now.eligible().size();
    if (count == 0) {
      return Optional.empty();
    }
    int first = next.getAndUpdate(n -> n + 1 >= count ? 0 : n + 1) % count;
    return Optional.of(
        switch (now.pool().balancing()) {
          case ROUND_ROBIN -> now.eligible().get(first);
          case LEAST_OUTSTANDING -> idlest(now.eligible(), first);
        });
  }

  // Beginning at a turning place, so that equals share.
  private static <T extends Member> T idlest(List<T> members, int first) {
    var best = members.get(first);
    for (int i = 1; i < members.size(); i++) {
      var other = members.get((first + i) % members.size());
      if (other.inFlight() < best.inFlight()) {
        best = other;
      }
    }
    return best;
  }
}
