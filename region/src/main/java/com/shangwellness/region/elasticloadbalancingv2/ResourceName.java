package com.shangwellness.region.elasticloadbalancingv2;

/** The rules for names of load balancers and target groups. */
final class ResourceName {

  private ResourceName() {}

  /**
   * Checks a name.
   *
   * @param kind {@code Load balancer} or {@code Target group}
   */
  static void check(String kind, String name) {
    if (name == null || name.isEmpty()) {
      throw Refusals.validation(kind + " name must be specified");
    }
    if (name.length() > 32) {
      throw Refusals.validation(
          kind + " name '" + name + "' cannot be longer than '32' characters");
    }
    if (!name.matches("[a-zA-Z0-9-]+")) {
      throw Refusals.validation(
          kind
              + " name '"
              + name
              + "' can only contain characters that are alphanumeric characters or hyphens(-)");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      throw Refusals.validation(kind + " name '" + name + "' cannot begin or end with a hyphen(-)");
    }
  }
}
