package com.shangwellness.region.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Optional;

/**
 * When a delivery by HTTP that has failed is tried again (SNS guide, "Creating an HTTP/S delivery
 * policy"): at once, then at the shortest delay, then with a delay that grows, then at the longest.
 *
 * @param minDelay seconds, at least 1
 * @param maxDelay seconds, at most 3600
 * @param retries how many tries follow the first one, at most 100
 * @param noDelay how many of them at once
 * @param atMin how many of them before the delay grows
 * @param atMax how many of them after it has grown
 * @param backoff {@code linear}, {@code arithmetic}, {@code geometric} or {@code exponential}
 */
record DeliveryPolicy(
    int minDelay, int maxDelay, int retries, int noDelay, int atMin, int atMax, String backoff) {

  private static final JsonMapper JSON = new JsonMapper();

  /** "The total policy retry time for an HTTP/S endpoint cannot be greater than 3,600 seconds." */
  private static final int LONGEST = 3600;

  /** Three retries, 20 seconds apart. */
  static final DeliveryPolicy DEFAULT = new DeliveryPolicy(20, 20, 3, 0, 0, 0, "linear");

  /** Refuses what cannot be. */
  DeliveryPolicy {
    check(minDelay >= 1 && minDelay <= maxDelay, "minDelayTarget must be from 1 to maxDelayTarget");
    check(maxDelay <= LONGEST, "maxDelayTarget must be at most 3600");
    check(retries >= 0 && retries <= 100, "numRetries must be from 0 to 100");
    check(
        noDelay >= 0 && atMin >= 0 && atMax >= 0 && noDelay + atMin + atMax <= retries,
        "the retries of the phases must not be more than numRetries");
    check(
        backoff.matches("linear|arithmetic|geometric|exponential"),
        "backoffFunction must be linear, arithmetic, geometric or exponential");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }

  /**
   * The policy that {@code text} writes: a topic's, under {@code http.defaultHealthyRetryPolicy},
   * or a subscription's, under {@code healthyRetryPolicy}.
   *
   * @throws IllegalArgumentException when it writes none
   */
  static DeliveryPolicy parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    }
    var ofTopic = json.path("http").path("defaultHealthyRetryPolicy");
    var policy = ofTopic.isObject() ? ofTopic : json.path("healthyRetryPolicy");
    if (policy instanceof MissingNode || policy.isNull()) {
      return DEFAULT;
    }
    return new DeliveryPolicy(
        policy.path("minDelayTarget").asInt(20),
        policy.path("maxDelayTarget").asInt(20),
        policy.path("numRetries").asInt(3),
        policy.path("numNoDelayRetries").asInt(0),
        policy.path("numMinDelayRetries").asInt(0),
        policy.path("numMaxDelayRetries").asInt(0),
        policy.path("backoffFunction").asText("linear"));
  }

  /** How long after the failure of try {@code number} (from 1) the next one is; empty for none. */
  Optional<Duration> delayAfter(int number) {
    if (number > retries) {
      return Optional.empty();
    }
    if (number <= noDelay) {
      return Optional.of(Duration.ZERO);
    }
    if (number <= noDelay + atMin) {
      return Optional.of(Duration.ofSeconds(minDelay));
    }
    if (number > retries - atMax) {
      return Optional.of(Duration.ofSeconds(maxDelay));
    }
    int steps = retries - noDelay - atMin - atMax;
    return Optional.of(grown(number - noDelay - atMin, steps));
  }

  // The guide draws the four functions and gives no formula: from the shortest delay at the first
  // step to the longest at the last.
  private Duration grown(int step, int steps) {
    double part = steps <= 1 ? 0 : (step - 1.0) / (steps - 1);
    double share =
        switch (backoff) {
          case "arithmetic" -> part * part;
          case "geometric" -> Math.pow(part, 1.5);
          default -> part;
        };
    double seconds =
        backoff.equals("exponential")
            ? minDelay * Math.pow((double) maxDelay / minDelay, part)
            : minDelay + (maxDelay - minDelay) * share;
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
