package com.shangwellness.region.acm;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.elasticloadbalancingv2.Certificates;
import com.shangwellness.region.traffic.Frontend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Issued certificates as files that a load balancer serves, signed by the region's authority. They
 * are made when they are first asked for, and stay.
 */
public final class ServedCertificates implements Certificates {

  /** Where the region publishes a load balancer's ports, whatever the certificate is for. */
  private static final List<String> PUBLISHED_AT = List.of("127.0.0.1");

  private final Acm acm;
  private final CertificateAuthority authority;
  private final Path folder;

  /** Certificates of {@code acm}, with their files in {@code folder}. */
  public ServedCertificates(Acm acm, CertificateAuthority authority, Path folder) {
    this.acm = acm;
    this.authority = authority;
    this.folder = folder;
  }

  @Override
  public Optional<Frontend.Certificate> find(String arn) {
    return acm.issuedFor(arn).map(names -> files(arn, names));
  }

  @Override
  public boolean isKnown(String arn) {
    return acm.knows(arn);
  }

  private Frontend.Certificate files(String arn, List<String> names) {
    var own = folder.resolve(arn.substring(arn.lastIndexOf('/') + 1));
    // The key is written last: where it is, both are.
    if (!Files.exists(own.resolve("server.key"))) {
      var issued = authority.issue(own, names, PUBLISHED_AT);
      return new Frontend.Certificate(issued.certificate(), issued.key());
    }
    return new Frontend.Certificate(own.resolve("server.pem"), own.resolve("server.key"));
  }
}
