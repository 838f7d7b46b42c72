package com.shangwellness.region.wire;

import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** How one protocol reads requests and writes answers. */
interface Dialect {

  /**
   * The SDK's request object for {@code request}.
   *
   * @param labels what the path's labels stand for, in REST protocols
   * @throws RuntimeException when it cannot be read: {@link Binding.Malformed}
   */
  Object request(Operation operation, WireRequest request, Body body, Map<String, String> labels);

  /** The answer that says {@code response}. */
  Reply answer(Operation operation, SdkPojo response, WireRequest request, String requestId);

  /** The answer that says {@code fault}. */
  Reply error(Fault fault, WireRequest request, String requestId);

  /** The code that AWS's services of this protocol use for a request that cannot be read. */
  String malformedCode();
}
