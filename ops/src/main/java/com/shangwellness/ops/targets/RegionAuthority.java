package com.shangwellness.ops.targets;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The authority that signs what the region on this machine serves by TLS, and no other. */
final class RegionAuthority {
  /** Where the region tells its certificate. */
  static final String PATH = "/_region/authority";

  private RegionAuthority() {}

  /** What trusts the authority of the region that answers at {@code endpoint}. */
  static SSLContext at(URI endpoint) {
    try (var pem = LoopbackHttp.open(endpoint.resolve(PATH)).getInputStream()) {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "region", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw Failure.failed("the region does not tell whom to trust: " + e.getMessage());
    }
  }
}
