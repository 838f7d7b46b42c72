package com.shangwellness.region.iam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.Policy;

/** The policies that AWS manages, by ARN, from the list beside this class: names, no documents. */
final class AwsManagedPolicies {

  private static final String LIST = "aws-managed-policies.txt";
  private static final String PREFIX = "arn:aws:iam::aws:policy";

  private final Map<String, Policy> policies;

  private AwsManagedPolicies(Map<String, Policy> policies) {
    this.policies = policies;
  }

  static AwsManagedPolicies load() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                AwsManagedPolicies.class.getResourceAsStream(LIST), StandardCharsets.UTF_8))) {
      var policies = new TreeMap<String, Policy>();
      in.lines()
          .filter(line -> line.startsWith("/"))
          .map(AwsManagedPolicies::policy)
          .forEach(policy -> policies.put(policy.arn(), policy));
      return new AwsManagedPolicies(policies);
    } catch (IOException e) {
      throw new UncheckedIOException(LIST + " cannot be read", e);
    }
  }

  private static Policy policy(String pathAndName) {
    int name = pathAndName.lastIndexOf('/') + 1;
    // AWS's own ids are not published; these are stable and unlike those of the account.
    return Policy.builder()
        .policyName(pathAndName.substring(name))
        .policyId("ANPAAWS" + Integer.toHexString(pathAndName.hashCode()))
        .arn(PREFIX + pathAndName)
        .path(pathAndName.substring(0, name))
        .defaultVersionId("v1")
        .isAttachable(true)
        .createDate(Instant.parse("2015-02-06T18:40:00Z"))
        .updateDate(Instant.parse("2015-02-06T18:40:00Z"))
        .build();
  }

  Optional<Policy> find(String arn) {
    return Optional.ofNullable(policies.get(arn));
  }

  Stream<Policy> all() {
    return policies.values().stream();
  }
}
