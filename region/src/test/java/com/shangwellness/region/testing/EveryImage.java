package com.shangwellness.region.testing;

import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.Image;

/** A registry with every tag but {@code missing}; the digest of a tag is {@code sha256:<tag>}. */
final class EveryImage implements EcrClient {

  @Override
  public BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
    var id = request.imageIds().getFirst();
    if ("missing".equals(id.imageTag())) {
      return BatchGetImageResponse.builder().build();
    }
    var digest = id.imageDigest() == null ? "sha256:" + id.imageTag() : id.imageDigest();
    return BatchGetImageResponse.builder()
        .images(Image.builder().imageId(i -> i.imageDigest(digest)).build())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
