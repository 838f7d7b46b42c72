package com.shangwellness.region.traffic;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives each request to one of several pools, exactly in proportion to their weights: of any run of
 * as many requests as the reduced weights add up to, each pool gets its weight's number, spread
 * evenly. Safe for use by several threads.
 */
final class Turns {

  private final int[] order;
  private final AtomicInteger next = new AtomicInteger();

  /** Turns by weights of 0 to 999, at most five (ALB's limits). */
  Turns(List<Action.Share> shares) {
    var weights = shares.stream().mapToInt(Action.Share::weight).toArray();
    int divisor = Math.max(1, greatestCommonDivisor(weights));
    this.order = smooth(weights, divisor);
  }

  /** The index of the pool that is next; -1 when all weights are 0. */
  int next() {
    if (order.length == 0) {
      return -1;
    }
    return order[next.getAndUpdate(n -> n + 1 == order.length ? 0 : n + 1)];
  }

  private static int greatestCommonDivisor(int[] weights) {
    int divisor = 0;
    for (int weight : weights) {
      int a = divisor;
      int b = weight;
      while (b != 0) {
        int rest = a % b;
        a = b;
        b = rest;
      }
      divisor = a;
    }
    return divisor;
  }

  // Smooth weighted round robin: each turn every pool earns its weight, and the richest pays for
  // all.
  private static int[] smooth(int[] weights, int divisor) {
    int total = 0;
    for (int weight : weights) {
      total += weight / divisor;
    }
    var order = new int[total];
    var credit = new int[weights.length];
    for (int turn = 0; turn < total; turn++) {
      int richest = 0;
      for (int i = 0; i < weights.length; i++) {
        credit[i] += weights[i] / divisor;
        if (credit[i] > credit[richest]) {
          richest = i;
        }
      }
      credit[richest] -= total;
      order[turn] = richest;
    }
    return order;
  }
}
