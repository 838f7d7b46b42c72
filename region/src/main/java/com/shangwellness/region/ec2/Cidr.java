package com.shangwellness.region.ec2;

import java.util.Optional;

/**
 * A block of IPv4 addresses.
 *
 * @param first its first address, as an unsigned number of 32 bits
 * @param length the bits that all its addresses share, 0 to 32
 */
record Cidr(long first, int length) {

  /**
   * What {@code text} says, for example {@code 10.0.0.0/16}; bits beyond the length are dropped.
   */
  static Optional<Cidr> parse(String text) {
    if (text == null || !text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    int length = Integer.parseInt(text.substring(slash + 1));
    var first = number(text.substring(0, slash));
    if (length > 32 || first.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Cidr(first.get() & mask(length), length));
  }

  /** An address as a number. */
  static Optional<Long> number(String address) {
    if (address == null || !address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Optional.empty();
    }
    long number = 0;
    for (var octet : address.split("\\.", -1)) {
      int value = Integer.parseInt(octet);
      if (value > 255) {
        return Optional.empty();
      }
      number = number << 8 | value;
    }
    return Optional.of(number);
  }

  private static long mask(int length) {
    return length == 0 ? 0 : 0xFFFF_FFFFL << (32 - length) & 0xFFFF_FFFFL;
  }

  /** How many addresses there are. */
  long size() {
    return 1L << (32 - length);
  }

  boolean contains(Cidr other) {
    return other.length >= length && (other.first & mask(length)) == first;
  }

  boolean contains(long address) {
    return (address & mask(length)) == first;
  }

  boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /** The address at {@code index}, counted from 0. */
  String address(long index) {
    long number = first + index;
    return (number >> 24)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }

  /** AWS keeps the first four addresses of a subnet and the last one for itself. */
  boolean isReserved(long address) {
    long index = address - first;
    return index < 4 || index == size() - 1;
  }

  @Override
  public String toString() {
    return address(0) + "/" + length;
  }
}
