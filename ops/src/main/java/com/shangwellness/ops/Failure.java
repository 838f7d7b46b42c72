package com.shangwellness.ops;

/**
 * Something that the user has to know and can act on. Its message names the thing, what was found
 * and what to do; it is printed without a stack trace.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The work was tried and did not succeed: exit code 1. */
  public static Failure failed(String message) {
    return new Failure(ExitCode.FAILED, message);
  }

  /** The command line or the settings are wrong: exit code 2. */
  public static Failure wrongSettings(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  /** There is nothing to act on: exit code 3. */
  public static Failure notRunning(String message) {
    return new Failure(ExitCode.NOT_RUNNING, message);
  }

  /** The user did not agree: exit code 4. */
  public static Failure declined(String message) {
    return new Failure(ExitCode.DECLINED, message);
  }

  /** The exit code that this failure means, one of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
