package com.shangwellness.region.codepipeline;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Keeps what is published. */
final class FakeTopics implements SnsClient {

  final List<PublishRequest> published = new ArrayList<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public PublishResponse publish(PublishRequest request) {
    published.add(request);
    return PublishResponse.builder().build();
  }
}
