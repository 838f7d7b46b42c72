package com.shangwellness.ops.fake;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;

/** What the fakes share. */
final class Fakes {
  private Fakes() {}

  static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
  }
}
