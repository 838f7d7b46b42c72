package com.shangwellness.ops.image;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

  /** By which Jib's configuration in app/pom.xml says what the image was built of. */
  private static final String REVISION = "org.opencontainers.image.revision";

  /** What every content's own tag begins with. */
  public static final String TAG_PREFIX = "sha-";

  private final Path tar;

  /** The image in {@code tar}, a file as {@code docker save} and Jib write it. */
  public AppImage(Path tar) {
    this.tar = tar;
  }

  /**
   * What came of a push.
   *
   * @param tag its immutable tag
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
   * Checks that {@code target} can run the image, before anything is changed there.
   *
   * @throws Failure if the image was not built, or has no Java where none is brought
   */
  public void requireRunnable(Target target) {
    requireBuilt();
    if (target.bringsJava()) {
      return;
    }
    try (var image = ImageTar.open(tar)) {
      if (!image.holdsJava()) {
        throw Failure.wrongSettings(
            tar
                + " holds no Java: it was built on no base, and no task could start it on AWS."
                + " Build it on one that has Java: mvn -DskipTests -pl app -Paws package");
      }
    } catch (IOException e) {
      throw Failure.failed(tar + " cannot be read: " + e.getMessage() + "; build it anew");
    }
  }

  private void requireBuilt() {
    if (!Files.exists(tar)) {
      throw Failure.failed(tar + " is missing; build it with: mvn -DskipTests package");
    }
  }

  /**
   * Pushes the image into {@code repository} unless it is there.
   *
   * @throws Failure if the image was not built, or the registry refuses it
   */
  public Push push(Target target, EcrClient ecr, String repository) {
    return with(
        target,
        repository,
        (image, manifest) -> {
          var first = digestOf(ecr, repository, BOOTSTRAP_TAG).isEmpty();
          var tag = contentTag(image);
          var tags = first ? List.of(tag, BOOTSTRAP_TAG) : List.of(tag);
          var missing = tags.stream().filter(t -> digestOf(ecr, repository, t).isEmpty()).toList();
          push(target, ecr, repository, manifest, missing);
          return new Push(tag, !missing.isEmpty(), first);
        });
  }

  /**
   * Pushes the image into {@code repository} by the tag of its version: the git revision that it
   * was built of, and where that does not say everything, its content's digest.
   *
   * @throws Failure if the image was not built, or the registry refuses it
   */
  public Push pushVersion(Target target, EcrClient ecr, String repository) {
    return with(
        target,
        repository,
        (image, manifest) -> {
          var version = new VersionTag(image.label(REVISION), contentDigest(image));
          var digest = manifest.digest();
          var tag =
              version.choices().stream()
                  .filter(
                      t -> digestOf(ecr, repository, t).filter(d -> !d.equals(digest)).isEmpty())
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new IOException(
                              "other images have the tags " + version.choices() + " already"));
          var missing =
              Stream.of(contentTag(image), tag)
                  .filter(t -> digestOf(ecr, repository, t).isEmpty())
                  .toList();
          push(target, ecr, repository, manifest, missing);
          return new Push(tag, missing.contains(tag), false);
        });
  }

  /** What is done with the image while its file is open. */
  @FunctionalInterface
  private interface Work {
    Push with(ImageTar image, ImageManifest manifest) throws IOException;
  }

  private Push with(Target target, String repository, Work work) {
    requireRunnable(target);
    try (var image = ImageTar.open(tar)) {
      return work.with(image, ImageManifest.of(image));
    } catch (IOException e) {
      throw Failure.failed(
          "the image cannot be pushed to repository " + repository + ": " + e.getMessage());
    }
  }

  // The configuration names every layer's content, so its digest is the whole image's.
  private static String contentDigest(ImageTar image) throws IOException {
    return image.configuration().digest().substring("sha256:".length());
  }

  private static String contentTag(ImageTar image) throws IOException {
    return TAG_PREFIX + contentDigest(image).substring(0, TAG_DIGITS);
  }

  private static void push(
      Target target, EcrClient ecr, String repository, ImageManifest manifest, List<String> tags)
      throws IOException {
    if (tags.isEmpty()) {
      return;
    }
    var login = ecr.getAuthorizationToken().authorizationData().getFirst();
    var registry = target.registry(login.proxyEndpoint());
    new RegistryPush(registry, login.authorizationToken(), repository).push(manifest, tags);
  }

  private static Optional<String> digestOf(EcrClient ecr, String repository, String tag) {
    try {
      return ecr
          .describeImages(
              r ->
                  r.repositoryName(repository)
                      .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
          .imageDetails()
          .stream()
          .map(detail -> detail.imageDigest())
          .findFirst();
    } catch (ImageNotFoundException e) {
      return Optional.empty();
    }
  }
}
