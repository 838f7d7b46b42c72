package com.shangwellness.infra.zone;

import com.shangwellness.infra.settings.DomainSettings;
import java.util.List;
import software.amazon.awscdk.services.certificatemanager.CfnCertificate;
import software.amazon.awscdk.services.certificatemanager.CfnCertificate.DomainValidationOptionProperty;
import software.constructs.Construct;

/** The certificate that viewers see; it renews itself as long as the zone answers for the names. */
final class ViewerCertificate extends Construct {
  private final CfnCertificate certificate;

  ViewerCertificate(Construct scope, DomainSettings domain, String zoneId) {
    super(scope, "ViewerCertificate");
    this.certificate =
        CfnCertificate.Builder.create(this, "Certificate")
            .domainName(domain.name())
            .subjectAlternativeNames(domain.otherNames().isEmpty() ? null : domain.otherNames())
            .validationMethod("DNS")
            .domainValidationOptions(validations(domain.hosts(), zoneId))
            .build();
  }

  String arn() {
    return certificate.getRef();
  }

  private static List<DomainValidationOptionProperty> validations(
      List<String> hosts, String zoneId) {
    return hosts.stream()
        .map(
            host ->
                DomainValidationOptionProperty.builder()
                    .domainName(host)
                    .hostedZoneId(zoneId)
                    .build())
        .toList();
  }
}
