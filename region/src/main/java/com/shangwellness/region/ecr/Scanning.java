package com.shangwellness.region.ecr;

import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * What images are scanned with.
 *
 * @param records a folder that the user fills with OSV's records
 * @param background carries scans out: they read whole images
 */
public record Scanning(Path records, Executor background) {}
