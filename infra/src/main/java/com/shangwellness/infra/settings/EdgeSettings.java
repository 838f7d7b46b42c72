package com.shangwellness.infra.settings;

/**
 * CloudFront, and the firewall in front of it.
 *
 * @param priceClass which of CloudFront's locations serve
 * @param requestsPerFiveMinutes from one address, above which it is refused for a while
 * @param blockedPerFiveMinutes refused requests, from which people are told
 * @param serverErrorPercent of answers, from which people are told
 * @param originKey the generation of the secret that CloudFront shows the load balancer
 * @param accessLogDays how long access logs are kept
 */
public record EdgeSettings(
    PriceClass priceClass,
    int requestsPerFiveMinutes,
    int blockedPerFiveMinutes,
    int serverErrorPercent,
    int originKey,
    int accessLogDays) {

  /** CloudFront's price classes: 100 leaves out Asia, 200 only South America and Oceania. */
  public enum PriceClass {
    /** North America, Europe, Israel. */
    PRICE_CLASS_100,
    /** The same, and Asia, the Middle East and Africa. */
    PRICE_CLASS_200,
    /** Everywhere. */
    PRICE_CLASS_ALL
  }

  static EdgeSettings from(Section section) {
    return new EdgeSettings(
        section.choice("priceClass", PriceClass.class),
        // WAF guide, "Rate-based rule high-level settings": the least is 10.
        section.number("requestsPerFiveMinutes", 10, 2_000_000_000),
        section.number("blockedPerFiveMinutes", 1, 1_000_000_000),
        section.number("serverErrorPercent", 1, 100),
        section.number("originKey", 1, 9999),
        section.number("accessLogDays", 1, 3650));
  }
}
