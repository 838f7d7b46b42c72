package com.shangwellness.region;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a region is started with.
 *
 * @param data the folder that holds all that it keeps
 * @param account the twelve-digit account
 * @param region the AWS region's name, for example {@code ap-south-1}
 * @param pace region seconds per second of the machine, more than 0 and at most 10000
 * @param apiPort the port of the AWS API on 127.0.0.1, 1 to 65535
 * @param published ports of the internet-facing load balancer, and where on 127.0.0.1 each is
 *     served
 */
public record RegionOptions(
    Path data,
    String account,
    String region,
    double pace,
    int apiPort,
    Map<Integer, Integer> published) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option, what was found and what is allowed
   */
  public RegionOptions {
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("--account is " + account + "; it must be twelve digits");
    }
    if (!region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
      throw new IllegalArgumentException(
          "--region is " + region + "; it must be an AWS region such as ap-south-1");
    }
    if (!(pace > 0 && pace <= 10_000)) {
      throw new IllegalArgumentException(
          "--pace is " + pace + "; it must be more than 0 and at most 10000");
    }
    requirePort("--api-port", apiPort);
    published.values().forEach(port -> requirePort("--site-port", port));
    data = data.toAbsolutePath().normalize();
    published = Map.copyOf(published);
  }

  private static void requirePort(String option, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(option + " is " + port + "; it must be 1 to 65535");
    }
  }
}
