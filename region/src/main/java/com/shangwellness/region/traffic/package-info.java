/**
 * Traffic: the port by which a load balancer serves HTTP, as real sockets ({@link
 * com.shangwellness.region.traffic.NettyTraffic}) and as a simulation on virtual time ({@link
 * com.shangwellness.region.traffic.SimulatedTraffic}).
 */
package com.shangwellness.region.traffic;
