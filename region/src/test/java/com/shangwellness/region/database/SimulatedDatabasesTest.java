package com.shangwellness.region.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SimulatedDatabasesTest extends DatabaseEngineContract {

  private final VirtualTimeline timeline = new VirtualTimeline();
  private final SimulatedDatabases databases =
      new SimulatedDatabases(timeline, Duration.ofSeconds(3));

  @Override
  DatabaseEngine engine() {
    return databases;
  }

  @Override
  void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(timeline.step()).as("something is still to come").isTrue();
    }
  }

  @Override
  String incarnation(String id) {
    return String.valueOf(databases.starts());
  }

  @Override
  void kill(String id) {
    databases.dies(id);
  }

  @Override
  AutoCloseable connected(DatabaseSpec spec) {
    databases.load(
        spec.id(), new DatabaseUsage(new Usage(Duration.ZERO, Duration.ofSeconds(1), 1 << 20), 1));
    return () -> {};
  }

  @Test
  void a_start_takes_as_long_as_it_was_told() {
    engine().start(spec("first"), told);
    timeline.passes(Duration.ofSeconds(3).minusMillis(1));
    assertThat(told.events).isEmpty();
    timeline.passes(Duration.ofMillis(1));
    assertThat(told.events).containsExactly("available");
  }
}
