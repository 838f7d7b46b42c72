package com.shangwellness.region.testing;

import com.shangwellness.region.certificates.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS as a client has it that trusts one authority alone. */
public final class Trust {

  private Trust() {}

  /** Trusts what {@code authority} has issued. */
  public static SSLContext in(CertificateAuthority authority)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var pem = Files.newInputStream(authority.certificateFile())) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    return in(trusted);
  }

  /** Trusts what {@code trusted} has. */
  public static SSLContext in(KeyStore trusted) throws GeneralSecurityException {
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    return tls;
  }
}
