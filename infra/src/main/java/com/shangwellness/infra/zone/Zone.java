package com.shangwellness.infra.zone;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/**
 * The site's name: its hosted zone, made or found, and the certificate that viewers see. In
 * us-east-1, where CloudFront looks for certificates and Route 53 for the groups of its query logs.
 *
 * <p>The certificate waits until the domain is delegated to the zone's name servers: they are in
 * the zone as soon as it is made, long before this stack is complete.
 */
public final class Zone extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "zone";

  /** The region of this stack, and of all that CloudFront is made of. */
  public static final String REGION = "us-east-1";

  /** Adds the stack to {@code app}; only for settings that name a domain. */
  public Zone(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var domain = settings.domain();
    var zoneId =
        domain.makesZone() ? new SiteZone(this, names, settings).id() : domain.hostedZone();
    var certificate = new ViewerCertificate(this, domain, zoneId);
    ZoneOutputs.write(this, zoneId, certificate.arn());
  }
}
