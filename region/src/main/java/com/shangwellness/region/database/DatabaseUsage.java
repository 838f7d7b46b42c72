package com.shangwellness.region.database;

import com.shangwellness.region.processes.Usage;

/**
 * What a database server uses.
 *
 * @param server the server's process
 * @param connections how many clients are connected; the region's own question does not count
 */
public record DatabaseUsage(Usage server, int connections) {}
