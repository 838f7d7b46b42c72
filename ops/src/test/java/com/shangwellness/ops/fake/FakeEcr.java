package com.shangwellness.ops.fake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/** A repository whose tags are those that a registry has. */
public final class FakeEcr implements EcrClient {
  private final Supplier<Set<String>> tags;

  /** A repository with {@code tags}. */
  public FakeEcr(Supplier<Set<String>> tags) {
    this.tags = tags;
  }

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    var wanted = request.imageIds().getFirst();
    // A test's digest is sha256: and a word, and its tag sha- and the same word.
    var tag =
        wanted.imageTag() == null
            ? wanted.imageDigest().replace("sha256:", "sha-")
            : wanted.imageTag();
    if (!tags.get().contains(tag)) {
      throw ImageNotFoundException.builder().message("The image does not exist").build();
    }
    return DescribeImagesResponse.builder()
        .imageDetails(ImageDetail.builder().imageTags("latest", tag).build())
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
