package com.shangwellness.region.certificates;

import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates for what the region serves over TLS. Made once per region and kept in its
 * folder; certificates are valid by the machine's clock, since those who check them have no other.
 */
public final class CertificateAuthority {

  private static final Duration AUTHORITY_LASTS = Duration.ofDays(3650);
  private static final Duration CERTIFICATE_LASTS = Duration.ofDays(825);
  private static final X500Principal NAME =
      new X500Principal("CN=Region on this machine, O=Shangwellness");

  private final WallClock clock;
  private final Path certificateFile;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(
      WallClock clock, Path certificateFile, X509Certificate certificate, PrivateKey key) {
    this.clock = clock;
    this.certificateFile = certificateFile;
    this.certificate = certificate;
    this.key = key;
  }

  /** Files of a server: its certificate (with the authority's behind it) and its key, both PEM. */
  public record Issued(Path certificate, Path key) {}

  /** The authority kept in {@code folder}; made there when there is none. */
  public static CertificateAuthority in(Path folder, WallClock clock) {
    var certificateFile = folder.resolve("ca.pem");
    var keyFile = folder.resolve("ca.key");
    try {
      if (!Files.exists(certificateFile)) {
        Files.createDirectories(folder);
        create(certificateFile, keyFile, clock);
      }
      return new CertificateAuthority(
          clock, certificateFile, readCertificate(certificateFile), readKey(keyFile, "EC"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the certificate authority in " + folder + " cannot be read or made", e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          "the certificate authority in " + folder + " is damaged: delete the folder", e);
    }
  }

  /** The authority's certificate, PEM: what {@code AWS_CA_BUNDLE} of every process names. */
  public Path certificateFile() {
    return certificateFile;
  }

  /**
   * Issues a certificate for {@code names} and {@code addresses} (at least one name) and writes it
   * and its key into {@code folder} as {@code server.pem} and {@code server.key}.
   */
  public Issued issue(Path folder, Collection<String> names, Collection<String> addresses) {
    try {
      return issue(folder, names, addresses, newKey());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key for " + names + " cannot be made", e);
    }
  }

  /**
   * The certificate of an RSA key for {@code name}, and the key, as they are kept in {@code
   * folder}; issued when there is none: for signatures, which outlive the process that made them.
   */
  public Issued forSigning(Path folder, String name) {
    var kept = new Issued(folder.resolve("server.pem"), folder.resolve("server.key"));
    if (Files.exists(kept.key())) {
      return kept;
    }
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return issue(folder, List.of(name), List.of(), generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key for " + name + " cannot be made", e);
    }
  }

  private Issued issue(
      Path folder, Collection<String> names, Collection<String> addresses, KeyPair pair) {
    try {
      var subject = new X500Principal("CN=" + names.iterator().next());
      var alternatives =
          Stream.concat(
                  names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                  addresses.stream()
                      .map(address -> new GeneralName(GeneralName.iPAddress, address)))
              .toArray(GeneralName[]::new);
      var builder = builder(NAME, subject, pair, CERTIFICATE_LASTS, clock);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      var issued = sign(builder, key);
      Files.createDirectories(folder);
      var certificateOut =
          Files.writeString(folder.resolve("server.pem"), pem(issued) + pem(certificate));
      return new Issued(
          certificateOut, writeSecret(folder.resolve("server.key"), pem(pair.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException("a certificate cannot be written to " + folder, e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate for " + names + " cannot be made", e);
    }
  }

  private static void create(Path certificateFile, Path keyFile, WallClock clock)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    var pair = newKey();
    var builder = builder(NAME, NAME, pair, AUTHORITY_LASTS, clock);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    var made = sign(builder, pair.getPrivate());
    writeSecret(keyFile, pem(pair.getPrivate()));
    Files.writeString(certificateFile, pem(made));
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair pair, Duration lasts, WallClock clock) {
    var now = clock.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, new SecureRandom()),
        Date.from(now.minus(Duration.ofDays(1))),
        Date.from(now.plus(lasts)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, CertificateException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static String pem(X509Certificate value) throws IOException {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(value);
    }
    return text.toString();
  }

  // PKCS #8, which every server and the JDK read.
  private static String pem(PrivateKey value) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(value.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private static Path writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.writeString(Files.createFile(file, ownerOnly), text);
  }

  private static X509Certificate readCertificate(Path file)
      throws IOException, CertificateException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /**
   * Reads a key that was issued.
   *
   * @param algorithm {@code EC} or {@code RSA}
   */
  public static PrivateKey readKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    var body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
  }
}
