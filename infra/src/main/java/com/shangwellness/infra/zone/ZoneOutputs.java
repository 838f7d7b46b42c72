package com.shangwellness.infra.zone;

import com.shangwellness.infra.Neighbour;
import software.amazon.awscdk.CfnOutput;
import software.constructs.Construct;

/** What the zone tells other stacks, and how they read it. Names of outputs never change. */
public final class ZoneOutputs {
  /** The name of the output with the name servers of a new zone, separated by commas. */
  public static final String NAME_SERVERS = "NameServers";

  private static final String ID = "HostedZoneId";
  private static final String CERTIFICATE = "ViewerCertificateArn";

  private final Neighbour zone;

  /** Reads the outputs of {@code zone}. */
  public ZoneOutputs(Neighbour zone) {
    this.zone = zone;
  }

  /** The id of the zone that has the site's names. */
  public String hostedZoneId() {
    return zone.output(ID);
  }

  /** The ARN of the certificate that viewers see; it stands in us-east-1. */
  public String viewerCertificateArn() {
    return zone.output(CERTIFICATE);
  }

  static void write(Construct stack, String zoneId, String certificateArn) {
    CfnOutput.Builder.create(stack, ID).value(zoneId).build();
    CfnOutput.Builder.create(stack, CERTIFICATE).value(certificateArn).build();
  }
}
