package com.shangwellness.ops.image;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                + " Build it on one: mvn -DskipTests package"
                + " -Dimage.base=public.ecr.aws/amazoncorretto/amazoncorretto:25-al2023-headless");
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
    requireRunnable(target);
    try (var image = ImageTar.open(tar)) {
      return push(image, target, ecr, repository);
    } catch (IOException e) {
      throw Failure.failed(
          "the image cannot be pushed to repository " + repository + ": " + e.getMessage());
    }
  }

  private static Push push(ImageTar image, Target target, EcrClient ecr, String repository)
      throws IOException {
    // The configuration names every layer's content, so its digest is the whole image's.
    var digest = image.configuration().digest();
    var tag = TAG_PREFIX + digest.substring("sha256:".length()).substring(0, TAG_DIGITS);
    var first = !holds(ecr, repository, BOOTSTRAP_TAG);
    if (!first && holds(ecr, repository, tag)) {
      return new Push(tag, false, false);
    }
    var login = ecr.getAuthorizationToken().authorizationData().getFirst();
    var registry = target.registry(login.proxyEndpoint());
    var names = first ? List.of(tag, BOOTSTRAP_TAG) : List.of(tag);
    new RegistryPush(registry, login.authorizationToken(), repository).push(image, names);
    return new Push(tag, true, first);
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
}
