package com.shangwellness.region.network;

/**
 * Where VPC addresses are served on one machine: 10.0.a.b at 127.0.a.b, so that everything keeps an
 * address of its own.
 */
public final class Loopback {

  private Loopback() {}

  /**
   * The loopback address at which {@code vpcAddress} is served: its first octet becomes 127.
   *
   * @throws IllegalArgumentException when it is no IPv4 address
   */
  public static String of(String vpcAddress) {
    if (!isAddress(vpcAddress)) {
      throw new IllegalArgumentException(vpcAddress + " is no IPv4 address");
    }
    return "127" + vpcAddress.substring(vpcAddress.indexOf('.'));
  }

  // By hand: each health check and each connection asks.
  private static boolean isAddress(String text) {
    int octets = 1;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
      } else if (c == '.' && digits > 0) {
        octets++;
        digits = 0;
      } else {
        return false;
      }
    }
    return octets == 4 && digits > 0;
  }
}
