package com.shangwellness.region.ecs;

import com.shangwellness.region.caller.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** Gives every role to whoever asks, and remembers who did. */
final class FakeSts implements StsClient {

  final List<String> askedBy = new ArrayList<>();

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    askedBy.add(Caller.current().map(Caller::principal).orElse("nobody"));
    return AssumeRoleResponse.builder()
        .credentials(
            c ->
                c.accessKeyId("ASIA" + request.roleSessionName())
                    .secretAccessKey("secret")
                    .sessionToken("token")
                    .expiration(Instant.parse("2026-01-01T01:00:00Z")))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
