package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunksTest {

  private static final MetricId METRIC = new MetricId("Shop", "a", Map.of("Route", "/book"));
  private static final long HOUR = 3600;
  private static final long BEGIN = 1000 * HOUR;

  private final Store store = Store.inMemory();
  private final Table<Chunk> table = store.table("hours", Chunk.class);
  private final Chunks chunks = new Chunks(table);

  private void add(long second, double value) {
    store.around(() -> chunks.add(METRIC, second, Aggregate.of(value, 1)));
  }

  @Test
  void an_hour_that_an_older_version_kept_in_one_piece_is_gone_on_with() {
    var kept = new TreeMap<>(Map.of(60, Aggregate.of(5, 1), 120, Aggregate.of(6, 1)));
    var key = METRIC.key() + "\u0003" + "%09d".formatted(BEGIN / HOUR);
    store.around(() -> table.put(key, Chunk.of(kept)));
    add(BEGIN + 120, 10);

    var periods = chunks.read(METRIC, BEGIN, BEGIN + HOUR, 1);

    assertThat(periods.keySet()).containsExactly(BEGIN + 60, BEGIN + 120);
    assertThat(periods.lastEntry().getValue().sum()).isEqualTo(16);
  }

  @Test
  void parts_that_an_older_version_made_longer_are_read_and_gone_on_with() {
    var minute = 15 * 60;
    var kept = new TreeMap<>(Map.of(minute, Aggregate.of(5, 1)));
    var key = METRIC.key() + "\u0003" + "%09d".formatted(BEGIN / HOUR) + "\u0004" + 1;
    store.around(() -> table.put(key, Chunk.of(kept)));
    add(BEGIN + minute, 10);

    assertThat(sums(chunks.read(METRIC, BEGIN + minute, BEGIN + minute + 60, 1)))
        .isEqualTo(Map.of(BEGIN + minute, 15.0));
  }

  @Test
  void an_hour_that_is_over_is_one_piece() {
    for (int minute = 0; minute < 180; minute++) {
      add(BEGIN + 60L * minute, 1);
    }

    // Two hours that are over, and the twelve parts of the last one.
    assertThat(table.size()).isEqualTo(2 + 12);
  }

  @Test
  void what_was_added_by_an_action_that_was_undone_is_not_there() {
    add(BEGIN, 1);
    assertThatThrownBy(
            () ->
                store.around(
                    () -> {
                      chunks.add(METRIC, BEGIN, Aggregate.of(10, 1));
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    add(BEGIN, 2);

    assertThat(sums(chunks.read(METRIC, BEGIN, BEGIN + 1, 1))).isEqualTo(Map.of(BEGIN, 3.0));
  }

  @Test
  void an_hour_is_forgotten_with_all_its_parts_and_no_other() {
    add(BEGIN, 1);
    add(BEGIN + HOUR, 1);
    add(BEGIN + HOUR + 300, 1);
    add(BEGIN + 2 * HOUR, 1);
    var now = Instant.ofEpochSecond(BEGIN + 3 * HOUR);

    store.around(
        () -> {
          chunks.forget(METRIC, BEGIN);
          chunks.forget(METRIC, BEGIN + HOUR);
        });

    assertThat(chunks.read(METRIC, BEGIN, BEGIN + 3 * HOUR, 1).keySet())
        .containsExactly(BEGIN + 2 * HOUR);
    assertThat(chunks.hasAny(METRIC, Instant.ofEpochSecond(BEGIN), now.minusSeconds(HOUR + 1)))
        .isFalse();
    assertThat(table.size()).isEqualTo(1);
  }

  /** However data come, each second has all that was added to it. */
  @Property(tries = 200)
  void what_was_added_is_there(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 4 * 3600) Integer> seconds,
      @ForAll @IntRange(min = 0, max = 4 * 3600) int from,
      @ForAll @IntRange(min = 0, max = 4 * 3600) int length,
      @ForAll @IntRange(min = 1, max = 2 * 3600) int period) {
    var fresh = new ChunksTest();
    var wanted = new TreeMap<Long, Double>();
    for (int second : seconds) {
      fresh.add(BEGIN + second, second);
      if (second >= from && second < from + length) {
        long begins = BEGIN + from + (long) (second - from) / period * period;
        wanted.merge(begins, (double) second, Double::sum);
      }
    }

    assertThat(sums(fresh.chunks.read(METRIC, BEGIN + from, BEGIN + from + length, period)))
        .isEqualTo(wanted);
  }

  private static Map<Long, Double> sums(NavigableMap<Long, Aggregate> periods) {
    var sums = new TreeMap<Long, Double>();
    periods.forEach((at, period) -> sums.put(at, period.sum()));
    return sums;
  }
}
