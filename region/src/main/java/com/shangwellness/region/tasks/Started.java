package com.shangwellness.region.tasks;

import java.util.List;

/**
 * How a container was started.
 *
 * @param servedPort the port at which it was told to listen: the container's port, unless this user
 *     may not bind that; 0 when it serves none
 * @param notes what differs from AWS, one sentence each; empty when nothing does
 */
public record Started(int servedPort, List<String> notes) {}
