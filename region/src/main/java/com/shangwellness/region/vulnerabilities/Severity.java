package com.shangwellness.region.vulnerabilities;

/** How bad a vulnerability is, the worst last. */
public enum Severity {
  /** Nobody has said. */
  UNDEFINED,
  /** Worth knowing. */
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
