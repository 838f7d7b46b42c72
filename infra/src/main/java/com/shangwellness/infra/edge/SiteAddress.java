package com.shangwellness.infra.edge;

import com.shangwellness.infra.service.OriginOutputs;
import com.shangwellness.infra.settings.DomainSettings;
import com.shangwellness.infra.zone.ZoneOutputs;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.SSLMethod;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.CfnRecordSet.AliasTargetProperty;
import software.constructs.Construct;

/** Under which name the site is found, and under which one CloudFront finds the load balancer. */
sealed interface SiteAddress {

  /** The host that CloudFront asks. */
  String origin();

  /** How CloudFront asks it. */
  OriginProtocolPolicy originProtocol();

  /** Gives the distribution its names, and the certificate for them. */
  void dress(Construct scope, Distribution.Builder distribution);

  /** Adds the records that lead to the distribution, and answers with the site's host name. */
  String records(Construct scope, Distribution distribution);

  /** A domain of ours: TLS under our certificates, from the viewer to the load balancer. */
  record Ours(DomainSettings domain, String base, String origin, ZoneOutputs zone)
      implements SiteAddress {
    /** The zone of all of CloudFront's names: Route 53 API, "AliasTarget". */
    private static final String CLOUDFRONT = "Z2FDTNDATAQYW2";

    @Override
    public OriginProtocolPolicy originProtocol() {
      return OriginProtocolPolicy.HTTPS_ONLY;
    }

    @Override
    public void dress(Construct scope, Distribution.Builder distribution) {
      distribution
          .domainNames(domain.hosts())
          .certificate(
              Certificate.fromCertificateArn(scope, "Certificate", zone.viewerCertificateArn()))
          .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021)
          .sslSupportMethod(SSLMethod.SNI);
    }

    @Override
    public String records(Construct scope, Distribution distribution) {
      for (var host : domain.hosts()) {
        for (var type : domain.recordTypes()) {
          CfnRecordSet.Builder.create(scope, "Record-" + host + "-" + type)
              .hostedZoneId(zone.hostedZoneId())
              .name(host)
              .type(type)
              // Weighted also when it is alone: so another production can be moved here, or this
              // one elsewhere, by and by (Route 53 guide, "Weighted routing").
              .setIdentifier(base)
              .weight(domain.weight())
              .aliasTarget(
                  AliasTargetProperty.builder()
                      .dnsName(distribution.getDistributionDomainName())
                      .hostedZoneId(CLOUDFRONT)
                      .evaluateTargetHealth(false)
                      .build())
              .build();
        }
      }
      return domain.name();
    }
  }

  /**
   * CloudFront's own name, and the load balancer's own: there is no certificate for the latter, so
   * between the two it is plain HTTP.
   */
  record CloudFronts(OriginOutputs service) implements SiteAddress {
    @Override
    public String origin() {
      return service.loadBalancerHost();
    }

    @Override
    public OriginProtocolPolicy originProtocol() {
      return OriginProtocolPolicy.HTTP_ONLY;
    }

    @Override
    public void dress(Construct scope, Distribution.Builder distribution) {
      // CloudFront's own certificate, which lets no minimum be set.
    }

    @Override
    public String records(Construct scope, Distribution distribution) {
      return distribution.getDistributionDomainName();
    }
  }
}
