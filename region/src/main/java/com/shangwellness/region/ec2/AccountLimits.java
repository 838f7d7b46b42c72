package com.shangwellness.region.ec2;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AccountAttributeValue;

/** What EC2 tells of an account. */
final class AccountLimits {

  private static final Map<String, String> KNOWN =
      Map.of(
          "supported-platforms", "VPC",
          "default-vpc", "none",
          "max-instances", "20",
          "max-elastic-ips", "5",
          "vpc-max-elastic-ips", "5",
          "vpc-max-security-groups-per-interface", "5");

  private AccountLimits() {}

  static List<AccountAttribute> attributes(List<String> names) {
    for (var name : names) {
      if (!KNOWN.containsKey(name)) {
        throw Refusal.value("attributeName", name, "Unknown attribute.");
      }
    }
    return new TreeMap<>(KNOWN)
        .entrySet().stream()
            .filter(entry -> names.isEmpty() || names.contains(entry.getKey()))
            .map(
                entry ->
                    AccountAttribute.builder()
                        .attributeName(entry.getKey())
                        .attributeValues(
                            AccountAttributeValue.builder()
                                .attributeValue(entry.getValue())
                                .build())
                        .build())
            .toList();
  }
}
