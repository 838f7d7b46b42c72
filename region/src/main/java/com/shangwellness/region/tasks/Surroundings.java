package com.shangwellness.region.tasks;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * What every container finds around it.
 *
 * @param endpoint where the region serves the AWS API
 * @param hostsFile the names that a container's JVM resolves, and the only ones
 * @param caBundle the certificate authority that signs what the region serves, as a PEM file
 * @param javaHome the JDK for images that bring none
 * @param servedPort the port of this machine that stands for a container's port
 */
public record Surroundings(
    URI endpoint, Path hostsFile, Path caBundle, Path javaHome, IntUnaryOperator servedPort) {}
