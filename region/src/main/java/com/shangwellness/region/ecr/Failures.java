package com.shangwellness.region.ecr;

import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** What a batch operation says about an image that it could not act on. */
final class Failures {

  private Failures() {}

  /** What is wrong with {@code id} itself; empty when it may name an image. */
  static Optional<ImageFailure> ofId(ImageIdentifier id) {
    if (id.imageDigest() == null && id.imageTag() == null) {
      return Optional.of(
          failure(
              id,
              ImageFailureCode.MISSING_DIGEST_AND_TAG,
              "Invalid request parameters: both tag and digest cannot be null"));
    }
    if (id.imageDigest() != null && !Digest.isDigest(id.imageDigest())) {
      return Optional.of(
          failure(
              id,
              ImageFailureCode.INVALID_IMAGE_DIGEST,
              "Invalid request parameters: image digest should satisfy the regex"
                  + " '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"));
    }
    return Optional.empty();
  }

  static ImageFailure notFound(ImageIdentifier id) {
    return failure(id, ImageFailureCode.IMAGE_NOT_FOUND, "Requested image not found");
  }

  static ImageFailure listed(ImageIdentifier id) {
    return failure(
        id,
        ImageFailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST,
        "Requested image referenced by manifest list");
  }

  private static ImageFailure failure(ImageIdentifier id, ImageFailureCode code, String reason) {
    return ImageFailure.builder().imageId(id).failureCode(code).failureReason(reason).build();
  }
}
