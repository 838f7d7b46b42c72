package com.shangwellness.ops.cost;

import java.util.List;
import java.util.Map;

/**
 * What production costs a month if nobody uses it much.
 *
 * @param region whose prices are taken
 * @param pricesOf the day of the prices
 * @param monthly the sum, in US dollars without tax
 * @param lines what it is made of
 * @param byUse what comes on top by use, by resource type
 */
public record Estimate(
    String region, String pricesOf, double monthly, List<Line> lines, Map<String, String> byUse) {
  /** Keeps its own copies. */
  public Estimate {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param stack which stack has it
   * @param what what is paid for
   * @param quantity how many of them all month long
   * @param usd the price of one
   * @param unit for what time or amount
   * @param monthly quantity times price times the hours of a month, where it goes by the hour
   * @param confirmed whether the price agrees with what others have published
   */
  public record Line(
      String stack,
      String what,
      double quantity,
      double usd,
      String unit,
      double monthly,
      boolean confirmed) {}
}
