package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** People who use the site: some requests every few seconds, one of them for something large. */
final class Customers {

  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final int AT_ONCE = 10;
  private static final int LONGEST = 28;

  private final RandomGenerator random;
  private final Machines machines;
  private final List<Visit> open = new ArrayList<>();
  private final List<Visit> begun = new ArrayList<>();
  private final List<Visit> ended = new ArrayList<>();
  private int life;

  Customers(RandomGenerator random, Machines machines) {
    this.random = random;
    this.machines = machines;
  }

  /**
   * They come to {@code region}, in this life of it; whoever was inside before has lost his way.
   */
  void come(SimulatedRegion region, View view, int which) {
    life = which;
    open.clear();
    begun.clear();
    ended.clear();
    beat(region, view);
  }

  private void beat(SimulatedRegion region, View view) {
    var unused =
        region
            .timeline()
            .after(
                BEAT,
                "customers: " + AT_ONCE + " requests",
                () -> {
                  beat(region, view);
                  if (view.production().isServed()) {
                    for (int i = 0; i < AT_ONCE; i++) {
                      visit(region, view, i == 0);
                    }
                  }
                });
  }

  private void visit(SimulatedRegion region, View view, boolean isLarge) {
    var call = region.traffic().open(view.site().entrance(), "/");
    var target = call.tried().map(address -> "10" + address.host().substring(3)).orElse("");
    var visit =
        new Visit(
            call,
            view.now(),
            target,
            group(view, target),
            call.tried().flatMap(machines::lastAt),
            life);
    begun.add(visit);
    if (visit.isOver()) {
      ended.add(visit);
      return;
    }
    open.add(visit);
    var takes = visit.container().map(machines::version).map(Version::takes).orElse(Duration.ZERO);
    if (isLarge && takes.isZero()) {
      call.answerBegins(view.now());
      takes = Duration.ofSeconds(random.nextInt(LONGEST));
    }
    if (takes.isZero()) {
      answer(visit);
    } else {
      var unused = region.timeline().after(takes, "customers: an answer", () -> answer(visit));
    }
  }

  private static String group(View view, String target) {
    for (var group : List.of(view.site().blue(), view.site().green())) {
      for (TargetHealthDescription registered : view.health(group)) {
        if (registered.target().id().equals(target)) {
          return group;
        }
      }
    }
    return "";
  }

  private void answer(Visit visit) {
    var alive = visit.container().filter(machines::isUp);
    if (alive.isPresent()) {
      visit.call().finish(machines.version(alive.get()).status());
    } else {
      visit.call().cut();
    }
  }

  /** Notices who has been answered, or cut off. */
  void settle() {
    for (int i = 0; i < open.size(); i++) {
      var visit = open.get(i);
      if (visit.isOver()) {
        ended.add(visit);
        open.remove(i--);
      }
    }
  }

  /** Forgets what laws have seen. */
  void forget() {
    begun.clear();
    ended.clear();
  }

  /** The requests that the last event has begun. */
  List<Visit> begun() {
    return begun;
  }

  /** Those that it has ended. */
  List<Visit> ended() {
    return ended;
  }

  /** Whether {@code visit} was answered by what it went to, as that version answers. */
  boolean answeredByTarget(Visit visit) {
    return visit
        .container()
        .filter(
            container ->
                visit.call().wasAnsweredByTarget()
                    && visit.call().status().orElseThrow() == machines.version(container).status())
        .isPresent();
  }

  /** How the machines are doing. */
  Machines machines() {
    return machines;
  }
}
