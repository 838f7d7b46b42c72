package com.shangwellness.app;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to what this version needs. The rule for writing one:
 * db/migration/README.md.
 */
final class Migrations {

  private final Database database;

  Migrations(Database database) {
    this.database = database;
  }

  /**
   * Applies what is missing. Several tasks may start at once: Flyway lets one of them at a time. A
   * schema that is ahead of this version (green has started, or blue is back) is left as it is.
   *
   * @return how many were applied
   * @throws Database.Unavailable when the database cannot be used now
   * @throws FlywayException when a migration is broken
   */
  int apply() {
    try {
      var applied =
          Flyway.configure()
              .dataSource(database.dataSource())
              .locations("classpath:db/migration")
              .failOnMissingLocations(true)
              .validateMigrationNaming(true)
              .createSchemas(false)
              .connectRetries(0)
              .loggers("slf4j")
              .load()
              .migrate()
              .migrationsExecuted;
      database.availability().answered();
      return applied;
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql && SqlErrors.isUnavailable(sql)) {
          database.availability().failed();
          throw new Database.Unavailable(sql);
        }
      }
      throw e;
    }
  }
}
