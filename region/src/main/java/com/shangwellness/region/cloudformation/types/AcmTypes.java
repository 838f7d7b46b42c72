package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.Optional;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.Tag;

/** The resource types of AWS Certificate Manager. */
public final class AcmTypes {

  private AcmTypes() {}

  /** The types, acting through {@code acm}. */
  public static ResourceTypes types(AcmClient acm) {
    return ResourceTypes.of(
        type("AWS::CertificateManager::Certificate")
            .create(RequestCertificateRequest::builder, acm::requestCertificate)
            .ignore("DomainValidationOptions", "no record is written, since none is looked up")
            .ref(created -> created.certificateArn())
            .attribute("Id", created -> created.certificateArn())
            .stableWhen(arn -> certificate(acm, arn).status() == CertificateStatus.ISSUED)
            .failedWhen(arn -> failure(certificate(acm, arn)))
            .onChange("Tags", change -> retag(acm, change))
            .delete(arn -> acm.deleteCertificate(r -> r.certificateArn(arn))));
  }

  private static CertificateDetail certificate(AcmClient acm, String arn) {
    return acm.describeCertificate(r -> r.certificateArn(arn)).certificate();
  }

  private static Optional<String> failure(CertificateDetail certificate) {
    return switch (certificate.status()) {
      case FAILED, VALIDATION_TIMED_OUT ->
          Optional.of("The certificate is " + certificate.statusAsString() + ".");
      default -> Optional.empty();
    };
  }

  private static void retag(AcmClient acm, Update change) {
    change.retag(
        gone ->
            acm.removeTagsFromCertificate(
                r ->
                    r.certificateArn(change.id())
                        .tags(gone.stream().map(key -> Tag.builder().key(key).build()).toList())),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> acm.addTagsToCertificate(r -> r.certificateArn(change.id()).tags(tags)));
  }
}
