package com.shangwellness.infra.settings;

import java.util.Arrays;

/** IPv4 ranges in CIDR notation. */
final class IpRange {
  private IpRange() {}

  /** The number behind the slash. */
  static int prefixOf(String cidr) {
    return Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
  }

  /** Whether this is a range that a VPC of ours may have: private, of prefix 16 to 24, aligned. */
  static boolean isPrivateRange(String cidr) {
    int prefix = prefixOf(cidr);
    if (prefix < 16 || prefix > 24) {
      return false;
    }
    var octets =
        Arrays.stream(cidr.substring(0, cidr.indexOf('/')).split("\\.", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    if (Arrays.stream(octets).anyMatch(octet -> octet > 255)) {
      return false;
    }
    int address = (octets[0] << 24) | (octets[1] << 16) | (octets[2] << 8) | octets[3];
    return isPrivate(octets[0], octets[1]) && (address & (-1 >>> prefix)) == 0;
  }

  private static boolean isPrivate(int first, int second) {
    return first == 10
        || (first == 172 && second >= 16 && second <= 31)
        || (first == 192 && second == 168);
  }
}
