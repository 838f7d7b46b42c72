package com.shangwellness.region.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every implementation of the port does, so that the simulation is worth believing. */
abstract class DatabaseEngineContract {

  /** What was told, in order. */
  static final class Told implements DatabaseEvents {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<String> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void available() {
      events.add("available");
    }

    @Override
    public void failed(String reason) {
      events.add("failed");
      reasons.add(reason);
    }

    @Override
    public void stopped() {
      events.add("stopped");
    }

    @Override
    public void deleted() {
      events.add("deleted");
    }
  }

  final Told told = new Told();

  abstract DatabaseEngine engine();

  /** Lets time pass until {@code condition} holds; fails when it never does. */
  abstract void until(BooleanSupplier condition);

  /** What tells a server from the one that ran before it. */
  abstract String incarnation(String id);

  /** Ends the server from outside, as the kernel would. */
  abstract void kill(String id);

  final DatabaseSpec spec(String password) {
    return new DatabaseSpec(
        "cluster-contract",
        "127.0.77.10",
        13306,
        List.of("db.test.internal"),
        "wellness",
        "admin",
        password,
        true);
  }

  final void started() {
    engine().start(spec("first"), told);
    until(() -> told.events.contains("available"));
  }

  @Test
  void a_started_database_becomes_available_once() {
    started();
    assertThat(told.events).containsExactly("available");
  }

  @Test
  void starting_again_answers_again_and_leaves_the_server_as_it_is() {
    started();
    var first = incarnation(spec("first").id());
    engine().start(spec("first"), told);
    until(() -> told.events.size() == 2);
    assertThat(told.events).containsExactly("available", "available");
    assertThat(incarnation(spec("first").id())).isEqualTo(first);
  }

  @Test
  void starting_with_another_password_starts_anew() {
    started();
    var first = incarnation(spec("first").id());
    engine().start(spec("second"), told);
    until(() -> told.events.size() == 2);
    assertThat(told.events).containsExactly("available", "available");
    assertThat(incarnation(spec("first").id())).isNotEqualTo(first);
  }

  @Test
  void a_deletion_is_answered_and_answered_again_when_it_is_repeated() {
    started();
    var id = spec("first").id();
    engine().stop(id, told);
    engine().delete(id, new DatabaseEngine.SnapshotChoice.Final("last"), told);
    engine().delete(id, new DatabaseEngine.SnapshotChoice.Final("last"), told);
    until(() -> told.events.size() == 4);
    assertThat(told.events).containsExactly("available", "stopped", "deleted", "deleted");
  }

  @Test
  void a_stopped_database_says_so_and_says_so_again_when_asked_again() {
    started();
    engine().stop(spec("first").id(), told);
    engine().stop(spec("first").id(), told);
    until(() -> told.events.size() == 3);
    assertThat(told.events).containsExactly("available", "stopped", "stopped");
  }

  @Test
  void a_database_that_is_killed_has_failed_and_can_be_started_again() {
    started();
    kill(spec("first").id());
    until(() -> told.events.contains("failed"));
    engine().start(spec("first"), told);
    until(() -> told.events.size() == 3);
    assertThat(told.events).containsExactly("available", "failed", "available");
  }

  @Test
  void a_password_is_changed_while_it_runs_and_refused_when_it_does_not() {
    engine().changePassword(spec("first").id(), "admin", "second", told);
    until(() -> told.events.contains("failed"));
    started();
    engine().changePassword(spec("first").id(), "admin", "second", told);
    until(() -> told.events.size() == 3);
    assertThat(told.events)
        .as("reasons: %s", told.reasons)
        .containsExactly("failed", "available", "available");
  }

  private Map<String, DatabaseUsage> usage() {
    var answers = new CopyOnWriteArrayList<Map<String, DatabaseUsage>>();
    engine().usage(answers::add);
    until(() -> answers.size() == 1);
    return answers.getFirst();
  }

  /** Makes a client connect and stay. */
  abstract AutoCloseable connected(DatabaseSpec spec);

  @Test
  void what_a_running_server_uses_is_told_its_clients_counted() throws Exception {
    assertThat(usage()).isEmpty();
    started();
    assertThat(usage()).containsOnlyKeys(spec("first").id());
    var client = connected(spec("first"));
    try {
      until(() -> usage().get(spec("first").id()).connections() == 1);
      assertThat(usage().get(spec("first").id()).server().memory()).isPositive();
    } finally {
      client.close();
    }
    engine().stop(spec("first").id(), told);
    until(() -> told.events.contains("stopped"));
    assertThat(usage()).isEmpty();
  }

  @Test
  void questions_for_what_is_used_are_answered_one_after_another() {
    started();
    var answered = new CopyOnWriteArrayList<Integer>();

    for (int i = 0; i < 10; i++) {
      int question = i;
      engine().usage(usage -> answered.add(question));
    }
    until(() -> answered.size() == 10);

    assertThat(answered).isSorted();
  }
}
