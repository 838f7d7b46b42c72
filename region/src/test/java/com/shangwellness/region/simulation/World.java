package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import com.shangwellness.region.simulation.Machines.Trouble;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Production in a region, the machines that it runs on and the people who use it. It outlives its
 * region: after a crash the region is started anew on what it had kept.
 */
final class World {

  private final Path folder;
  private final SplittableRandom random;
  private final Site site;
  private final Machines machines;
  private final Customers customers;
  private final Deeds deeds = new Deeds();
  private final Releases releases = new Releases();
  private final Laws laws;
  private final List<String> former = new ArrayList<>();
  private SimulatedRegion region;
  private View view;
  private int life;
  private long events;

  /** A production that is healthy and serves, of which {@code laws} must hold at every instant. */
  World(Path folder, SplittableRandom random, Terms terms, Laws laws) {
    this.folder = folder;
    this.random = random;
    this.laws = laws;
    this.region = SimulatedRegion.begin(folder, random.split());
    this.machines = new Machines(region);
    this.customers = new Customers(random.split(), machines);
    this.site = Site.build(region, terms);
    machines.know(site.digests());
    this.view = new View(region, site);
    begin();
  }

  private void begin() {
    customers.come(region, view, life);
    region.timeline().afterEach(this::watch);
  }

  private void watch() {
    events++;
    view.refreshed();
    customers.settle();
    releases.see(view);
    laws.check(look());
    customers.forget();
  }

  /** Lets the next thing happen. */
  void step() {
    region.timeline().step();
  }

  /** Lets things happen until {@code end}. */
  void passUntil(Instant end) {
    while (now().isBefore(end)) {
      step();
    }
  }

  /**
   * Kills the region and starts it again.
   *
   * @param effects how many effects of its last action are still released
   */
  void crash(int effects) {
    region.timeline().afterEach(() -> events++);
    region.severing().after(effects);
    region.timeline().step();
    former.addAll(region.timeline().history());
    former.add(now() + " --- the region is killed; " + effects + " more effects were released");
    life++;
    region = region.crash(folder, random.split());
    machines.serve(region);
    view = new View(region, site);
    begin();
  }

  /** Has somebody ask the region, as an action of its own; what is refused is refused. */
  <T> void ask(String what, Supplier<T> question, java.util.function.Consumer<T> granted) {
    var unused =
        region
            .timeline()
            .call("people: " + what, question)
            .whenComplete(
                (answer, refusal) -> {
                  if (refusal == null) {
                    granted.accept(answer);
                  }
                });
  }

  void trouble(Trouble trouble) {
    machines.trouble(trouble);
  }

  Look look() {
    return new Look(view.refreshed(), releases, customers, deeds, life);
  }

  Instant now() {
    return region.timeline().now();
  }

  SimulatedRegion region() {
    return region;
  }

  Site site() {
    return site;
  }

  Machines machines() {
    return machines;
  }

  Deeds deeds() {
    return deeds;
  }

  int life() {
    return life;
  }

  /** How many events there have been. */
  long events() {
    return events;
  }

  /** All that has happened, one line per event. */
  List<String> history() {
    var all = new ArrayList<>(former);
    all.addAll(region.timeline().history());
    return all;
  }
}
