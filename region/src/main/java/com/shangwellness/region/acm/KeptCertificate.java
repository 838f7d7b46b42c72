package com.shangwellness.region.acm;

import java.util.List;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.Tag;

/**
 * A certificate as it is kept.
 *
 * @param token the idempotency token that it was asked for with; empty without one
 */
record KeptCertificate(CertificateDetail detail, List<Tag> tags, String token) {

  /** Copies the list. */
  KeptCertificate {
    tags = List.copyOf(tags);
  }

  String arn() {
    return detail.certificateArn();
  }

  /** What the ARN ends with. */
  String id() {
    return arn().substring(arn().lastIndexOf('/') + 1);
  }

  boolean issued() {
    return detail.status() == CertificateStatus.ISSUED;
  }

  KeptCertificate with(CertificateDetail changed) {
    return new KeptCertificate(changed, tags, token);
  }

  KeptCertificate with(List<Tag> changed) {
    return new KeptCertificate(detail, changed, token);
  }
}
