package com.shangwellness.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Turns a PEM bundle into what Connector/J can read. The driver takes a key store file only, so one
 * is written to the temporary directory: the only place that a task with a read-only root may write
 * to.
 */
final class CertificateAuthorities {

  /** The file holds certificates, which are public; Connector/J insists on a password. */
  static final String STORE_PASSWORD = "public";

  private CertificateAuthorities() {}

  /** What is wrong with this bundle, if anything. */
  static Optional<String> mistake(Path bundle) {
    try {
      return certificates(bundle).isEmpty()
          ? Optional.of(
              "names '%s', which holds no certificate; it must be a PEM file".formatted(bundle))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "names '%s', which cannot be read; it must be a PEM file".formatted(bundle));
    } catch (CertificateException e) {
      return Optional.of(
          "names '%s', which is not a PEM file of certificates (%s)"
              .formatted(bundle, e.getMessage()));
    }
  }

  /** Writes the bundle's certificates as a PKCS#12 store that goes when the process goes. */
  static Path asKeyStore(Path bundle) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (var certificate : certificates(bundle)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      var file = Files.createTempFile("database-authorities", ".p12");
      file.toFile().deleteOnExit();
      try (var out = Files.newOutputStream(file)) {
        store.store(out, STORE_PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the certificates of " + bundle, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot keep the certificates of " + bundle, e);
    }
  }

  private static List<X509Certificate> certificates(Path bundle)
      throws IOException, CertificateException {
    try (var in = Files.newInputStream(bundle)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }
}
