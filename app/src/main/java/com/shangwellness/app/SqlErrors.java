package com.shangwellness.app;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/** What a database's error means for us. */
final class SqlErrors {

  // MySQL "Server Error Message Reference"; MariaDB has the same numbers.
  private static final int READ_ONLY_SERVER = 1290;
  private static final int READ_ONLY_MODE = 1836;
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private SqlErrors() {}

  /** The user or the password was not accepted (SQLSTATE class 28). */
  static boolean isLoginRefused(SQLException error) {
    return stateOf(error).startsWith("28");
  }

  /** A deadlock's victim: the same transaction may succeed when run again. */
  static boolean isWorthAnotherTry(SQLException error) {
    return stateOf(error).equals("40001") && !isLockWait(error);
  }

  /** Somebody else held a row or a table for too long. */
  static boolean isLockWait(SQLException error) {
    return error.getErrorCode() == LOCK_WAIT_TIMEOUT;
  }

  /** A unique key was there already. */
  static boolean isDuplicate(SQLException error) {
    return error instanceof SQLIntegrityConstraintViolationException
        && error.getErrorCode() == 1062;
  }

  /**
   * The database cannot be used now: not reached, not let in, or the server is no longer the
   * writer.
   */
  static boolean isUnavailable(SQLException error) {
    return error instanceof SQLTransientConnectionException
        || error instanceof SQLNonTransientConnectionException
        || stateOf(error).startsWith("08")
        || isLoginRefused(error)
        || error.getErrorCode() == READ_ONLY_SERVER
        || error.getErrorCode() == READ_ONLY_MODE;
  }

  private static String stateOf(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }
}
