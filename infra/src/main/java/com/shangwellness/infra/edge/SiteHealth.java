package com.shangwellness.infra.edge;

import com.shangwellness.infra.Names;
import java.util.List;
import software.amazon.awscdk.services.route53.CfnHealthCheck;
import software.amazon.awscdk.services.route53.CfnHealthCheck.HealthCheckConfigProperty;
import software.amazon.awscdk.services.route53.CfnHealthCheck.HealthCheckTagProperty;
import software.constructs.Construct;

/** Asks for the site from many places of the world, as its users do. */
final class SiteHealth extends Construct {
  private static final int HTTPS = 443;
  private static final int INTERVAL_SECONDS = 30;
  private static final int FAILURES = 3;

  private final CfnHealthCheck check;

  SiteHealth(Construct scope, Names names, String site, String path) {
    super(scope, "SiteHealth");
    this.check =
        CfnHealthCheck.Builder.create(this, "Check")
            .healthCheckConfig(
                HealthCheckConfigProperty.builder()
                    .type("HTTPS")
                    .fullyQualifiedDomainName(site)
                    .port(HTTPS)
                    .resourcePath(path)
                    .enableSni(true)
                    .requestInterval(INTERVAL_SECONDS)
                    .failureThreshold(FAILURES)
                    .build())
            .healthCheckTags(
                List.of(
                    HealthCheckTagProperty.builder().key("Name").value(names.edge("site")).build()))
            .build();
  }

  String id() {
    return check.getAttrHealthCheckId();
  }
}
