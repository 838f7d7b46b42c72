package com.shangwellness.ops.fake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/** A repository whose tags and their digests are those that a registry has. */
public final class FakeEcr implements EcrClient {
  private final Supplier<Map<String, String>> tags;

  /** A repository with {@code tags}, each with the digest of its image. */
  public FakeEcr(Supplier<Map<String, String>> tags) {
    this.tags = tags;
  }

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    var wanted = request.imageIds().getFirst();
    var digest =
        wanted.imageDigest() != null ? wanted.imageDigest() : tags.get().get(wanted.imageTag());
    if (digest == null || !tags.get().containsValue(digest)) {
      throw ImageNotFoundException.builder().message("The image does not exist").build();
    }
    var names =
        tags.get().entrySet().stream()
            .filter(tag -> tag.getValue().equals(digest))
            .map(Map.Entry::getKey)
            .toList();
    return DescribeImagesResponse.builder()
        .imageDetails(ImageDetail.builder().imageDigest(digest).imageTags(names).build())
        .build();
  }

  @Override
  public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
    var token = Base64.getEncoder().encodeToString("AWS:secret".getBytes(StandardCharsets.UTF_8));
    return GetAuthorizationTokenResponse.builder()
        .authorizationData(
            AuthorizationData.builder()
                .authorizationToken(token)
                .proxyEndpoint("https://669097061043.dkr.ecr.ap-south-1.amazonaws.com")
                .build())
        .build();
  }

  @Override
  public String serviceName() {
    return "ecr";
  }

  @Override
  public void close() {}
}
