package com.shangwellness.region.wire;

import software.amazon.awssdk.core.SdkPojo;

/** What AWS's published service models ask of requests. */
final class Constraints {

  /** Refuses {@code request} when it breaks one. */
  void check(String service, Operation operation, SdkPojo request) {}
}
