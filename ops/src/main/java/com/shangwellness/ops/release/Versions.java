package com.shangwellness.ops.release;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * What people call the versions that task definitions run: their images' tags. The first deployment
 * runs {@code latest}, which says nothing: then it is another tag of the same image.
 */
final class Versions {
  private static final String LATEST = ImageName.LATEST;
  private static final String OF_ECR = ".dkr.ecr.";

  private final TaskDefinitions definitions;
  private final EcrClient ecr;
  private final Map<String, String> known = new HashMap<>();

  Versions(TaskDefinitions definitions, EcrClient ecr) {
    this.definitions = definitions;
    this.ecr = ecr;
  }

  /** The version that {@code taskDefinition} runs; nothing if there is none of that name. */
  Optional<String> of(String taskDefinition) {
    try {
      return Optional.of(of(definitions.read(taskDefinition)));
    } catch (EcsException e) {
      return Optional.empty(); // a deployment may name one that does not exist, and fails for that
    }
  }

  /** The version that {@code definition} runs. */
  String of(TaskDefinition definition) {
    return known.computeIfAbsent(
        TaskDefinitions.image(definition), image -> of(ImageName.parse(image)));
  }

  private String of(ImageName image) {
    var version = image.version();
    return version.equals(LATEST) && image.repository().contains(OF_ECR)
        ? otherTag(image.repository()).orElse(version)
        : version;
  }

  private Optional<String> otherTag(String repository) {
    var latest = ImageIdentifier.builder().imageTag(LATEST).build();
    try {
      return ecr
          .describeImages(
              r ->
                  r.repositoryName(repository.substring(repository.indexOf('/') + 1))
                      .imageIds(latest))
          .imageDetails()
          .stream()
          .flatMap(detail -> detail.imageTags().stream())
          .filter(tag -> !tag.equals(LATEST))
          .sorted()
          .findFirst();
    } catch (EcrException e) {
      return Optional.empty(); // gone since; then its name is all that is left
    }
  }
}
