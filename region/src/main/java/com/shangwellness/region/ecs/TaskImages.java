package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Finds out which image a container definition's image name means now. */
final class TaskImages {

  private static final Pattern NAME =
      Pattern.compile("(?<host>[^/]+)/(?<repository>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>.+))?");

  private final Place place;
  private final EcrClient ecr;

  TaskImages(Place place, EcrClient ecr) {
    this.place = place;
    this.ecr = ecr;
  }

  /**
   * The digest of the image's manifest.
   *
   * @throws TaskFailure when the region's registry does not have it
   */
  String digest(String image) throws TaskFailure {
    var name = NAME.matcher(image);
    var registry = place.account() + ".dkr.ecr." + place.region() + ".amazonaws.com";
    if (!name.matches() || !name.group("host").equals(registry)) {
      throw notPulled(image, "only images in " + registry + " can be pulled in this region");
    }
    var tag =
        name.group("tag") == null && name.group("digest") == null ? "latest" : name.group("tag");
    var id = ImageIdentifier.builder().imageTag(tag).imageDigest(name.group("digest")).build();
    try {
      var found =
          ecr.batchGetImage(r -> r.repositoryName(name.group("repository")).imageIds(id)).images();
      if (found.isEmpty()) {
        throw notPulled(image, "not found");
      }
      return found.getFirst().imageId().imageDigest();
    } catch (AwsServiceException e) {
      throw notPulled(image, AwsErrors.message(e));
    }
  }

  private static TaskFailure notPulled(String image, String why) {
    return new TaskFailure(
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref %s: %s"
            .formatted(image, why));
  }
}
