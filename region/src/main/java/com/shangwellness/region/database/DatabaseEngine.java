package com.shangwellness.region.database;

import com.shangwellness.region.processes.MachineTime;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs database servers. No command blocks; each is answered by an event, and each may be repeated:
 * starting a server that runs as it should answers {@link DatabaseEvents#available()} again.
 */
public interface DatabaseEngine extends MachineTime {

  /**
   * Starts the server of {@code spec}, on data of its own that are made when there are none, or
   * restarts it when it runs otherwise.
   */
  void start(DatabaseSpec spec, DatabaseEvents events);

  /**
   * Gives the master user of a running server another password. Answered by {@link
   * DatabaseEvents#available()} or a failure.
   */
  void changePassword(String id, String user, String password, DatabaseEvents events);

  /**
   * Stops the server in good order; its data stay. Answered by {@link DatabaseEvents#stopped()}, at
   * once when it does not run.
   */
  void stop(String id, DatabaseEvents events);

  /**
   * Deletes the data of a server that is stopped, or keeps them under a name, as {@code snapshot}
   * says. Answered by {@link DatabaseEvents#deleted()}, at once when that has been done before, or
   * by a failure.
   */
  void delete(String id, SnapshotChoice snapshot, DatabaseEvents events);

  /** What becomes of the data of a database that is deleted. */
  sealed interface SnapshotChoice {
    /** They are gone. */
    record None() implements SnapshotChoice {}

    /** They are kept under a name, in the region's folder of snapshots. */
    record Final(String name) implements SnapshotChoice {}
  }

  /**
   * Tells what each server that runs uses, once.
   *
   * @param answer by the servers' ids; those that run but do not answer are not in it
   */
  void usage(Consumer<Map<String, DatabaseUsage>> answer);

  /** Stops all servers, and waits until they have ended: for the region's orderly stop. */
  void close();

  /** Where the server's own log is, for people. */
  Path log(String id);
}
