package com.shangwellness.ops.fake;

import java.util.List;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.DelegationSet;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** A zone for whatever id is asked for. */
public final class FakeRoute53 implements Route53Client {
  private boolean missing;

  /** The region does not know the service. */
  public void isMissing() {
    missing = true;
  }

  @Override
  public GetHostedZoneResponse getHostedZone(GetHostedZoneRequest request) {
    if (missing) {
      throw (Route53Exception)
          Route53Exception.builder().statusCode(501).message("not implemented").build();
    }
    return GetHostedZoneResponse.builder()
        .hostedZone(HostedZone.builder().id(request.id()).name("shangwellness.com.").build())
        .delegationSet(
            DelegationSet.builder().nameServers("ns-1.awsdns-1.org", "ns-2.awsdns-2.com").build())
        .build();
  }

  @Override
  public ListHostedZonesByNameResponse listHostedZonesByName(ListHostedZonesByNameRequest request) {
    return ListHostedZonesByNameResponse.builder().hostedZones(List.of()).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
