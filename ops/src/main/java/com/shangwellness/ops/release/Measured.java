package com.shangwellness.ops.release;

/** The names of what is measured of a colour. */
public final class Measured {
  /** Requests a second. */
  public static final String REQUESTS = "requestsPerSecond";

  /** Its share of all requests that were seen, in percent. */
  public static final String SHARE = "sharePercent";

  /** Answers with a status of 500 or more, in a minute. */
  public static final String ERRORS = "serverErrorsPerMinute";

  /** Half of the answers came within so many seconds. */
  public static final String MEDIAN = "p50Seconds";

  /** All answers but one in a hundred came within so many seconds. */
  public static final String SLOWEST = "p99Seconds";

  private Measured() {}
}
