package com.shangwellness.ops.fake;

import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Says who calls. */
public final class FakeSts implements StsClient {
  private String account = "669097061043";

  /** The credentials belong to this account. */
  public void account(String id) {
    account = id;
  }

  @Override
  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    return GetCallerIdentityResponse.builder()
        .account(account)
        .arn("arn:aws:iam::" + account + ":user/operator")
        .build();
  }

  @Override
  public String serviceName() {
    return "sts";
  }

  @Override
  public void close() {}
}
