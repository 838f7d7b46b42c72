package com.shangwellness.ops;

/** What a script may conclude from a command's exit code. */
public final class ExitCode {
  /** Done; for status and doctor: all is well. */
  public static final int OK = 0;

  /** Tried and failed; for status and doctor: something is broken. */
  public static final int FAILED = 1;

  /** The command line or the settings are wrong; nothing was done. */
  public static final int USAGE = 2;

  /** Nothing is running here, or nothing is deployed there. */
  public static final int NOT_RUNNING = 3;

  /** A question was answered with no, or could not be asked; nothing was changed by it. */
  public static final int DECLINED = 4;

  private ExitCode() {}
}
