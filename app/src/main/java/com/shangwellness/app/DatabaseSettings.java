package com.shangwellness.app;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the database is and how to be let in.
 *
 * @param password the first value of the password, as ECS injected it at start; it may have been
 *     rotated since
 * @param secretArn where the current user and password are kept, in Secrets Manager
 * @param authorities a PEM file of the certificate authorities that may vouch for the database
 * @param verified whether the database must prove who it is (TLS, certificate and host name)
 * @param idleConnections how many connections are kept ready while nobody asks; any keeps an Aurora
 *     awake that could pause (TRAPS 16)
 */
record DatabaseSettings(
    String host,
    int port,
    String name,
    String user,
    Optional<String> password,
    Optional<String> secretArn,
    Optional<Path> authorities,
    boolean verified,
    int idleConnections) {

  /** Without the password: a record's own text would put it into a log. */
  @Override
  public String toString() {
    return "%s@%s:%d/%s".formatted(user, host, port, name);
  }
}
