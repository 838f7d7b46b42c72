package com.shangwellness.region.sts;

import com.shangwellness.region.iam.PolicyDocument;
import com.shangwellness.region.iam.PolicyDocument.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a role's trust policy lets somebody assume it. Principals, actions, Allow and Deny are
 * judged, and of the conditions {@code sts:ExternalId}; other conditions are taken as met.
 */
record Trust(PolicyDocument policy) {

  /** Reads a trust policy that IAM has accepted. */
  static Trust of(String document) {
    try {
      return new Trust(PolicyDocument.parse(document, PolicyDocument.Kind.TRUST));
    } catch (PolicyDocument.Malformed e) {
      throw new IllegalStateException("IAM kept a trust policy that it should refuse", e);
    }
  }

  /**
   * Whether {@code principal} may assume the role.
   *
   * @param principal an ARN, or a service ({@code ecs-tasks.amazonaws.com})
   * @param account the principal's account
   * @param externalId the external id that the request gives, or an empty text
   */
  boolean admits(String principal, String account, String externalId) {
    var matching =
        policy.statements().stream()
            .filter(statement -> names(statement, principal, account))
            .filter(Trust::isAssumeRole)
            .filter(statement -> conditionsHold(statement, externalId))
            .toList();
    return matching.stream().anyMatch(Statement::allow)
        && matching.stream().allMatch(Statement::allow);
  }

  private static boolean names(Statement statement, String principal, String account) {
    var named = statement.principals();
    if (named.containsKey("*")) {
      return true;
    }
    if (principal.endsWith(".amazonaws.com")) {
      return named.getOrDefault("Service", List.of()).contains(principal);
    }
    var admitted =
        List.of("*", account, "arn:aws:iam::" + account + ":root", principal, roleOf(principal));
    return named.getOrDefault("AWS", List.of()).stream().anyMatch(admitted::contains);
  }

  /** The role behind {@code arn:aws:sts::…:assumed-role/name/session}; others are themselves. */
  private static String roleOf(String principal) {
    return principal.replaceFirst(
        "^arn:aws:sts::(\\d{12}):assumed-role/([^/]+)/.*$", "arn:aws:iam::$1:role/$2");
  }

  private static boolean isAssumeRole(Statement statement) {
    return statement.actions().stream()
        .anyMatch(action -> Set.of("sts:AssumeRole", "sts:*", "sts:Assume*").contains(action));
  }

  private static boolean conditionsHold(Statement statement, String externalId) {
    var required =
        statement.conditions().getOrDefault("StringEquals", Map.of()).get("sts:ExternalId");
    return required == null || required.contains(externalId);
  }
}
