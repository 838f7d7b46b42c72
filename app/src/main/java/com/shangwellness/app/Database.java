package com.shangwellness.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The pool of connections, transactions on it, and what is known of the database's availability.
 */
final class Database implements AutoCloseable {

  /** As many requests use the database at once; the others wait for their turn. */
  static final int MOST_CONNECTIONS = 10;

  private static final int TRIES = 5;

  private final HikariDataSource pool;
  private final Availability availability;
  private final AtomicBoolean probing = new AtomicBoolean();

  /**
   * @param idle how many connections are kept ready while nobody asks, 0 to {@link
   *     #MOST_CONNECTIONS}
   */
  Database(DataSource login, int idle, Availability availability) {
    this.pool = new HikariDataSource(pooling(login, idle));
    this.availability = availability;
  }

  private static HikariConfig pooling(DataSource login, int idle) {
    var config = new HikariConfig();
    config.setPoolName("database");
    config.setDataSource(login);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    // With 0 an idle application holds no connection and asks nothing: an idle Aurora can pause
    // (TRAPS 16). With more, the first request after a pause finds one that is logged in.
    config.setMinimumIdle(idle);
    if (idle < MOST_CONNECTIONS) {
      config.setIdleTimeout(Duration.ofSeconds(60).toMillis());
    }
    config.setKeepaliveTime(idle == 0 ? 0 : Duration.ofMinutes(2).toMillis());
    config.setValidationTimeout(Duration.ofSeconds(2).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(15).toMillis());
    config.setConnectionTimeout(Duration.ofSeconds(4).toMillis());
    config.setInitializationFailTimeout(-1);
    // Every decision is taken under a row lock, so each statement may see what is committed;
    // repeatable read would add gap locks and stale snapshots.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return config;
  }

  /** Work on one connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** The database cannot be used at the moment. */
  static final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unavailable(SQLException cause) {
      super("the database cannot be used: " + cause.getMessage(), cause);
    }
  }

  Availability availability() {
    return availability;
  }

  /**
   * Does {@code work} in one transaction: committed when it returns, rolled back when it throws,
   * done again when it was the victim of a deadlock.
   *
   * @throws Unavailable when the database cannot be used
   */
  <T> T transaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        var result = once(work);
        availability.answered();
        return result;
      } catch (SQLException e) {
        if (SqlErrors.isUnavailable(e)) {
          availability.failed();
          throw new Unavailable(e);
        }
        if (SqlErrors.isLockWait(e)) {
          // Somebody else is slow; the database is there.
          throw new Unavailable(e);
        }
        if (!SqlErrors.isWorthAnotherTry(e) || attempt == TRIES) {
          throw new IllegalStateException("the database refused: " + e.getMessage(), e);
        }
      }
    }
  }

  private <T> T once(Work<T> work) throws SQLException {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        if (e instanceof SQLException sql && SqlErrors.isUnavailable(sql)) {
          // Broken, or to a server that was the writer before a failover: nobody else must get it.
          pool.evictConnection(connection);
        } else {
          rollBack(connection, e);
        }
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Asks the database whether it is back, on a thread of its own and one at a time; the answer is
   * in availability.
   */
  void probe() {
    if (probing.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("database-probe")
          .start(
              () -> {
                try {
                  ask();
                } finally {
                  probing.set(false);
                }
              });
    }
  }

  private void ask() {
    try {
      transaction(
          connection -> {
            try (var statement = connection.createStatement()) {
              return statement.execute("SELECT 1");
            }
          });
    } catch (Unavailable stillGone) {
      // Recorded by transaction(); the next health check asks again.
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
