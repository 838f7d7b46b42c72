package com.shangwellness.app;

import java.sql.SQLException;
import java.util.OptionalInt;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to what this version needs. The rule for writing one:
 * db/migration/README.md.
 *
 * <p>MySQL commits a change of the schema before Flyway can note that it was made, so nothing of
 * ours may come between the two: no limit on how long a statement takes ({@link
 * DatabaseLogin#withoutLimits}), and no end of the process, which waits at the {@link Gate}. It
 * would be made again at the next start, and fail for ever.
 */
final class Migrations {

  private final DatabaseLogin login;
  private final Availability availability;
  private final Gate gate;

  Migrations(DatabaseLogin login, Availability availability, Gate gate) {
    this.login = login.withoutLimits();
    this.availability = availability;
    this.gate = gate;
  }

  /**
   * Applies what is missing. Several tasks may start at once: Flyway lets one of them at a time. A
   * schema that is ahead of this version (green has started, or blue is back) is left as it is.
   *
   * @return how many were applied; nothing when the process is ending and none was begun
   * @throws Database.Unavailable when the database cannot be used now
   * @throws FlywayException when a migration is broken
   * @throws IllegalStateException when the database can be used, but not this one of it
   */
  OptionalInt apply() {
    try {
      // Outside the gate: the end waits for a migration, never for a database that is not there.
      login.getConnection().close();
      if (!gate.enter()) {
        return OptionalInt.empty();
      }
      try {
        return OptionalInt.of(migrate());
      } finally {
        gate.leave();
      }
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql && SqlErrors.isUnavailable(sql)) {
          throw unavailable(sql);
        }
      }
      throw e;
    } catch (SQLException e) {
      if (SqlErrors.isUnavailable(e)) {
        throw unavailable(e);
      }
      throw new IllegalStateException("the database refused: " + e.getMessage(), e);
    }
  }

  private int migrate() {
    var applied =
        Flyway.configure()
            .dataSource(login)
            .locations("classpath:db/migration")
            .failOnMissingLocations(true)
            .validateMigrationNaming(true)
            .createSchemas(false)
            .connectRetries(0)
            .loggers("slf4j")
            .load()
            .migrate()
            .migrationsExecuted;
    availability.answered();
    return applied;
  }

  private Database.Unavailable unavailable(SQLException cause) {
    availability.failed();
    return new Database.Unavailable(cause);
  }
}
