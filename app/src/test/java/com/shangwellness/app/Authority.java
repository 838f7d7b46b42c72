package com.shangwellness.app;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the tests, in PEM files. */
final class Authority {

  private static final X500Name NAME = new X500Name("CN=An authority of the tests");

  private final Path directory;
  private final KeyPair keys = keys();

  Authority(Path directory) {
    this.directory = directory;
  }

  /** Its own certificate. */
  Path bundle() throws Exception {
    return pem("bundle", "CERTIFICATE", certificate(keys, NAME, true, "authority"));
  }

  /** The options of a MariaDB server that proves to be at {@code address}. */
  String[] serverAt(String address) throws Exception {
    var server = keys();
    var name = new X500Name("CN=" + address);
    return new String[] {
      "--ssl-cert=" + pem("server", "CERTIFICATE", certificate(server, name, false, address)),
      "--ssl-key=" + pem("key", "PRIVATE KEY", server.getPrivate().getEncoded())
    };
  }

  private byte[] certificate(KeyPair of, X500Name subject, boolean authority, String address)
      throws CertIOException, OperatorCreationException, IOException {
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofHours(1))),
            subject,
            of.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!authority) {
      var names = new GeneralNames(new GeneralName(GeneralName.iPAddress, address));
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return builder.build(signer).getEncoded();
  }

  private Path pem(String name, String type, byte[] content) throws IOException {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        directory.resolve(name + ".pem"),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text));
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC", e);
    }
  }
}
