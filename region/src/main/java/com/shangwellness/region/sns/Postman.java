package com.shangwellness.region.sns;

import java.net.URI;
import java.util.Map;
import java.util.function.IntConsumer;

/** Posts messages to HTTP endpoints. */
@FunctionalInterface
public interface Postman {

  /** What stands for the status of a request that got no answer. */
  int NO_ANSWER = 0;

  /**
   * Posts {@code body}, and returns at once.
   *
   * @param to an endpoint on loopback
   * @param headers the request's headers
   * @param answer told once, on the timeline: the answer's status, or {@link #NO_ANSWER}
   */
  void post(URI to, Map<String, String> headers, String body, IntConsumer answer);
}
