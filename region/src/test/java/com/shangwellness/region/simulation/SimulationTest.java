package com.shangwellness.region.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of production in which every invariant of a release is looked at after every
 * event. {@code -Dhistories=1000000} lets more of them happen, {@code -Dseed=N} lets one happen and
 * prints it, one line per event.
 */
class SimulationTest {

  private static final int HISTORIES = 2_000;
  private static final int THREADS = 2;

  @TempDir Path folder;

  @Test
  void every_law_holds_at_every_instant_of_every_history() throws Exception {
    var seed = Long.getLong("seed");
    if (seed != null) {
      History.of(seed, folder).lines().forEach(System.out::println);
      return;
    }
    long histories = Long.getLong("histories", HISTORIES);
    var next = new AtomicLong();
    var work = new ArrayList<Callable<Long>>();
    for (int thread = 0; thread < THREADS; thread++) {
      var own = folder.resolve("thread-" + thread);
      work.add(() -> happen(next, histories, own));
    }
    long happened = 0;
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var done : threads.invokeAll(work)) {
        happened += answer(done);
      }
    }
    assertThat(happened).isEqualTo(histories);
  }

  private static long happen(AtomicLong next, long histories, Path folder) {
    long happened = 0;
    try {
      for (long seed = next.getAndIncrement(); seed < histories; seed = next.getAndIncrement()) {
        History.of(seed, folder);
        happened++;
      }
    } catch (AssertionError e) {
      next.set(histories);
      throw e;
    }
    return happened;
  }

  private static long answer(java.util.concurrent.Future<Long> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AssertionError broken ? broken : new AssertionError(e);
    }
  }

  /** 14: the same seed gives the same history, event by event. */
  @Test
  void the_same_seed_gives_the_same_history_event_by_event() {
    for (long seed = 0; seed < 20; seed++) {
      var once = History.of(seed, folder).lines();
      assertThat(History.of(seed, folder).lines()).isEqualTo(once);
      assertThat(once).hasSizeGreaterThan(100);
    }
    assertThat(History.of(1, folder).lines()).isNotEqualTo(History.of(2, folder).lines());
  }

  @Test
  void histories_reach_every_end_of_a_release() {
    var releases = new ArrayList<String>();
    for (long seed = 0; seed < 60; seed++) {
      releases.addAll(History.of(seed, folder).releases());
    }
    for (var end :
        List.of(
            "Succeeded, shifted, all",
            "ALARM_ACTIVE, shifted",
            "MANUAL_STOP, shifted",
            "ECS_UPDATE_ERROR",
            "HOOK_EXECUTION_FAILURE",
            "back: Succeeded")) {
      assertThat(releases).anyMatch(release -> release.contains(end));
    }
  }
}
