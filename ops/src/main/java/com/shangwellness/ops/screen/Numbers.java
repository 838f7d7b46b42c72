package com.shangwellness.ops.screen;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers in few characters: three digits of what is small, whole numbers of what is large. */
final class Numbers {
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);
  private static final int LARGE = 100;

  private Numbers() {}

  static String brief(double value) {
    if (Math.abs(value) >= LARGE) {
      return Long.toString(Math.round(value));
    }
    var rounded = new BigDecimal(value).round(THREE).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
