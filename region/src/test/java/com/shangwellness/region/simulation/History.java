package com.shangwellness.region.simulation;

import com.shangwellness.region.simulation.Machines.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One random history of production: things go wrong for a while, then no more, and it comes to
 * rest. The same seed gives the same history, event by event.
 */
final class History {

  /** From the last fault on: an Install that nobody answers takes an hour, a lost task another. */
  private static final Duration PATIENCE = Duration.ofHours(4);

  /** How it went. */
  record Outcome(long events, List<String> lines, List<String> releases) {}

  private final long seed;
  private final World world;
  private final Terms terms;
  private final SplittableRandom random;
  private final Fate fate;
  private final Rest rest = new Rest();

  private History(long seed, Path folder) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.terms = Terms.draw(random.split());
    this.world = new World(folder, random.split(), terms, new Laws());
    this.fate = new Fate(world, random.split());
  }

  /**
   * Lets the history of {@code seed} happen.
   *
   * @throws AssertionError when a law was broken: with the seed and what happened until then
   */
  static Outcome of(long seed, Path folder) {
    var history = new History(seed, folder);
    try {
      history.happen();
      return history.outcome();
    } catch (Broken e) {
      throw history.told(e);
    }
  }

  private void happen() {
    world.trouble(terms.trouble());
    var end = world.now().plus(terms.troubled());
    int crashes = terms.crashes();
    long crashAfter = world.events() + random.nextInt(1, 600);
    fate.strike();
    while (world.now().isBefore(end)) {
      if (crashes > 0 && world.events() >= crashAfter) {
        world.crash(random.nextInt(4));
        crashes--;
        crashAfter = world.events() + random.nextInt(1, 600);
        fate.strike();
      }
      world.step();
    }
    comeToRest();
  }

  private void comeToRest() {
    fate.seal();
    world.trouble(Trouble.NONE);
    world.machines().restore();
    world.machines().load(0.1);
    var latest = world.now().plus(PATIENCE);
    while (!rest.isReached(world.look())) {
      if (world.now().isAfter(latest)) {
        throw new Broken("13", rest.missing(world.look()));
      }
      world.step();
    }
  }

  private Outcome outcome() {
    var releases = world.look().releases().all().stream().map(Release::toString).toList();
    return new Outcome(world.events(), world.history(), releases);
  }

  private AssertionError told(Broken e) {
    return new AssertionError(
        "seed %d broke %s%n%s%nagain: -Dseed=%d"
            .formatted(seed, e.getMessage(), String.join("\n", world.history()), seed),
        e);
  }
}
