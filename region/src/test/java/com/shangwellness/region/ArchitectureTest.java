package com.shangwellness.region;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** The table of parts in ARCHITECTURE.md, and the rule that the timeline is the only clock. */
@AnalyzeClasses(packages = "com.shangwellness", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String REGION = "com.shangwellness.region";

  @ArchTest
  static final ArchRule the_region_knows_nothing_of_the_other_parts =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.shangwellness.app..", "com.shangwellness.infra..", "com.shangwellness.ops..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_timeline_is_the_only_clock =
      noClasses()
          .that()
          .resideOutsideOfPackage(REGION + ".timeline..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because(
              "region time comes from the timeline, and the machine's from WallClock (DESIGN: time"
                  + " is a parameter)");

  @ArchTest
  static final ArchRule the_timeline_is_the_only_scheduler =
      noClasses()
          .that()
          // Ports wait for what is outside, and that is on the machine's clock.
          .resideOutsideOfPackages(
              REGION + ".timeline..",
              REGION + ".tasks..",
              REGION + ".shells..",
              REGION + ".traffic..",
              REGION + ".database..",
              REGION + ".wire..")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(java.util.Timer.class, java.util.concurrent.ScheduledExecutorService.class)
          .because("what waits for region time waits on the timeline");

  @ArchTest
  static final ArchRule services_know_nothing_of_cloudformation =
      noClasses()
          .that(
              resideInAPackage(REGION + "..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          resideInAPackage(REGION + ".cloudformation.."))))
          .and()
          .resideOutsideOfPackage(REGION)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(REGION + ".cloudformation..");

  @ArchTest
  static final ArchRule the_ground_knows_no_service =
      noClasses()
          .that()
          .resideInAnyPackage(
              REGION + ".timeline..",
              REGION + ".store..",
              REGION + ".caller..",
              REGION + ".codec..",
              REGION + ".place..",
              REGION + ".network..",
              REGION + ".processes..",
              REGION + ".certificates..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              REGION + ".ecs..",
              REGION + ".ecr..",
              REGION + ".ec2..",
              REGION + ".elasticloadbalancingv2..",
              REGION + ".rds..",
              REGION + ".iam..",
              REGION + ".sts..",
              REGION + ".ssm..",
              REGION + ".s3..",
              REGION + ".kms..",
              REGION + ".secretsmanager..",
              REGION + ".cloudwatchlogs..",
              REGION + ".cloudformation..",
              REGION + ".wire..");

  @ArchTest
  static final ArchRule nothing_is_static_but_constants =
      noFields()
          .that()
          .areStatic()
          .and()
          .areNotFinal()
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage(REGION + "..")
          .allowEmptyShould(true);
}
