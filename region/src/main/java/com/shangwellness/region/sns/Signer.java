package com.shangwellness.region.sns;

import java.util.Optional;
import java.util.function.Consumer;

/** Signs messages, so that who gets one can tell that it is from this region's SNS. */
@FunctionalInterface
public interface Signer {

  /**
   * What proves a message.
   *
   * @param value in Base64
   * @param certificate the file name of the certificate by which it is verified
   */
  record Signature(String value, String certificate) {}

  /**
   * Signs {@code text}, and returns at once.
   *
   * @param version 1 for SHA1withRSA, 2 for SHA256withRSA (SNS guide, "Verifying the signatures of
   *     Amazon SNS messages")
   * @param answer told once, on the timeline; empty when it could not be signed
   */
  void sign(String text, String version, Consumer<Optional<Signature>> answer);
}
