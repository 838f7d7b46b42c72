package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each role against the list of what its part needs. */
class LeastPrivilegeTest {

  @Test
  void each_role_may_do_what_its_part_needs_and_nothing_else() {
    assertThat(actionsByRole())
        .isEqualTo(
            expected(
                "VPC flow logs: write the log",
                actions("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                "ECS: pull the image, read the first password, write the log",
                actions(
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetAuthorizationToken",
                    "ecr:GetDownloadUrlForLayer",
                    "kms:Decrypt",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetSecretValue"),
                "The application: read the password again after it was rotated",
                actions(
                    "kms:Decrypt",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetSecretValue"),
                "AWS Backup: take snapshots of the database, and copy them",
                actions(
                    "backup:CopyFromBackupVault",
                    "backup:DescribeBackupVault",
                    "kms:CreateGrant",
                    "kms:DescribeKey",
                    "rds:AddTagsToResource",
                    "rds:CopyDBClusterSnapshot",
                    "rds:CreateDBClusterSnapshot",
                    "rds:DeleteDBClusterSnapshot",
                    "rds:DescribeDBClusterAutomatedBackups",
                    "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBClusters",
                    "rds:ListTagsForResource"),
                "AWS Backup: restore a snapshot into a test, and remove it",
                actions(
                    "kms:CreateGrant",
                    "kms:DescribeKey",
                    "rds:AddTagsToResource",
                    "rds:DeleteDBCluster",
                    "rds:DescribeDBClusterAutomatedBackups",
                    "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBClusters",
                    "rds:ListTagsForResource",
                    "rds:RestoreDBClusterFromSnapshot"),
                "Schedules: remind people of reviews",
                actions("kms:Decrypt", "kms:GenerateDataKey", "sns:Publish"),
                "CodeBuild: read the source, push the image, write log and artifacts",
                actions(
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:CompleteLayerUpload",
                    "ecr:DescribeImageScanFindings",
                    "ecr:GetAuthorizationToken",
                    "ecr:GetDownloadUrlForLayer",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart",
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:Encrypt",
                    "kms:GenerateDataKey",
                    "kms:GenerateDataKeyWithoutPlaintext",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "s3:GetBucketAcl",
                    "s3:GetBucketLocation",
                    "s3:GetObject",
                    "s3:GetObjectVersion",
                    "s3:PutObject"),
                "CodePipeline: read the source, have it built and deployed",
                actions(
                    "codebuild:BatchGetBuilds",
                    "codebuild:StartBuild",
                    "codedeploy:CreateDeployment",
                    "codedeploy:GetApplication",
                    "codedeploy:GetApplicationRevision",
                    "codedeploy:GetDeployment",
                    "codedeploy:GetDeploymentConfig",
                    "codedeploy:RegisterApplicationRevision",
                    "ecs:RegisterTaskDefinition",
                    "ecs:TagResource",
                    "iam:PassRole",
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:Encrypt",
                    "kms:GenerateDataKey",
                    "kms:GenerateDataKeyWithoutPlaintext",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                    "s3:GetBucketAcl",
                    "s3:GetBucketLocation",
                    "s3:GetBucketVersioning",
                    "s3:GetObject",
                    "s3:GetObjectTagging",
                    "s3:GetObjectVersion",
                    "s3:GetObjectVersionTagging",
                    "s3:ListBucket",
                    "s3:PutObject",
                    "s3:PutObjectAcl",
                    "s3:PutObjectTagging"),
                "CodeDeploy: replace the tasks, turn the listeners, watch the alarms",
                actions(
                    "cloudwatch:DescribeAlarms",
                    "ecs:CreateTaskSet",
                    "ecs:DeleteTaskSet",
                    "ecs:DescribeServices",
                    "ecs:UpdateServicePrimaryTaskSet",
                    "elasticloadbalancing:DescribeListeners",
                    "elasticloadbalancing:DescribeRules",
                    "elasticloadbalancing:DescribeTargetGroups",
                    "elasticloadbalancing:ModifyListener",
                    "elasticloadbalancing:ModifyRule",
                    "iam:PassRole"),
                "EventBridge: start the pipeline when a source is uploaded",
                actions("codepipeline:StartPipelineExecution"),
                "EventBridge Scheduler: start the pipeline every month",
                actions("codepipeline:StartPipelineExecution"),
                "EventBridge: suspend scaling when a release begins",
                actions("states:StartExecution"),
                "Step Functions: suspend scaling while a release runs",
                actions(
                    "application-autoscaling:DescribeScalableTargets",
                    "application-autoscaling:RegisterScalableTarget",
                    "codedeploy:ListDeployments",
                    "ecs:DescribeServices",
                    "ecs:UpdateService"),
                "CloudTrail: write the log",
                actions("logs:CreateLogStream", "logs:PutLogEvents")));
  }

  /** Pairs of a role's description and its actions. */
  private static Map<String, Set<String>> expected(Object... pairs) {
    var expected = new TreeMap<String, Set<String>>();
    for (int i = 0; i < pairs.length; i += 2) {
      var actions = new TreeSet<String>();
      ((Set<?>) pairs[i + 1]).forEach(action -> actions.add((String) action));
      expected.put((String) pairs[i], actions);
    }
    return expected;
  }

  @Test
  void only_what_has_no_resource_is_allowed_on_every_resource() {
    var everywhere = new TreeSet<String>();
    for (var statement : statements()) {
      if (texts(statement.get("Resource")).contains("*")) {
        everywhere.addAll(texts(statement.get("Action")));
      }
    }

    assertThat(everywhere)
        .containsExactly(
            "application-autoscaling:DescribeScalableTargets",
            "cloudwatch:DescribeAlarms",
            "ecr:GetAuthorizationToken",
            "ecs:RegisterTaskDefinition",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups",
            "rds:DescribeDBClusterAutomatedBackups",
            "rds:DescribeDBClusterSnapshots",
            "rds:DescribeDBClusters",
            "rds:ListTagsForResource");
  }

  @Test
  void no_action_is_a_wildcard() {
    assertThat(statements())
        .allSatisfy(
            statement ->
                assertThat(texts(statement.get("Action"))).noneMatch(a -> a.contains("*")));
  }

  @Test
  void a_restore_test_can_touch_nothing_but_restore_tests() {
    var harmful =
        statements().stream()
            .filter(statement -> texts(statement.get("Action")).contains("rds:DeleteDBCluster"));

    assertThat(harmful)
        .singleElement()
        .extracting(statement -> statement.get("Resource").asText())
        .isEqualTo("arn:aws:rds:ap-south-1:669097061043:cluster:awsbackup-restore-test-*");
  }

  @Test
  void the_keys_are_lent_to_aws_services_only() {
    assertThat(statements())
        .filteredOn(statement -> texts(statement.get("Action")).contains("kms:CreateGrant"))
        .hasSize(2)
        .allMatch(
            statement ->
                statement.at("/Condition/Bool/kms:GrantIsForAWSResource").asText().equals("true"));
  }

  @Test
  void a_wildcard_within_a_resource_stands_for_what_has_no_name_yet() {
    var wild = new TreeSet<String>();
    for (var statement : statements()) {
      for (var resource : texts(statement.get("Resource"))) {
        if (resource.contains("*") && !resource.equals("*")) {
          wild.add(resource.substring(resource.indexOf(':') + 1));
        }
      }
    }

    assertThat(wild)
        .containsExactly(
            "aws:application-autoscaling:ap-south-1:669097061043:scalable-target/*",
            "aws:codedeploy:ap-south-1:669097061043:deploymentconfig:CodeDeployDefault.*",
            "aws:ecs:ap-south-1:669097061043:task-definition/shangwellness-prod-task:*",
            "aws:ecs:ap-south-1:669097061043:task-set/shangwellness-prod-cluster/shangwellness-prod-service/*",
            "aws:elasticloadbalancing:ap-south-1:669097061043:listener-rule/app/shangwellness-prod-alb/*",
            "aws:elasticloadbalancing:ap-south-1:669097061043:listener/app/shangwellness-prod-alb/*",
            "aws:logs:ap-south-1:669097061043:log-group:/aws/cloudtrail/shangwellness-prod-trail:*",
            "aws:logs:ap-south-1:669097061043:log-group:/aws/codebuild/shangwellness-prod:*",
            "aws:logs:ap-south-1:669097061043:log-group:/ecs/prod/web-app:*",
            "aws:rds:ap-south-1:669097061043:cluster-pg:*",
            "aws:rds:ap-south-1:669097061043:cluster-snapshot:awsbackup:*",
            "aws:rds:ap-south-1:669097061043:cluster:awsbackup-restore-test-*",
            "aws:rds:ap-south-1:669097061043:og:*");
  }

  @Test
  void the_data_key_decrypts_for_the_secret_only() {
    var decrypting =
        statements().stream()
            .filter(statement -> texts(statement.get("Action")).contains("kms:Decrypt"))
            .filter(statement -> statement.get("Resource").toString().contains("DataKeyArn"));

    assertThat(decrypting)
        .hasSize(2)
        .allMatch(
            statement ->
                statement
                    .at("/Condition/StringEquals/kms:ViaService")
                    .asText()
                    .equals("secretsmanager.ap-south-1.amazonaws.com"));
  }

  @Test
  void roles_are_taken_on_for_this_account_only() {
    assertThat(roles())
        // These two tell the roles that they take on nothing that could be checked, as far as is
        // known.
        .filteredOn(role -> !role.get("Description").asText().matches("(CloudTrail|AWS Backup):.*"))
        .allMatch(
            role ->
                role.at(
                        "/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals/aws:SourceAccount")
                    .asText()
                    .equals("669097061043"));
  }

  @Test
  void all_policies_are_written_inside_their_roles_where_these_tests_see_them() {
    assertThat(templates())
        .allMatch(template -> template.resources("AWS::IAM::Policy").isEmpty())
        .allMatch(template -> template.resources("AWS::IAM::ManagedPolicy").isEmpty());
    assertThat(roles()).noneMatch(role -> role.has("ManagedPolicyArns"));
  }

  private static Map<String, Set<String>> actionsByRole() {
    var actions = new TreeMap<String, Set<String>>();
    for (var role : roles()) {
      var mayDo = new TreeSet<String>();
      role.findValues("PolicyDocument")
          .forEach(policy -> policy.findValues("Action").forEach(a -> mayDo.addAll(texts(a))));
      actions.put(role.get("Description").asText(), mayDo);
    }
    return actions;
  }

  private static List<JsonNode> statements() {
    var statements = new ArrayList<JsonNode>();
    for (var role : roles()) {
      for (var policy : role.findValues("PolicyDocument")) {
        policy.get("Statement").forEach(statements::add);
      }
    }
    return statements;
  }

  private static List<JsonNode> roles() {
    return templates().stream().flatMap(t -> t.allProperties("AWS::IAM::Role").stream()).toList();
  }

  private static List<Template> templates() {
    return Synthesized.templates();
  }

  private static Set<String> actions(String... actions) {
    return new TreeSet<>(List.of(actions));
  }

  private static List<String> texts(JsonNode oneOrMany) {
    if (oneOrMany instanceof ArrayNode many) {
      var texts = new ArrayList<String>();
      many.forEach(text -> texts.add(text.asText()));
      return texts;
    }
    return List.of(oneOrMany.asText());
  }
}
