package com.shangwellness.region.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.timeline.WallClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Tag;

class StoreTest {

  record Weight(String group, int percent, Instant since, Duration lasts, List<Tag> tags) {}

  record Narrow(String group) {}

  private static final Weight CANARY =
      new Weight(
          "green",
          10,
          Instant.parse("2026-01-01T00:00:00.123Z"),
          Duration.ofMinutes(5),
          List.of(Tag.builder().key("a").value("b").build()));

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("region.db");
  }

  @Test
  void what_an_action_put_is_there_after_the_next_start() {
    try (var store = Store.open(file())) {
      var weights = store.table("weights", Weight.class);
      var clusters = store.table("clusters", Cluster.class);
      store.around(
          () -> {
            weights.put("web", CANARY);
            clusters.put(
                "prod", Cluster.builder().clusterName("prod").runningTasksCount(2).build());
          });
    }
    try (var store = Store.open(file())) {
      assertThat(store.table("weights", Weight.class).get("web")).contains(CANARY);
      assertThat(
              store.table("clusters", Cluster.class).get("prod").orElseThrow().runningTasksCount())
          .isEqualTo(2);
    }
  }

  @Test
  void keys_of_one_beginning_stand_together_whatever_stands_beside_them() {
    var store = Store.inMemory();
    var names = store.table("names", Narrow.class);
    store.around(
        () ->
            List.of("a", "a|1", "a|2", "a|3", "ab|0", "b|9")
                .forEach(key -> names.put(key, new Narrow(key))));

    assertThat(names.withPrefix("a|"))
        .containsExactly(new Narrow("a|1"), new Narrow("a|2"), new Narrow("a|3"));
    assertThat(names.first("a|")).contains(new Narrow("a|1"));
    assertThat(names.last("a|")).contains(new Narrow("a|3"));
    assertThat(names.last("b|")).contains(new Narrow("b|9"));
    assertThat(names.first("aa|")).isEmpty();
    assertThat(names.last("A|")).isEmpty();
    assertThat(names.last("c")).isEmpty();
  }

  @Test
  void a_store_in_memory_that_is_opened_again_has_what_was_committed_and_nothing_else() {
    var store = Store.inMemory();
    store.keepTimeOf(CANARY::since);
    var weights = store.table("weights", Weight.class);
    store.around(() -> weights.put("web", CANARY));
    try {
      store.around(
          () -> {
            weights.put("web", CANARY);
            weights.put("never", CANARY);
            var again = store.reopened();
            var found = again.table("weights", Weight.class);
            assertThat(found.keys()).containsExactly("web");
            assertThat(found.get("web")).contains(CANARY);
            assertThat(again.keptTime()).contains(CANARY.since());
            throw new IllegalStateException("the crash");
          });
    } catch (IllegalStateException crash) {
      assertThat(crash).hasMessage("the crash");
    }
  }

  @Test
  void an_action_that_throws_leaves_every_table_as_it_was_and_releases_nothing() {
    try (var store = Store.inMemory()) {
      var first = store.table("first", String.class);
      var second = store.table("second", String.class);
      var released = new ArrayList<String>();
      store.around(() -> first.put("a", "kept"));
      assertThatThrownBy(
              () ->
                  store.around(
                      () -> {
                        first.put("a", "lost");
                        second.put("b", "lost");
                        first.remove("a");
                        store.afterCommit(() -> released.add("effect"));
                        throw new IllegalStateException("refused");
                      }))
          .hasMessage("refused");
      assertThat(first.get("a")).contains("kept");
      assertThat(second.values()).isEmpty();
      assertThat(released).isEmpty();
    }
  }

  @Test
  void effects_are_released_after_the_commit_in_order() {
    try (var store = Store.inMemory()) {
      var table = store.table("t", String.class);
      var seen = new ArrayList<String>();
      store.around(
          () -> {
            store.afterCommit(() -> seen.add("effect sees " + table.get("k").orElseThrow()));
            table.put("k", "v");
            seen.add("acted");
          });
      assertThat(seen).containsExactly("acted", "effect sees v");
    }
  }

  @Test
  void nothing_changes_outside_of_an_action() {
    try (var store = Store.inMemory()) {
      var table = store.table("t", String.class);
      assertThatThrownBy(() -> table.put("k", "v"))
          .hasMessageContaining("only actions of the timeline change the store");
    }
  }

  @Test
  void members_that_this_version_does_not_know_are_kept_when_the_value_changes() {
    try (var store = Store.open(file())) {
      var table = store.table("weights", Weight.class);
      store.around(() -> table.put("web", CANARY));
    }
    try (var older = Store.open(file())) {
      var table = older.table("weights", Narrow.class);
      older.around(() -> table.put("web", new Narrow("blue")));
    }
    try (var store = Store.open(file())) {
      var web = store.table("weights", Weight.class).get("web").orElseThrow();
      assertThat(web)
          .isEqualTo(
              new Weight("blue", CANARY.percent(), CANARY.since(), CANARY.lasts(), CANARY.tags()));
    }
  }

  @Test
  void region_time_goes_on_from_where_it_was_kept() {
    var noon = Instant.parse("2026-01-01T12:00:00Z");
    try (var store = Store.open(file())) {
      assertThat(store.keptTime()).isEmpty();
      store.keepTimeOf(() -> noon);
      store.keepTime();
    }
    try (var store = Store.open(file())) {
      assertThat(store.keptTime()).contains(noon);
    }
  }

  @Test
  void a_region_that_was_killed_goes_on_no_earlier_than_its_last_commit() throws Exception {
    var start = Instant.parse("2026-01-01T12:00:00Z");
    var killed = folder.resolve("killed.db");
    Instant committed;
    try (var store = Store.open(file())) {
      var table = store.table("t", String.class);
      try (var timeline = paced(start, store).start()) {
        store.keepTimeOf(timeline::now);
        var first = timeline.call("put", () -> table.put("k", "v")).thenApply(v -> timeline.now());
        var answered = first.get(20, TimeUnit.SECONDS);
        while (!timeline.now().isAfter(answered.plusSeconds(1))) {
          Thread.onSpinWait();
        }
        committed =
            timeline
                .call(
                    "put again",
                    () -> {
                      table.put("k", "w");
                      return timeline.now();
                    })
                .get(20, TimeUnit.SECONDS);
      }
      // What is in the file at this moment is all that SIGKILL leaves.
      Files.copy(file(), killed);
    }
    try (var store = Store.open(killed);
        var timeline = paced(store.keptTime().orElseThrow(), store)) {
      assertThat(committed).isAfter(start.plusSeconds(1));
      assertThat(timeline.now()).isAfterOrEqualTo(committed);
    }
  }

  private static PacedTimeline paced(Instant start, Store store) {
    return new PacedTimeline(start, 20, WallClock.ofMachine(), store, Duration.ofSeconds(30));
  }

  @Test
  void an_effect_that_fails_neither_holds_back_the_others_nor_fails_what_was_committed()
      throws Exception {
    try (var store = Store.inMemory()) {
      var table = store.table("t", String.class);
      var released = new ArrayList<String>();
      var timeline = new VirtualTimeline(Instant.EPOCH, store);
      var answer =
          timeline.call(
              "put",
              () -> {
                store.afterCommit(() -> released.add("first"));
                store.afterCommit(
                    () -> {
                      throw new IllegalStateException("expected in this test");
                    });
                store.afterCommit(() -> released.add("third"));
                return table.put("k", "v");
              });
      assertThat(answer.get()).isEqualTo("v");
      assertThat(released).containsExactly("first", "third");
      assertThat(table.get("k")).contains("v");
    }
  }

  /**
   * Each step puts, or (when odd) puts and then fails: the table always equals a plain map that saw
   * the good steps alone.
   */
  @Property(tries = 200)
  void a_table_is_what_the_committed_actions_made_it(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 199) Integer> steps) {
    try (var store = Store.inMemory()) {
      var table = store.table("t", Integer.class);
      Map<String, Integer> model = new TreeMap<>();
      for (int step : steps) {
        var key = "k" + step % 7;
        Runnable change = step % 5 == 0 ? () -> table.remove(key) : () -> table.put(key, step);
        if (step % 2 == 1) {
          assertThatThrownBy(
                  () ->
                      store.around(
                          () -> {
                            change.run();
                            throw new IllegalStateException("undo");
                          }))
              .hasMessage("undo");
        } else {
          store.around(change);
          if (step % 5 == 0) {
            model.remove(key);
          } else {
            model.put(key, step);
          }
        }
      }
      assertThat(table.values()).containsExactlyElementsOf(model.values());
      assertThat(table.keys()).containsExactlyElementsOf(model.keySet());
    }
  }
}
