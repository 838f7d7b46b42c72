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
    String s3PrefixList) {}
