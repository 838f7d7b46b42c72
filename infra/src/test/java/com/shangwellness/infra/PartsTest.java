package com.shangwellness.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this part of the project knows, and what it does not. */
@AnalyzeClasses(packages = "com.shangwellness.infra", importOptions = DoNotIncludeTests.class)
class PartsTest {

  @ArchTest
  static final ArchRule INFRA_KNOWS_THE_CDK_AND_NO_OTHER_PART =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "com.shangwellness.infra..",
              "java..",
              "software.amazon.awscdk..",
              "software.amazon.jsii..",
              "software.constructs..",
              "io.github.cdklabs.cdknag..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule STACKS_FOLLOW_EACH_OTHER =
      slices().matching("com.shangwellness.infra.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SETTINGS_KNOW_NO_CDK =
      noClasses()
          .that()
          .resideInAPackage("..settings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software..", "io.github..");
}
