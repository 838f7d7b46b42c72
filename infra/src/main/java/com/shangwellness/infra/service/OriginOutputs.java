package com.shangwellness.infra.service;

import com.shangwellness.infra.Neighbour;

/** What the edge reads of the service. */
public final class OriginOutputs {
  private final Neighbour service;

  /** Reads the outputs of {@code service}. */
  public OriginOutputs(Neighbour service) {
    this.service = service;
  }

  /** The load balancer's own host name. */
  public String loadBalancerHost() {
    return service.output("SiteDnsName");
  }
}
