package com.shangwellness.infra.protection;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** What the two roles of AWS Backup have in common. */
final class BackupIdentity {
  private BackupIdentity() {}

  static Role role(
      Construct scope, String name, String description, List<PolicyStatement> statements) {
    return Role.Builder.create(scope, "Role")
        .roleName(name)
        .description(description)
        // Without aws:SourceAccount: AWS Backup does not say that it names one when it takes on a
        // role, its own roles ask for none, and without backups nothing else helps.
        .assumedBy(ServicePrincipal.Builder.create("backup.amazonaws.com").build())
        .inlinePolicies(
            Map.of("least", PolicyDocument.Builder.create().statements(statements).build()))
        .build();
  }

  /** Looking only; AWS Backup asks for lists, which have no resource of their own. */
  static PolicyStatement look() {
    return allow(
        "Look",
        List.of(
            "rds:DescribeDBClusterAutomatedBackups",
            "rds:DescribeDBClusterSnapshots",
            "rds:DescribeDBClusters",
            "rds:ListTagsForResource"),
        List.of("*"));
  }

  /** Lets RDS use the keys on its behalf, and nobody else. */
  static PolicyStatement grant(List<String> keyArns) {
    var grant = allow("LetRdsUseKeys", List.of("kms:CreateGrant"), keyArns);
    grant.addCondition("Bool", Map.of("kms:GrantIsForAWSResource", "true"));
    return grant;
  }

  static PolicyStatement allow(String id, List<String> actions, List<String> resources) {
    return PolicyStatement.Builder.create().sid(id).actions(actions).resources(resources).build();
  }
}
