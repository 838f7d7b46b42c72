package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/** The images that a release may bring. */
final class ReleaseImages {
  private final EcrClient ecr;
  private final String repository;

  /**
   * The images in {@code repository}.
   *
   * @param repository its URI
   */
  ReleaseImages(EcrClient ecr, String repository) {
    this.ecr = ecr;
    this.repository = repository;
  }

  /**
   * Refuses an image whose name moves: each task that starts later would run what has the name by
   * then, and the way back would lead to that, too. Refuses, too, an image of our own repository
   * that is not there: a release would find out only when no task starts. Of other registries
   * nothing is known here.
   */
  void require(String image) {
    var name = ImageName.parse(image);
    if (name.moves()) {
      throw Failure.wrongSettings(
          image
              + " is whatever is called latest when a task starts"
              + otherTag(name).map(tag -> "; just now it is also called " + tag).orElse("")
              + ". Name the image by a tag that stays or by its digest: --tag TAG, or --image"
              + " REPOSITORY@sha256:…");
    }
    if (name.repository().equals(repository) && digest(name).isEmpty()) {
      throw Failure.wrongSettings(
          "there is no image "
              + name.version()
              + " in "
              + repository
              + "; see those that were released with ./shang release list, or leave the option"
              + " away to build and push the working tree's");
    }
  }

  /** Whether both names lead to the same image. */
  boolean areTheSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    var digest = digest(ImageName.parse(one));
    return digest.isPresent() && digest.equals(digest(ImageName.parse(other)));
  }

  private Optional<String> otherTag(ImageName name) {
    return detail(name).stream()
        .flatMap(detail -> detail.imageTags().stream())
        .filter(tag -> !tag.equals(ImageName.LATEST))
        .sorted()
        .findFirst();
  }

  private Optional<String> digest(ImageName name) {
    return detail(name).map(ImageDetail::imageDigest);
  }

  private Optional<ImageDetail> detail(ImageName name) {
    if (!name.repository().equals(repository)) {
      return Optional.empty();
    }
    var id =
        name.digest().isEmpty()
            ? ImageIdentifier.builder()
                .imageTag(name.tag().isEmpty() ? ImageName.LATEST : name.tag())
            : ImageIdentifier.builder().imageDigest(name.digest());
    try {
      return ecr
          .describeImages(
              r ->
                  r.repositoryName(repository.substring(repository.indexOf('/') + 1))
                      .imageIds(id.build()))
          .imageDetails()
          .stream()
          .findFirst();
    } catch (ImageNotFoundException e) {
      return Optional.empty();
    }
  }
}
