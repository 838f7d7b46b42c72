package com.shangwellness.infra.settings;

/**
 * What a release may not do to its users.
 *
 * @param serverErrorsPerMinute answers of status 5xx, from which a release is bad
 * @param latencyP99Seconds above which, for three minutes, a release is bad
 */
public record ReleaseSettings(int serverErrorsPerMinute, double latencyP99Seconds) {

  static ReleaseSettings from(Section section) {
    return new ReleaseSettings(
        section.number("serverErrorsPerMinute", 1, 1_000_000),
        section.decimal("latencyP99Seconds", 0.1, 60, 0.1));
  }
}
