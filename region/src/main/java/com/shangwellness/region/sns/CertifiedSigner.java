package com.shangwellness.region.sns;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Signs with a key that the region's authority has certified. Both are made with the first message
 * and kept, so that what was sent can be verified for as long as the region is there.
 */
public final class CertifiedSigner implements Signer {

  private static final Logger LOG = System.getLogger(CertifiedSigner.class.getName());

  /** A key, and its certificate as it is served. */
  private record Seal(PrivateKey key, String name, byte[] certificate) {}

  private final CertificateAuthority authority;
  private final Path folder;
  private final String host;
  private final Timeline timeline;
  private final Executor elsewhere;

  // Read and made on any thread.
  private final Object lock = new Object();
  private Optional<Seal> seal = Optional.empty();

  /**
   * A signer that keeps its key in {@code folder}.
   *
   * @param host whom the certificate is for, such as {@code sns.ap-south-1.amazonaws.com}
   * @param elsewhere where signatures are computed, which takes longer than an action may
   */
  public CertifiedSigner(
      CertificateAuthority authority,
      Path folder,
      String host,
      Timeline timeline,
      Executor elsewhere) {
    this.authority = authority;
    this.folder = folder;
    this.host = host;
    this.timeline = timeline;
    this.elsewhere = elsewhere;
  }

  @Override
  public void sign(String text, String version, Consumer<Optional<Signature>> answer) {
    elsewhere.execute(
        () -> {
          var signature = signature(text, version);
          timeline.post("sns: a message is signed", () -> answer.accept(signature));
        });
  }

  private Optional<Signature> signature(String text, String version) {
    try {
      var own = seal();
      var by =
          java.security.Signature.getInstance(
              version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
      by.initSign(own.key());
      by.update(text.getBytes(StandardCharsets.UTF_8));
      return Optional.of(new Signature(Base64.getEncoder().encodeToString(by.sign()), own.name()));
    } catch (GeneralSecurityException | UncheckedIOException | IllegalStateException e) {
      LOG.log(Level.WARNING, "sns: a message could not be signed and is tried again", e);
      return Optional.empty();
    }
  }

  /** The certificate of that file name, in PEM; empty when there is none. */
  Optional<byte[]> certificate(String name) {
    try {
      return Optional.of(seal()).filter(own -> own.name().equals(name)).map(Seal::certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate in " + folder + " is damaged", e);
    }
  }

  private Seal seal() throws GeneralSecurityException {
    synchronized (lock) {
      if (seal.isEmpty()) {
        seal = Optional.of(read());
      }
      return seal.get();
    }
  }

  private Seal read() throws GeneralSecurityException {
    var issued = authority.forSigning(folder, host);
    try {
      var certificate = Files.readAllBytes(issued.certificate());
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate);
      var name = "SimpleNotificationService-" + HexFormat.of().formatHex(digest, 0, 16) + ".pem";
      return new Seal(CertificateAuthority.readKey(issued.key(), "RSA"), name, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException("the certificate in " + folder + " cannot be read", e);
    }
  }
}
