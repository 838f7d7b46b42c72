package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.traffic.Frontend;
import java.util.Optional;

/** Where the certificates of HTTPS listeners are found. */
@FunctionalInterface
public interface Certificates {

  /** There are none, so HTTPS listeners are refused with CertificateNotFound. */
  Certificates NONE = arn -> Optional.empty();

  /** The certificate of this ARN, ready to be served. */
  Optional<Frontend.Certificate> find(String arn);

  /** Whether there is a certificate of this ARN, though it may not be issued yet. */
  default boolean isKnown(String arn) {
    return find(arn).isPresent();
  }
}
