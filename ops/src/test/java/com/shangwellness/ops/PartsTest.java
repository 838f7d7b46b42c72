package com.shangwellness.ops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.shangwellness.ops.targets.AwsTarget;
import com.shangwellness.ops.targets.LocalTarget;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What ops may know. */
@AnalyzeClasses(
    packages = "com.shangwellness.ops",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PartsTest {
  @ArchTest
  static final ArchRule ops_knows_the_aws_api_and_none_of_the_other_parts =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "com.shangwellness.ops..",
              "java..",
              "javax.crypto..",
              "javax.net.ssl..",
              "picocli..",
              "software.amazon.awssdk..",
              "org.apache.commons.compress..",
              "org.jline..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule only_targets_makes_clients_so_that_only_it_decides_where_requests_go =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ops.targets")
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  DescribedPredicate.describe(
                      "makes a client",
                      target ->
                          target.getOwner().getName().matches("software\\.amazon.*Client")
                              && target.getName().matches("builder|create"))));

  @ArchTest
  static final ArchRule nothing_but_the_command_line_knows_which_target_it_is =
      noClasses()
          .that()
          .resideOutsideOfPackages("..ops.targets", "..ops.command")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(LocalTarget.class, AwsTarget.class);
}
