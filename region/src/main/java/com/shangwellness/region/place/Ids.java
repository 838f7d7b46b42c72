package com.shangwellness.region.place;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes the generated parts of names and ids. From a seeded generator, the same ids come in the
 * same order.
 */
public final class Ids {

  private static final String HEX = "0123456789abcdef";
  private static final String ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final RandomGenerator random;

  /** Ids drawn from {@code random}. */
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /** {@code length} hexadecimal digits in lower case, as in {@code vpc-0a1b2c3d4e5f67890}. */
  public String hex(int length) {
    return draw(HEX, length);
  }

  /** {@code length} letters and digits in lower case. */
  public String alphanumeric(int length) {
    return draw(ALPHANUMERIC, length);
  }

  /** A version 4 UUID. */
  public String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  private String draw(String alphabet, int length) {
    var id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      id.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return id.toString();
  }
}
