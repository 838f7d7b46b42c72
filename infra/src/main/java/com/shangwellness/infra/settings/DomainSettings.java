package com.shangwellness.infra.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where users find the site.
 *
 * @param name the site's host name
 * @param otherNames further host names of the site, each below {@code name}
 * @param hostedZone {@code new}, or the id of the Route 53 zone that has {@code name} already
 * @param weight which share of the visitors comes here, 0 to 255, beside others that have weighted
 *     records of the same names; alone, it has all of them. Below 255 there are records for IPv4
 *     only: the others may have none for IPv6, and all visitors of IPv6 would come here
 */
public record DomainSettings(String name, List<String> otherNames, String hostedZone, int weight) {
  /** No domain: the site is found under CloudFront's own name. */
  public static final DomainSettings NONE = new DomainSettings("none", List.of(), "none", 0);

  private static final String NEW = "new";
  private static final int ALL = 255;

  /** 57 letters, so that origin.name fits into a certificate's 64. */
  private static final String HOST =
      "(?=.{4,57}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}";

  static DomainSettings from(Optional<Section> domain) {
    return domain.map(DomainSettings::from).orElse(NONE);
  }

  private static DomainSettings from(Section section) {
    var domain =
        new DomainSettings(
            section.text("name", HOST, "a host name in small letters, such as shangwellness.com"),
            section.texts(
                "otherNames",
                HOST,
                names -> names.size() <= 8,
                "a list of at most 8 different host names, such as [www.shangwellness.com]"),
            section.text(
                "hostedZone",
                "new|Z[A-Z0-9]{5,31}",
                "new, or the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ"),
            section.number("weight", 0, ALL));
    section.agrees(
        "otherNames",
        List.of("name"),
        () -> domain.otherNames().stream().allMatch(domain::covers),
        "names that end with .name (." + domain.name() + "), and not its origin.");
    return domain;
  }

  /** Whether there is a domain at all. */
  public boolean chosen() {
    return !equals(NONE);
  }

  /** The types of the records that lead to the site. */
  public List<String> recordTypes() {
    return weight == ALL ? List.of("A", "AAAA") : List.of("A");
  }

  /** Whether the hosted zone is ours to make. */
  public boolean makesZone() {
    return hostedZone.equals(NEW);
  }

  /** All host names of the site, the first one first. */
  public List<String> hosts() {
    var hosts = new ArrayList<String>();
    hosts.add(name);
    hosts.addAll(otherNames);
    return List.copyOf(hosts);
  }

  private boolean covers(String other) {
    return other.endsWith("." + name) && !other.equals("origin." + name);
  }
}
