package com.shangwellness.app;

import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Codes that nobody guesses: 20 characters of 32, 100 bits; none that is mistaken for another when
 * read aloud.
 */
final class BookingCodes implements Supplier<String> {

  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz023456789";
  private static final int LENGTH = 20;
  private static final Pattern CODE = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

  private final SecureRandom random = new SecureRandom();

  @Override
  public String get() {
    var code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** Whether {@code text} can be a code at all. */
  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }
}
