package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import java.util.List;
import software.amazon.awscdk.services.certificatemanager.CfnCertificate;
import software.amazon.awscdk.services.certificatemanager.CfnCertificate.DomainValidationOptionProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.CfnRecordSet.AliasTargetProperty;
import software.constructs.Construct;

/**
 * The name and the certificate by which CloudFront knows that it speaks to our load balancer: a
 * certificate for the load balancer's own name cannot be had.
 */
final class OriginAddress extends Construct {
  private final CfnCertificate certificate;

  OriginAddress(
      Construct scope,
      Names names,
      String domain,
      String zoneId,
      ApplicationLoadBalancer balancer) {
    super(scope, "OriginAddress");
    var host = names.originHost(domain);
    this.certificate =
        CfnCertificate.Builder.create(this, "Certificate")
            .domainName(host)
            .validationMethod("DNS")
            .domainValidationOptions(
                List.of(
                    DomainValidationOptionProperty.builder()
                        .domainName(host)
                        .hostedZoneId(zoneId)
                        .build()))
            .build();
    CfnRecordSet.Builder.create(this, "Record")
        .hostedZoneId(zoneId)
        .name(host)
        .type("A")
        .aliasTarget(
            AliasTargetProperty.builder()
                .dnsName(balancer.getLoadBalancerDnsName())
                .hostedZoneId(balancer.getLoadBalancerCanonicalHostedZoneId())
                .evaluateTargetHealth(false)
                .build())
        .build();
  }

  String certificateArn() {
    return certificate.getRef();
  }
}
