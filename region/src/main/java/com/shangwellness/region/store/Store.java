package com.shangwellness.region.store;

import com.shangwellness.region.codec.Codec;
import com.shangwellness.region.timeline.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * What the region remembers. Every action of the timeline is one transaction: what it put into
 * tables is in the file when it returns, and gone when it throws; effects on the outside are
 * released only after that.
 *
 * <p>For the timeline's thread only.
 */
public final class Store implements Transactions, AutoCloseable {

  private static final Logger LOG = System.getLogger(Store.class.getName());
  private static final String TIME = "time";

  private final MVStore file;
  private final MVMap<String, String> facts;
  private final Map<String, Table<?>> tables = new LinkedHashMap<>();
  private final Set<Table<?>> touched = new LinkedHashSet<>();
  private final List<Runnable> effects = new ArrayList<>();
  private Optional<Supplier<Instant>> clock = Optional.empty();
  private boolean open;

  private Store(MVStore file) {
    this.file = file;
    this.facts = file.openMap("region.facts");
  }

  /**
   * Opens the store in {@code path}, or makes it.
   *
   * @throws IllegalStateException when the file is in use by another region or is damaged, saying
   *     which
   */
  public static Store open(Path path) {
    // Background commits off: a commit happens when an action ends, and at no other time.
    return new Store(
        new MVStore.Builder()
            .fileName(path.toString())
            .autoCommitDisabled()
            .autoCompactFillRate(50)
            .open());
  }

  /** A store that lives as long as this object, for tests and simulations. */
  public static Store inMemory() {
    return new Store(new MVStore.Builder().autoCommitDisabled().open());
  }

  /**
   * This store as the next process finds it after a crash: with all that was committed and nothing
   * else. For simulations; this object must not be used any more.
   */
  public Store reopened() {
    return new Store(file);
  }

  /**
   * The table called {@code name}, for example {@code ap-south-1/ecs.clusters}.
   *
   * @param type an SDK model type, a record of ours, or a plain value
   */
  public <T> Table<T> table(String name, Class<T> type) {
    if (tables.containsKey(name)) {
      throw new IllegalArgumentException(
          "the table " + name + " is taken: each table belongs to one service");
    }
    var table = new Table<>(this, file.openMap(name), Codec.of(type));
    tables.put(name, table);
    return table;
  }

  /**
   * Has {@code effect} carried out once the running transaction is committed: how a service reaches
   * a port. It must not block. Effects are lost in a crash, so a service issues them again when it
   * is loaded and their answer is missing; one that throws is logged, and undoes nothing.
   */
  public void afterCommit(Runnable effect) {
    requireTransaction();
    effects.add(effect);
  }

  @Override
  public void around(Runnable action) {
    if (open) {
      throw new IllegalStateException(
          "an action is running already: nested work is a plain method call");
    }
    open = true;
    List<Runnable> released;
    try {
      action.run();
      commit();
      released = List.copyOf(effects);
    } catch (RuntimeException | Error e) {
      touched.forEach(Table::undo);
      throw e;
    } finally {
      touched.clear();
      effects.clear();
      open = false;
    }
    released.forEach(Store::release);
  }

  // What is committed stands: an effect that fails is no reason to hold the others back, nor to
  // tell the caller that nothing was done.
  private static void release(Runnable effect) {
    try {
      effect.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "an effect of a committed action failed", e);
    }
  }

  private void commit() {
    if (!touched.isEmpty()) {
      try {
        touched.forEach(Table::write);
        noteTime();
        file.commit();
      } catch (RuntimeException | Error e) {
        file.rollback();
        throw e;
      }
      touched.forEach(Table::forgetUndo);
    }
  }

  /** Called by a table that is about to change. */
  void touch(Table<?> table) {
    requireTransaction();
    touched.add(table);
  }

  private void requireTransaction() {
    if (!open) {
      throw new IllegalStateException(
          "there is no transaction here: only actions of the timeline change the store");
    }
  }

  /** The region time of the last commit: where it goes on at the next start. */
  public Optional<Instant> keptTime() {
    return Optional.ofNullable(facts.get(TIME)).map(Instant::parse);
  }

  /** Has the region time that {@code clock} tells kept with every commit from now on. */
  public void keepTimeOf(Supplier<Instant> clock) {
    this.clock = Optional.of(clock);
  }

  /** Keeps the region time as it is now, for when it passes and nothing else changes. */
  public void keepTime() {
    noteTime();
    file.commit();
  }

  private void noteTime() {
    clock.ifPresent(time -> facts.put(TIME, time.get().toString()));
  }

  /** Closes the file; what was committed is in it. */
  @Override
  public void close() {
    file.close();
  }
}
