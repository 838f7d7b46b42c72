package com.shangwellness.region.buildhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Whom builds trust: the public authorities that the JDK knows, and the region's.
 *
 * @param bundle all of them, PEM
 * @param store all of them, PKCS #12
 */
record TrustFiles(Path bundle, Path store) {

  /** The password of the store, which holds no secret: the JDK's own. */
  static final String PASSWORD = "changeit";

  /**
   * Writes them into {@code folder}.
   *
   * @param authority the region's certificate, PEM
   */
  static TrustFiles in(Path folder, Path authority) {
    try {
      Files.createDirectories(folder);
      var certificates = new ArrayList<X509Certificate>();
      try (var in = Files.newInputStream(authority)) {
        certificates.add(
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      certificates.addAll(publicOnes());
      return new TrustFiles(
          Files.writeString(folder.resolve("ca-bundle.pem"), pem(certificates)),
          store(folder.resolve("trust.p12"), certificates));
    } catch (IOException e) {
      throw new UncheckedIOException("the trusted authorities cannot be written to " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK's trusted authorities cannot be read", e);
    }
  }

  private static List<X509Certificate> publicOnes() throws IOException, GeneralSecurityException {
    var file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    var found = new ArrayList<X509Certificate>();
    for (var aliases = store.aliases(); aliases.hasMoreElements(); ) {
      if (store.getCertificate(aliases.nextElement()) instanceof X509Certificate certificate) {
        found.add(certificate);
      }
    }
    return found;
  }

  private static String pem(List<X509Certificate> certificates) throws GeneralSecurityException {
    var text = new StringBuilder();
    for (var certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(
              Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  private static Path store(Path file, List<X509Certificate> certificates)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (var certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
