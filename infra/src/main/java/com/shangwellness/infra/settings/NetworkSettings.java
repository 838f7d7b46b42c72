package com.shangwellness.infra.settings;

import java.util.List;

/**
 * The private network.
 *
 * @param cidr the VPC's IPv4 range, in CIDR notation
 * @param subnetPrefix the prefix length of each of the six subnets
 * @param natGateways one, or one a zone
 * @param interfaceEndpoints AWS services reached without NAT, by the last part of their service
 *     name
 * @param outboundPorts TCP ports of the internet that tasks may reach
 * @param s3PrefixList the id of S3's managed prefix list in the region
 */
public record NetworkSettings(
    String cidr,
    int subnetPrefix,
    int natGateways,
    List<String> interfaceEndpoints,
    List<Integer> outboundPorts,
    String s3PrefixList) {

  private static final String CIDR = "(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}";
  private static final List<String> SERVICES =
      List.of(
          "ecr.api",
          "ecr.dkr",
          "kms",
          "logs",
          "monitoring",
          "secretsmanager",
          "ssm",
          "sts",
          "xray");

  /** What a task needs before it can start. */
  private static final List<String> NEEDED_TO_START =
      List.of("ecr.api", "ecr.dkr", "logs", "secretsmanager");

  private static final int HTTPS = 443;

  static NetworkSettings from(Section section) {
    var cidr = section.text("cidr", CIDR, "an IPv4 range in CIDR notation, such as 10.0.0.0/16");
    var network =
        new NetworkSettings(
            cidr,
            section.number("subnetPrefix", 16, 27),
            section.number("natGateways", 1, 2),
            section.texts(
                "interfaceEndpoints",
                "[a-z.]+",
                SERVICES::containsAll,
                "a list of different services out of " + String.join(", ", SERVICES)),
            section.numbers("outboundPorts", 1, 65535),
            section.text(
                "s3PrefixList", "pl-[0-9a-f]{8,17}", "a prefix list id, such as pl-78a54011"));
    section.agrees(
        "cidr",
        List.of(),
        () -> IpRange.isPrivateRange(cidr),
        "a private range (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) of prefix 16 to 24, given by"
            + " its first address");
    section.agrees(
        "subnetPrefix",
        List.of("cidr"),
        // Six subnets need the room of eight: three more bits.
        () -> network.subnetPrefix() >= IpRange.prefixOf(cidr) + 3,
        "at least 3 more than the prefix of cidr (" + cidr + "), so that six subnets fit");
    section.agrees(
        "outboundPorts",
        List.of("interfaceEndpoints"),
        () ->
            network.outboundPorts().contains(HTTPS)
                || network.interfaceEndpoints().containsAll(NEEDED_TO_START),
        "a list with 443, or interfaceEndpoints must have "
            + String.join(", ", NEEDED_TO_START)
            + ": else no task can start");
    return network;
  }

  /** How many addresses each subnet has for us: AWS keeps five. */
  int addressesInSubnet() {
    return (1 << (32 - subnetPrefix)) - 5;
  }
}
