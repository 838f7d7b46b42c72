package com.shangwellness.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** Roles of AWS services: one inline policy each, and taken on for this account only. */
public final class Roles {
  private Roles() {}

  /** A service that acts in this account only: IAM guide, "The confused deputy problem". */
  public static ServicePrincipal ofThisAccount(Names names, String service) {
    return ServicePrincipal.Builder.create(service)
        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", names.account())))
        .build();
  }

  /** A role without a name of its own, as a builder. */
  public static Role.Builder role(
      Construct scope,
      String id,
      String description,
      ServicePrincipal principal,
      List<PolicyStatement> statements) {
    return Role.Builder.create(scope, id)
        .description(description)
        .assumedBy(principal)
        .inlinePolicies(
            Map.of("least", PolicyDocument.Builder.create().statements(statements).build()));
  }

  /** Allows {@code actions} on {@code resources}. */
  public static PolicyStatement allow(String id, List<String> actions, String... resources) {
    return PolicyStatement.Builder.create()
        .sid(id)
        .actions(actions)
        .resources(List.of(resources))
        .build();
  }
}
