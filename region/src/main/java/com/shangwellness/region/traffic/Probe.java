package com.shangwellness.region.traffic;

import java.time.Duration;

/**
 * One health check: {@code GET path} at {@code address}, redirects not followed.
 *
 * @param timeout of wall time, from the first packet to the status line
 */
public record Probe(Address address, String path, Duration timeout) {}
