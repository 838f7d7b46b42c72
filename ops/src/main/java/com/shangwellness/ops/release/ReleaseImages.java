package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** The images that a release may bring. */
final class ReleaseImages {
  /** The parts of an ARN that say where its resource is. */
  private static final int REGION = 3;

  private static final int ACCOUNT = 4;

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

  /**
   * Refuses to go back to an image that its repository has thrown away since: a release would find
   * out only when no task starts. What is kept elsewhere than beside {@code taskDefinition}, in its
   * account and region, is not known here.
   */
  static void requireKept(EcrClient ecr, TaskDefinition taskDefinition) {
    var image = TaskDefinitions.image(taskDefinition);
    if (isBeside(taskDefinition, image) && isGone(ecr, ImageName.parse(image))) {
      throw Failure.failed(
          TaskDefinitions.nameAndRevision(taskDefinition.taskDefinitionArn())
              + " served before, and its image "
              + image
              + " is gone from the repository: none of its tasks would start. Choose another"
              + " version from ./shang release list and release it with ./shang release --tag TAG,"
              + " or release the working tree: ./shang release");
    }
  }

  private static boolean isBeside(TaskDefinition taskDefinition, String image) {
    var arn = taskDefinition.taskDefinitionArn().split(":", -1);
    return image.startsWith(arn[ACCOUNT] + ".dkr.ecr." + arn[REGION] + ".");
  }

  private static boolean isGone(EcrClient ecr, ImageName name) {
    try {
      return new ReleaseImages(ecr, name.repository()).digest(name).isEmpty();
    } catch (EcrException e) {
      return false; // whoever may not ask may go back all the same
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
    } catch (ImageNotFoundException | RepositoryNotFoundException e) {
      return Optional.empty();
    }
  }
}
