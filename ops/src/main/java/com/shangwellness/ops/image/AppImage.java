package com.shangwellness.ops.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.targets.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/**
 * The application's image, as the build leaves it in a file, on its way into a repository. Its tag
 * is taken from its content: the same content is never pushed twice, and a tag never moves.
 */
public final class AppImage {
  // What the task definition of the first deployment names; releases name a content's own tag.
  private static final String BOOTSTRAP_TAG = "latest";
  private static final int TAG_DIGITS = 12;

  private final Path tar;
  private final Path cache;

  /**
   * The image in {@code tar}.
   *
   * @param cache a folder of ours where layers are kept between pushes
   */
  public AppImage(Path tar, Path cache) {
    this.tar = tar;
    this.cache = cache;
  }

  /**
   * What came of a push.
   *
   * @param tag the immutable tag of the content
   * @param pushed false if it was there already
   * @param first whether it became the image that the first deployment runs
   */
  public record Push(String tag, boolean pushed, boolean first) {
    /** As it is shown. */
    public String words() {
      return pushed ? tag + " pushed" : tag + " is there already";
    }
  }

  /**
   * Pushes the image into {@code repository} unless it is there.
   *
   * @throws Failure if the image was not built, or the registry refuses it
   */
  public Push push(Target target, EcrClient ecr, String repository) {
    if (!Files.exists(tar)) {
      throw Failure.failed(tar + " is missing; build it with: mvn -DskipTests package");
    }
    var tag = "sha-" + digest(tar).substring(0, TAG_DIGITS);
    var first = !holds(ecr, repository, BOOTSTRAP_TAG);
    if (!first && holds(ecr, repository, tag)) {
      return new Push(tag, false, false);
    }
    var login = ecr.getAuthorizationToken().authorizationData().getFirst();
    var registry = target.registry(login.proxyEndpoint());
    var credentials =
        new String(Base64.getDecoder().decode(login.authorizationToken()), StandardCharsets.UTF_8);
    var colon = credentials.indexOf(':');
    try {
      var image =
          RegistryImage.named(registry.host() + "/" + repository + ":" + tag)
              .addCredential(credentials.substring(0, colon), credentials.substring(colon + 1));
      var push =
          Containerizer.to(image)
              .setAllowInsecureRegistries(registry.plainHttp())
              .setBaseImageLayersCache(cache)
              .setApplicationLayersCache(cache)
              .setToolName("shang");
      // Jib refuses to send a password over HTTP unless told; here it stays on loopback.
      System.setProperty("sendCredentialsOverHttp", String.valueOf(registry.plainHttp()));
      Jib.from(TarImage.at(tar)).containerize(first ? push.withAdditionalTag(BOOTSTRAP_TAG) : push);
      return new Push(tag, true, first);
    } catch (ExecutionException e) {
      throw refused(registry.host(), repository, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while the image was pushed; the next push carries on");
    } catch (Exception e) {
      throw refused(registry.host(), repository, e);
    }
  }

  private static Failure refused(String host, String repository, Throwable cause) {
    return Failure.failed(
        "the image cannot be pushed to "
            + URI.create("//" + host).getAuthority()
            + "/"
            + repository
            + ": "
            + cause.getMessage());
  }

  private static boolean holds(EcrClient ecr, String repository, String tag) {
    try {
      return !ecr.describeImages(
              r ->
                  r.repositoryName(repository)
                      .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
          .imageDetails()
          .isEmpty();
    } catch (ImageNotFoundException e) {
      return false;
    }
  }

  private static String digest(Path file) {
    try (var stream = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[1 << 16];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
