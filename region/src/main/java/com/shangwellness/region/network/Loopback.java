package com.shangwellness.region.network;

import java.util.regex.Pattern;

/**
 * Where VPC addresses are served on one machine: 10.0.a.b at 127.0.a.b, so that everything keeps an
 * address of its own.
 */
public final class Loopback {

  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private Loopback() {}

  /**
   * The loopback address at which {@code vpcAddress} is served: its first octet becomes 127.
   *
   * @throws IllegalArgumentException when it is no IPv4 address
   */
  public static String of(String vpcAddress) {
    if (!ADDRESS.matcher(vpcAddress).matches()) {
      throw new IllegalArgumentException(vpcAddress + " is no IPv4 address");
    }
    return "127" + vpcAddress.substring(vpcAddress.indexOf('.'));
  }
}
