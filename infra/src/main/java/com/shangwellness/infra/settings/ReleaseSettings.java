package com.shangwellness.infra.settings;

/**
 * What a release may not do to its users.
 *
 * @param serverErrorsPerMinute answers of status 5xx, from which a release is bad
 * @param latencyP99Seconds above which, for three minutes, a release is bad
 */
public record ReleaseSettings(int serverErrorsPerMinute, double latencyP99Seconds) {}
