package com.shangwellness.region.database;

import java.util.List;

/**
 * A database server as it should run.
 *
 * @param id names its data, for example {@code cluster-ABC123}: letters, digits and hyphens
 * @param address the loopback address on which it listens
 * @param port its port, 1 to 65535
 * @param names the names that its certificate is for, at least one
 * @param database the database that is made when it is missing; empty for none
 * @param user the master user
 * @param password the master user's password
 * @param requireTls whether a connection without TLS is refused
 */
public record DatabaseSpec(
    String id,
    String address,
    int port,
    List<String> names,
    String database,
    String user,
    String password,
    boolean requireTls) {

  /** Checks what a server could not be started with. */
  public DatabaseSpec {
    if (!id.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException(
          "a database's id has letters, digits and hyphens only: " + id);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a database's port is 1 to 65535, not " + port);
    }
    names = List.copyOf(names);
  }

  /** The same with another password. */
  DatabaseSpec withPassword(String other) {
    return new DatabaseSpec(id, address, port, names, database, user, other, requireTls);
  }

  @Override
  public String toString() {
    // Never the password: this text goes to logs.
    return "database " + id + " at " + address + ":" + port;
  }
}
