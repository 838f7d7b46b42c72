package com.shangwellness.ops.cost;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of one region on one day.
 *
 * @param region whose prices they are
 * @param date the day they were written down
 * @param hoursPerMonth how long a month is, as AWS's calculator has it
 * @param prices by our own names
 * @param byUse what is charged by use only, by resource type, in words
 */
public record PriceList(
    String region,
    String date,
    int hoursPerMonth,
    Map<String, Price> prices,
    Map<String, String> byUse) {
  /**
   * A price.
   *
   * @param usd US dollars, without tax
   * @param unit for how much of it
   * @param confirmed whether the price agrees with what others have published
   */
  public record Price(double usd, String unit, boolean confirmed) {}

  /** Keeps its own copies. */
  public PriceList {
    prices = Map.copyOf(prices);
    byUse = Map.copyOf(byUse);
  }

  /**
   * The list for {@code region}.
   *
   * @throws Failure if there is none
   */
  public static PriceList of(String region) {
    return find(region)
        .orElseThrow(
            () ->
                Failure.wrongSettings(
                    "there is no list of prices for " + region + "; there is one for ap-south-1"));
  }

  /** The list for {@code region}, if there is one. */
  public static Optional<PriceList> find(String region) {
    try (var file = PriceList.class.getResourceAsStream("prices-" + region + ".yaml")) {
      return file == null
          ? Optional.empty()
          : Optional.of(new YAMLMapper().readValue(file, PriceList.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The price named {@code name}. */
  Price price(String name) {
    return Optional.ofNullable(prices.get(name)).orElseThrow();
  }
}
