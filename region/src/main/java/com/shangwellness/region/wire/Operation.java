package com.shangwellness.region.wire;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.core.OperationInfo;

/**
 * One operation of a service's API, with what the SDK's own marshaller knows of its wire form.
 *
 * @param name the operation's name on the wire, for example {@code DescribeDBClusters}
 * @param method the method of the SDK's client interface
 */
record Operation(
    String name,
    Protocol protocol,
    OperationInfo info,
    Class<?> requestType,
    Streaming streaming,
    MethodHandle method) {

  /** Whether a body travels beside the request or beside the response. */
  enum Streaming {
    NONE,
    IN,
    OUT
  }

  /** A builder of the operation's request. */
  SdkPojo newRequest() {
    try {
      return (SdkPojo) requestType.getMethod("builder").invoke(null);
    } catch (IllegalAccessException | NoSuchMethodException | InvocationTargetException e) {
      throw new IllegalStateException(requestType + " has no builder()", e);
    }
  }
}
