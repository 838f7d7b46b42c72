package com.shangwellness.ops.delivery;

/**
 * What is sent.
 *
 * @param commit the commit's full id
 * @param dirty whether files differ from it
 * @param subject its first line
 */
public record Revision(String commit, boolean dirty, String subject) {
  private static final int BRIEF = 12;

  /** As {@code git describe --always --dirty --abbrev=40} has it, and {@code /version}. */
  public String id() {
    return commit + (dirty ? "-dirty" : "");
  }

  /** For people. */
  public String brief() {
    return commit.substring(0, Math.min(BRIEF, commit.length())) + (dirty ? "-dirty" : "");
  }
}
