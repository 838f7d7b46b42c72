package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each role of each variant against {@code roles.txt}: who takes it on, what it may do, and where.
 * The rules below say what no line of that file may be.
 */
class LeastPrivilegeTest {
  private static final Path ROLES = Path.of("src/test/resources/com/shangwellness/infra/roles.txt");
  private static final String HEAD =
      """
      # What each role may do, and where, in all that tests synthesize: prod and staging as shipped,
      # complete (everything switched on) and git (the source in a repository).
      #
      # by   who takes the role on
      # on   where it may do what stands below: ENV is the environment's name, ${Name} a resource of
      #      the same stack, ${stack.Output} another stack's output
      #
      # A role is new or has changed: mvn -pl infra test -Dtest=LeastPrivilegeTest -Dbaseline=write
      # writes this file anew. Then read what differs: does the role's part need each line, and could
      # the place be narrower?
      """;

  @Test
  void each_role_may_do_what_its_part_needs_where_it_needs_it_and_nothing_else()
      throws IOException {
    var now = HEAD + outline().text();
    if (System.getProperty("baseline", "").equals("write")) {
      Files.writeString(ROLES, now);
    }

    assertThat(now.lines())
        .as("roles.txt says at its beginning what to do when a role is new or has changed")
        .containsExactlyElementsOf(Files.readAllLines(ROLES));
  }

  private static Outline outline() {
    var outline = new Outline();
    for (var variant : Variant.all()) {
      for (var role : variant.all("AWS::IAM::Role")) {
        var title = role.get("Description").asText();
        for (var trust : Statement.of(role.get("AssumeRolePolicyDocument"))) {
          assertThat(trust.actions()).containsExactly("sts:AssumeRole");
          for (var who : trust.principals()) {
            outline.add(variant.name(), title, "by " + who + trust.condition());
          }
        }
        for (var statement : statements(role)) {
          for (var resource : statement.resources()) {
            var where = variant.withoutEnvironment(resource) + statement.condition();
            for (var action : statement.actions()) {
              outline.add(variant.name(), title, "on " + where, action);
            }
          }
        }
      }
    }
    return outline;
  }

  @Test
  void no_two_roles_of_a_variant_have_the_same_description() {
    for (var variant : Variant.all()) {
      assertThat(variant.all("AWS::IAM::Role"))
          .extracting(role -> role.get("Description").asText())
          .as(variant.name())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void only_what_has_no_resource_is_allowed_on_every_resource() {
    var everywhere = new TreeSet<String>();
    for (var variant : Variant.all()) {
      for (var statement : statements(variant)) {
        if (statement.resources().contains("*")) {
          everywhere.addAll(statement.actions());
        }
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
            "inspector2:ListCoverage",
            "inspector2:ListFindings",
            "rds:DescribeDBClusterAutomatedBackups",
            "rds:DescribeDBClusterSnapshots",
            "rds:DescribeDBClusters",
            "rds:ListTagsForResource");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void no_action_is_a_wildcard(Variant variant) {
    assertThat(statements(variant))
        .isNotEmpty()
        .allSatisfy(statement -> assertThat(statement.actions()).noneMatch(a -> a.contains("*")));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void a_restore_test_can_touch_nothing_but_restore_tests(Variant variant) {
    assertThat(statements(variant))
        .filteredOn(statement -> statement.actions().contains("rds:DeleteDBCluster"))
        .singleElement()
        .extracting(Statement::resources)
        .isEqualTo(List.of("arn:aws:rds:ap-south-1:669097061043:cluster:awsbackup-restore-test-*"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void the_keys_are_lent_to_aws_services_only(Variant variant) {
    assertThat(statements(variant))
        .filteredOn(statement -> statement.actions().contains("kms:CreateGrant"))
        .hasSizeGreaterThan(1)
        .allMatch(
            statement ->
                statement
                    .json()
                    .at("/Condition/Bool/kms:GrantIsForAWSResource")
                    .asText()
                    .equals("true"));
  }

  @Test
  void a_wildcard_within_a_resource_stands_for_what_has_no_name_yet() {
    var wild = new TreeSet<String>();
    for (var variant : Variant.all()) {
      for (var statement : statements(variant)) {
        for (var resource : statement.resources()) {
          if (resource.contains("*") && !resource.equals("*")) {
            wild.add(variant.withoutEnvironment(resource.replaceFirst("^arn:", "")));
          }
        }
      }
    }

    assertThat(wild)
        .containsExactly(
            "${ArtifactsBucket.Arn}/*",
            "aws:application-autoscaling:ap-south-1:669097061043:scalable-target/*",
            "aws:codedeploy:ap-south-1:669097061043:deploymentconfig:CodeDeployDefault.*",
            "aws:ecs:ap-south-1:669097061043:task-definition/shangwellness-ENV-task:*",
            "aws:ecs:ap-south-1:669097061043:task-set/shangwellness-ENV-cluster/shangwellness-ENV-service/*",
            "aws:elasticloadbalancing:ap-south-1:669097061043:listener-rule/app/shangwellness-ENV-alb/*",
            "aws:elasticloadbalancing:ap-south-1:669097061043:listener/app/shangwellness-ENV-alb/*",
            "aws:kms:ap-southeast-1:669097061043:key/*",
            "aws:logs:ap-south-1:669097061043:log-group:/aws/cloudtrail/shangwellness-ENV-trail:*",
            "aws:logs:ap-south-1:669097061043:log-group:/aws/codebuild/shangwellness-ENV:*",
            "aws:logs:ap-south-1:669097061043:log-group:/ecs/ENV/web-app:*",
            "aws:rds:ap-south-1:669097061043:cluster-pg:*",
            "aws:rds:ap-south-1:669097061043:cluster-snapshot:awsbackup:*",
            "aws:rds:ap-south-1:669097061043:cluster:awsbackup-restore-test-*",
            "aws:rds:ap-south-1:669097061043:og:*",
            "aws:rds:ap-southeast-1:669097061043:cluster-snapshot:awsbackup:*");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void the_data_key_decrypts_for_the_secret_only(Variant variant) {
    assertThat(statements(variant))
        .filteredOn(statement -> statement.actions().contains("kms:Decrypt"))
        .filteredOn(statement -> statement.resources().toString().contains("DataKeyArn"))
        .hasSize(2)
        .allMatch(
            statement ->
                statement
                    .json()
                    .at("/Condition/StringEquals/kms:ViaService")
                    .asText()
                    .equals("secretsmanager.ap-south-1.amazonaws.com"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void every_key_is_at_nobodys_hand_but_that_of_rds_for_copies(Variant variant) {
    assertThat(statements(variant))
        .filteredOn(statement -> statement.actions().stream().anyMatch(a -> a.startsWith("kms:")))
        .filteredOn(
            statement -> !statement.resources().toString().contains("arn:aws:kms:ap-southeast-1:"))
        .isNotEmpty()
        .allSatisfy(
            statement ->
                assertThat(statement.resources()).noneMatch(resource -> resource.contains("*")));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void roles_are_taken_on_for_this_account_only(Variant variant) {
    assertThat(variant.all("AWS::IAM::Role"))
        // These two tell the roles that they take on nothing that could be checked, as far as is
        // known.
        .filteredOn(role -> !role.get("Description").asText().matches("(CloudTrail|AWS Backup):.*"))
        .flatExtracting(role -> Statement.of(role.get("AssumeRolePolicyDocument")))
        .isNotEmpty()
        .allMatch(
            trust ->
                trust
                    .json()
                    .at("/Condition/StringEquals/aws:SourceAccount")
                    .asText()
                    .equals("669097061043"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void all_policies_are_written_inside_their_roles_where_these_tests_see_them(Variant variant) {
    assertThat(variant.all("AWS::IAM::Policy")).isEmpty();
    assertThat(variant.all("AWS::IAM::ManagedPolicy")).isEmpty();
    assertThat(variant.all("AWS::IAM::RolePolicy")).isEmpty();
    assertThat(variant.all("AWS::IAM::Role")).noneMatch(role -> role.has("ManagedPolicyArns"));
  }

  static Stream<Variant> variants() {
    return Variant.all().stream();
  }

  private static List<Statement> statements(Variant variant) {
    return variant.all("AWS::IAM::Role").stream()
        .flatMap(role -> statements(role).stream())
        .toList();
  }

  private static List<Statement> statements(JsonNode role) {
    var statements =
        role.path("Policies")
            .valueStream()
            .flatMap(policy -> Statement.of(policy.get("PolicyDocument")).stream())
            .toList();
    // A line of roles.txt is an allowance.
    assertThat(statements).allMatch(Statement::allows);
    return statements;
  }
}
