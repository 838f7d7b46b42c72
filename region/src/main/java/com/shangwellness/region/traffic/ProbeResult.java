package com.shangwellness.region.traffic;

/** What came of a probe. */
public sealed interface ProbeResult {

  /** It answered with this HTTP status. */
  record Answered(int status) implements ProbeResult {}

  /** It did not answer in time. */
  record TimedOut() implements ProbeResult {}

  /** The connection was refused or broke, or the answer was not HTTP. */
  record Failed(String why) implements ProbeResult {}
}
