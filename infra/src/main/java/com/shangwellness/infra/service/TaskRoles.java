package com.shangwellness.infra.service;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** Who a task is: to ECS, which starts it, and to AWS, when the application asks for something. */
final class TaskRoles extends Construct {
  private final Role execution;
  private final Role task;

  TaskRoles(Construct scope, Names names, DataOutputs data) {
    super(scope, "Roles");
    this.execution =
        role(
            "Execution",
            names.executionRole(),
            "ECS: pull the image, read the first password, write the log",
            names,
            List.of(
                signIn(), pull(data), writeLog(names), readPassword(data), decrypt(names, data)));
    this.task =
        role(
            "Task",
            names.taskRole(),
            "The application: read the password again after it was rotated",
            names,
            List.of(readPassword(data), decrypt(names, data)));
    NagSuppressions.addResourceSuppressions(
        execution,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "ecr:GetAuthorizationToken has no resource-level permission; log streams are named"
                    + " after tasks, which do not exist yet")));
  }

  IRole execution() {
    return execution;
  }

  IRole task() {
    return task;
  }

  private Role role(
      String id, String name, String description, Names names, List<PolicyStatement> statements) {
    return Role.Builder.create(this, id)
        .roleName(name)
        .description(description)
        .assumedBy(
            // Only tasks of this account: IAM guide, "The confused deputy problem".
            ServicePrincipal.Builder.create("ecs-tasks.amazonaws.com")
                .conditions(
                    new TreeMap<>(
                        Map.of(
                            "StringEquals",
                            Map.of("aws:SourceAccount", names.account()),
                            "ArnLike",
                            Map.of("aws:SourceArn", names.arn("ecs", "*")))))
                .build())
        .inlinePolicies(
            Map.of("least", PolicyDocument.Builder.create().statements(statements).build()))
        .build();
  }

  private static PolicyStatement signIn() {
    return allow("SignInToRegistry", List.of("ecr:GetAuthorizationToken"), "*");
  }

  private static PolicyStatement pull(DataOutputs data) {
    return allow(
        "PullImage",
        List.of(
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
        data.repositoryArn());
  }

  private static PolicyStatement writeLog(Names names) {
    return allow(
        "WriteLog",
        List.of("logs:CreateLogStream", "logs:PutLogEvents"),
        names.arn("logs", "log-group:" + names.applicationLogGroup() + ":*"));
  }

  private static PolicyStatement readPassword(DataOutputs data) {
    return allow(
        "ReadPassword",
        List.of("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
        data.databaseSecretArn());
  }

  private static PolicyStatement decrypt(Names names, DataOutputs data) {
    var decrypt = allow("DecryptPassword", List.of("kms:Decrypt"), data.dataKeyArn());
    // The key also encrypts the database; this role may use it for the secret only.
    decrypt.addCondition(
        "StringEquals",
        Map.of("kms:ViaService", "secretsmanager." + names.region() + ".amazonaws.com"));
    return decrypt;
  }

  private static PolicyStatement allow(String id, List<String> actions, String resource) {
    return PolicyStatement.Builder.create()
        .sid(id)
        .actions(actions)
        .resources(List.of(resource))
        .build();
  }
}
