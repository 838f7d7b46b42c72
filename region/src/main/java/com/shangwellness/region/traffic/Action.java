package com.shangwellness.region.traffic;

import java.util.List;

/** What becomes of a request. */
public sealed interface Action {

  /**
   * It goes to a target of one of these pools, in proportion to their weights. A share does not
   * change because its pool has no healthy target, as with ALB.
   */
  record Forward(List<Share> shares) implements Action {

    /** Copies the list. */
    public Forward {
      shares = List.copyOf(shares);
      if (shares.isEmpty()) {
        throw new IllegalArgumentException("a forward needs at least one target group");
      }
    }

    /** All of it to one pool. */
    public static Forward to(String pool) {
      return new Forward(List.of(new Share(pool, 1)));
    }
  }

  /**
   * A pool's part of the traffic.
   *
   * @param weight 0 to 999; its part is this over the sum of all weights
   */
  record Share(String pool, int weight) {

    /** Checks the weight. */
    public Share {
      if (weight < 0 || weight > 999) {
        throw new IllegalArgumentException("weight " + weight + " is not between 0 and 999");
      }
    }
  }

  /** It is answered by the load balancer itself. */
  record FixedResponse(int status, String contentType, String body) implements Action {}

  /**
   * The client is sent elsewhere. Each part may name what the request has: {@code #{protocol}},
   * {@code #{host}}, {@code #{port}}, {@code #{path}} (without its first slash), {@code #{query}}.
   *
   * @param status 301 or 302
   */
  record Redirect(int status, String protocol, String host, String port, String path, String query)
      implements Action {}
}
