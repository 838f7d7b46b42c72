package com.shangwellness.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses APP =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("com.shangwellness.app");

  @Test
  void app_knows_aws_through_the_jdbc_wrapper_only() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..")
        .check(APP);
  }

  @Test
  void app_knows_no_other_module() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.shangwellness.infra..", "com.shangwellness.region..", "com.shangwellness.ops..")
        .check(APP);
  }
}
