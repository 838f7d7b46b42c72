package com.shangwellness.region.traffic;

/**
 * An IPv4 block, as {@code 10.0.0.0/16}.
 *
 * @param prefix 0 to 32
 */
public record Block(int network, int prefix) {

  /**
   * The block that {@code cidr} says.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Block of(String cidr) {
    var parts = cidr.split("/", 2);
    if (parts.length != 2 || !parts[1].matches("\\d{1,2}") || Integer.parseInt(parts[1]) > 32) {
      throw new IllegalArgumentException(cidr + " is no IPv4 block such as 10.0.0.0/16");
    }
    int prefix = Integer.parseInt(parts[1]);
    return new Block(number(parts[0]) & mask(prefix), prefix);
  }

  /** Whether the address (dotted IPv4) lies in this block. */
  public boolean contains(String address) {
    return (number(address) & mask(prefix)) == network;
  }

  private static int mask(int prefix) {
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  private static int number(String address) {
    var octets = address.split("\\.", -1);
    int number = 0;
    for (var octet : octets) {
      if (octets.length != 4 || !octet.matches("\\d{1,3}") || Integer.parseInt(octet) > 255) {
        throw new IllegalArgumentException(address + " is no IPv4 address");
      }
      number = (number << 8) | Integer.parseInt(octet);
    }
    return number;
  }
}
