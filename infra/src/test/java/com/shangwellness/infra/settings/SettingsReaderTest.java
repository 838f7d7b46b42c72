package com.shangwellness.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.shangwellness.infra.CompleteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static final Path PROD = Path.of("../environments/prod.yaml");
  private static final String YAML = text();

  @Test
  void production_is_read() {
    var settings = SettingsReader.read(PROD);

    assertThat(settings.account()).isEqualTo("669097061043");
    assertThat(settings.network().outboundPorts()).containsExactly(443);
    assertThat(settings.crossStackValues()).isEqualTo(CrossStackValues.REFERENCES);
    assertThat(settings.database().minimumCapacity()).isEqualTo(0.5);
  }

  /** Field, what stands there in prod.yaml, what is put there, and what is said about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          project: shangwellness | project: Shang | project is "Shang"; it must be 2 to 20 small letters or digits, a letter first
          account: "669097061043" | account: 669097061043 | account is 669097061043; it must be twelve digits in quotes
          region: ap-south-1 | region: Mumbai | region is "Mumbai"; it must be an AWS region, such as ap-south-1
          [ap-south-1a, ap-south-1b] | [ap-south-1a, ap-south-1a] | zones is ["ap-south-1a", "ap-south-1a"]; it must be two different availability zones, such as [ap-south-1a, ap-south-1b]
          crossStackValues: references | crossStackValues: exports | crossStackValues is "exports"; it must be one of references, parameters
          deletionProtection: true | deletionProtection: sure | deletionProtection is "sure"; it must be true or false
          logRetentionDays: 90 | logRetentionDays: 91 | logRetentionDays is 91; it must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
          cidr: 10.0.0.0/16 | cidr: 10.0.0.0 | network.cidr is "10.0.0.0"; it must be an IPv4 range in CIDR notation, such as 10.0.0.0/16
          subnetPrefix: 24 | subnetPrefix: 28 | network.subnetPrefix is 28; it must be a whole number from 16 to 27
          natGateways: 2 | natGateways: 3 | network.natGateways is 3; it must be a whole number from 1 to 2
          natGateways: 2 | natGateways: 1.5 | network.natGateways is 1.5; it must be a whole number from 1 to 2
          natGateways: 2 | natGateways: | network.natGateways is empty; it must be a whole number from 1 to 2
          [ecr.api, ecr.dkr, logs, secretsmanager] | [ecr] | network.interfaceEndpoints is ["ecr"]; it must be a list of different services out of ecr.api, ecr.dkr, kms, logs, monitoring, secretsmanager, ssm, sts, xray
          outboundPorts: [443] | outboundPorts: [0] | network.outboundPorts is [0]; it must be a list of different whole numbers from 1 to 65535
          s3PrefixList: pl-78a54011 | s3PrefixList: s3 | network.s3PrefixList is "s3"; it must be a prefix list id, such as pl-78a54011
          name: shangwellness_prod | name: shang-prod | database.name is "shang-prod"; it must be 1 to 64 letters, digits or _, a letter first
          user: admin | user: rdsadmin | database.user is "rdsadmin"; it must be 1 to 16 small letters, digits or _, a letter first, and not rdsadmin
          8.0.mysql_aurora.3.10.3 | 8.0.mysql_aurora.2.11.3 | database.engineVersion is "8.0.mysql_aurora.2.11.3"; it must be a version of Aurora MySQL 8.0, such as 8.0.mysql_aurora.3.10.3
          minimumCapacity: 0.5 | minimumCapacity: 0.7 | database.minimumCapacity is 0.7; it must be a number from 0 to 256 in steps of 0.5
          maximumCapacity: 8 | maximumCapacity: 300 | database.maximumCapacity is 300; it must be a number from 1 to 256 in steps of 0.5
          backupDays: 14 | backupDays: 36 | database.backupDays is 36; it must be a whole number from 1 to 35
          19:30-20:30 | 19:30 | database.backupWindow is "19:30"; it must be a UTC window such as 19:30-20:30
          /app/certificates/rds-global-bundle.pem | bundle.pem | database.certificateBundle is "bundle.pem"; it must be the absolute path of a .pem file in the image
          idleConnections: 10 | idleConnections: 11 | database.idleConnections is 11; it must be a whole number from 0 to 10
          keep: 100 | keep: 1 | images.keep is 1; it must be a whole number from 10 to 1000
          path: /healthcheck | path: healthcheck | loadBalancer.healthCheck.path is "healthcheck"; it must be a path that begins with /
          timeoutSeconds: 4 | timeoutSeconds: 3 | loadBalancer.healthCheck.timeoutSeconds is 3; it must be a whole number from 4 to 120
          healthyThreshold: 2 | healthyThreshold: 1 | loadBalancer.healthCheck.healthyThreshold is 1; it must be a whole number from 2 to 10
          cpu: 512 | cpu: 500 | service.cpu is 500; it must be one of 256, 512, 1024, 2048, 4096, 8192, 16384
          cpuTargetPercent: 70 | cpuTargetPercent: 101 | service.cpuTargetPercent is 101; it must be a whole number from 1 to 100
          stopTimeoutSeconds: 30 | stopTimeoutSeconds: 121 | service.stopTimeoutSeconds is 121; it must be a whole number from 2 to 120
          latencyP99Seconds: 2 | latencyP99Seconds: slow | release.latencyP99Seconds is "slow"; it must be a number from 0.1 to 60 in steps of 0.1
          domain: none | domain: shangwellness.com | domain is "shangwellness.com"; it must be none, or a section with fields of its own
          priceClass: price_class_200 | priceClass: asia | edge.priceClass is "asia"; it must be one of price_class_100, price_class_200, price_class_all
          requestsPerFiveMinutes: 2000 | requestsPerFiveMinutes: 9 | edge.requestsPerFiveMinutes is 9; it must be a whole number from 10 to 2000000000
          blockedPerFiveMinutes: 1000 | blockedPerFiveMinutes: 0 | edge.blockedPerFiveMinutes is 0; it must be a whole number from 1 to 1000000000
          serverErrorPercent: 5 | serverErrorPercent: 101 | edge.serverErrorPercent is 101; it must be a whole number from 1 to 100
          originKey: 1 | originKey: 0 | edge.originKey is 0; it must be a whole number from 1 to 9999
          backupTime: "22:30" | backupTime: 22:30:00 | protection.backupTime is "22:30:00"; it must be a UTC time such as 22:30
          dailyKeepDays: 35 | dailyKeepDays: 0 | protection.dailyKeepDays is 0; it must be a whole number from 1 to 3650
          restoreTestTime: "mon:01:00" | restoreTestTime: "weekly" | protection.restoreTestTime is "weekly"; it must be a UTC day and time such as mon:02:00
          copyRegion: none | copyRegion: Singapore | protection.copyRegion is "Singapore"; it must be none, or an AWS region, such as ap-southeast-1
          reviewTime: "10:00" | reviewTime: "24:00" | protection.reviewTime is "24:00"; it must be a time such as 10:00
          timeZone: Asia/Kolkata | timeZone: +05:30 | protection.timeZone is "+05:30"; it must be a time zone, such as Asia/Kolkata
          guardDuty: false | guardDuty: sometimes | protection.guardDuty is "sometimes"; it must be true or false
          team: devops-team@company.com | team: devops | contacts.team is "devops"; it must be the mail address of the people who keep production running
          emergencyPhone: none | emergencyPhone: "022 1234" | contacts.emergencyPhone is "022 1234"; it must be a phone number in quotes that begins with + and the country, or none
          source: s3 | source: GitHub:web@main | delivery.source is "GitHub:web@main"; it must be s3, or GitHub:owner/repository@branch (or GitLab, Bitbucket)
          approval: false | approval: maybe | delivery.approval is "maybe"; it must be true or false
          buildImage: aws/codebuild/amazonlinux-x86_64-standard:5.0 | buildImage: docker:20 | delivery.buildImage is "docker:20"; it must be an image of CodeBuild for x86_64, such as aws/codebuild/amazonlinux-x86_64-standard:5.0
          buildSize: medium | buildSize: huge | delivery.buildSize is "huge"; it must be one of small, medium, large
          buildTimeoutMinutes: 30 | buildTimeoutMinutes: 4 | delivery.buildTimeoutMinutes is 4; it must be a whole number from 5 to 480
          shift: ECSCanary10Percent5Minutes | shift: ECSCanary20Percent5Minutes | delivery.shift is "ECSCanary20Percent5Minutes"; it must be one of ECSAllAtOnce, ECSLinear10PercentEvery1Minutes, ECSLinear10PercentEvery3Minutes, ECSCanary10Percent5Minutes, ECSCanary10Percent15Minutes
          terminationWaitMinutes: 15 | terminationWaitMinutes: 3000 | delivery.terminationWaitMinutes is 3000; it must be a whole number from 0 to 2880
          artifactDays: 30 | artifactDays: 0 | delivery.artifactDays is 0; it must be a whole number from 1 to 3650
          rebuildDay: 1 | rebuildDay: 31 | delivery.rebuildDay is 31; it must be a whole number from 1 to 28
          trail: true | trail: always | monitoring.trail is "always"; it must be true or false
          trailDays: 365 | trailDays: 30 | monitoring.trailDays is 30; it must be a whole number from 90 to 3650
          monthlyBudget: 500 | monthlyBudget: 0 | monitoring.monthlyBudget is 0; it must be a whole number from 1 to 1000000
          anomalyMonitor: new | anomalyMonitor: mine | monitoring.anomalyMonitor is "mine"; it must be new, none, or the ARN of the account's monitor for services
          anomalyImpact: 20 | anomalyImpact: 0 | monitoring.anomalyImpact is 0; it must be a whole number from 1 to 1000000
          serverErrorPercent: 1 | serverErrorPercent: 0 | monitoring.serverErrorPercent is 0; it must be a number from 0.1 to 100 in steps of 0.1
          latencyP99Seconds: 1.5 | latencyP99Seconds: 0 | monitoring.latencyP99Seconds is 0; it must be a number from 0.1 to 60 in steps of 0.1
          databaseCapacityPercent: 90 | databaseCapacityPercent: 101 | monitoring.databaseCapacityPercent is 101; it must be a whole number from 1 to 100
          databaseConnections: 400 | databaseConnections: 0 | monitoring.databaseConnections is 0; it must be a whole number from 1 to 16000
          replicaLagSeconds: 1 | replicaLagSeconds: 61 | monitoring.replicaLagSeconds is 61; it must be a number from 0.1 to 60 in steps of 0.1
          """)
  void a_wrong_value_is_told_by_field_value_and_what_is_allowed(
      String there, String put, String said) {
    assertThat(mistakes(YAML.replaceFirst("(?m)(?<=^|[ \"])\\Q" + there + "\\E(?=$|[ \"])", put)))
        .containsExactly("prod.yaml: " + said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          name: shangwellness.com | name: Shangwellness | domain.name is "Shangwellness"; it must be a host name in small letters, such as shangwellness.com
          [www.shangwellness.com] | www.shangwellness.com | domain.otherNames is "www.shangwellness.com"; it must be a list of at most 8 different host names, such as [www.shangwellness.com]
          weight: 255 | weight: 256 | domain.weight is 256; it must be a whole number from 0 to 255
          hostedZone: new | hostedZone: old | domain.hostedZone is "old"; it must be new, or the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ
          """)
  void a_wrong_domain_is_told_by_field_value_and_what_is_allowed(
      String there, String put, String said) {
    assertThat(mistakes(CompleteFile.yaml().replace(there, put)))
        .containsExactly("prod.yaml: " + said);
  }

  @Test
  void a_database_that_pauses_needs_an_engine_that_can() {
    var yaml =
        YAML.replace("minimumCapacity: 0.5", "minimumCapacity: 0")
            .replace("idleConnections: 10", "idleConnections: 0")
            .replace("aurora.3.10.3", "aurora.3.07.1");

    assertThat(mistakes(yaml))
        .containsExactly(
            "prod.yaml: database.minimumCapacity is 0; it must be at least 0.5 with engineVersion"
                + " 8.0.mysql_aurora.3.07.1; from 3.08.0 on it may be 0");
  }

  @Test
  void a_domain_may_be_none_and_must_be_said() {
    assertThat(SettingsReader.read(PROD).domain()).isEqualTo(DomainSettings.NONE);
    assertThat(mistakes(YAML.replaceFirst("(?m)^domain: none\\R", "")))
        .containsExactly(
            "prod.yaml: domain is missing; it must be none, or a section with fields of its own");
  }

  @Test
  void a_missing_field_is_told_with_what_it_must_be() {
    assertThat(mistakes(YAML.replaceFirst("(?m)^  backupDays:.*\\R", "")))
        .containsExactly(
            "prod.yaml: database.backupDays is missing; it must be a whole number from 1 to 35");
  }

  @Test
  void a_missing_section_is_one_mistake() {
    assertThat(mistakes(YAML.replaceFirst("(?m)^images:\\R(  .*\\R)+", "")))
        .containsExactly(
            "prod.yaml: images is missing; it must be a section with fields of its own");
  }

  @Test
  void a_section_that_is_none_is_one_mistake() {
    assertThat(mistakes(YAML.replaceFirst("(?m)^images:\\R(  .*\\R)+", "images: all\n")))
        .containsExactly(
            "prod.yaml: images is \"all\"; it must be a section with fields of its own");
  }

  @Test
  void a_misspelt_field_is_one_mistake_and_the_right_name_is_guessed() {
    assertThat(mistakes(YAML.replace("  maximumTasks: 10", "  maxTasks: 10")))
        .containsExactly(
            "prod.yaml: service.maxTasks is 10, but there is no such field;"
                + " did you mean service.maximumTasks?");
  }

  @Test
  void a_field_that_resembles_none_is_told_what_there_is() {
    assertThat(mistakes(YAML.replace("images:\n", "images:\n  zzz: 1\n")))
        .containsExactly(
            "prod.yaml: images.zzz is 1, but there is no such field;"
                + " allowed here are keep, untaggedDays");
  }

  @Test
  void all_mistakes_come_at_once() {
    var yaml =
        YAML.replace("natGateways: 2", "natGateways: two")
            .replace("backupDays: 14", "backupDays: 0")
            .replace("  maximumTasks: 10", "  maximumTask: 10")
            .replaceFirst("(?m)^  tasks: 2.*\\R", "");

    assertThat(mistakes(yaml)).hasSize(4);
  }

  @Test
  void a_wrong_field_is_not_blamed_again_for_contradicting_others() {
    assertThat(mistakes(YAML.replace("  maximumTasks: 10", "  maximumTasks: many")))
        .containsExactly(
            "prod.yaml: service.maximumTasks is \"many\"; it must be a whole number from 1 to"
                + " 1000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''              | it must be a single YAML mapping of field names to values
          'just a text'   | it must be a single YAML mapping of field names to values
          '[1, 2]'        | it must be a single YAML mapping of field names to values
          """)
  void a_file_that_holds_no_fields_is_told_so(String yaml, String said) {
    assertThat(mistakes(yaml)).containsExactly("prod.yaml: " + said);
  }

  @Test
  void broken_yaml_is_told_with_its_line() {
    assertThat(mistakes("project: shangwellness\nzones: [a\n"))
        .singleElement()
        .asString()
        .isEqualTo(
            "prod.yaml: line 2: while parsing a flow sequence: expected ',' or ']', but got <stream"
                + " end>");
  }

  @Test
  void a_field_that_stands_twice_is_told_with_its_line() {
    assertThat(mistakes(YAML + "\nproject: other\n"))
        .singleElement()
        .asString()
        .contains("line ", "Duplicate", "project");
  }

  @Test
  void a_file_that_is_not_there_is_told_by_name() {
    assertThat(mistakes(Path.of("environments/none.yaml")))
        .containsExactly("environments/none.yaml: there is no such file");
  }

  @Test
  void a_folder_and_a_file_of_other_letters_are_told_in_words(@TempDir Path folder)
      throws IOException {
    var file = Files.write(folder.resolve("latin.yaml"), YAML.getBytes(StandardCharsets.UTF_16));

    assertThat(mistakes(folder)).containsExactly(folder + ": it must be a file, and is a folder");
    assertThat(mistakes(file)).containsExactly(file + ": it must be text in UTF-8");
  }

  @Test
  void a_second_document_is_not_left_unread() {
    assertThat(mistakes(YAML + "\n---\nproject: other\n"))
        .containsExactly("prod.yaml: it must be a single YAML mapping of field names to values");
  }

  @Property(tries = 200)
  void whatever_stands_in_a_field_it_is_read_or_told_of_by_name(@ForAll("values") String value) {
    var yaml = YAML.replace("  memory: 1024", "  memory: " + value);

    try {
      assertThat(SettingsReader.read("prod.yaml", yaml).service().memory()).isEqualTo(1024);
    } catch (InvalidSettings e) {
      assertThat(e.mistakes())
          .singleElement()
          .asString()
          .startsWith("prod.yaml: service.memory is ");
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(String::valueOf),
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.strings().alpha().ofMinLength(1).map(text -> "\"" + text + "\""),
        Arbitraries.of("1024", "true", "null", "[]", "{}", "[1, [2]]", "1e3", "0x400", "~"));
  }

  private static List<String> mistakes(Path file) {
    return catchThrowableOfType(InvalidSettings.class, () -> SettingsReader.read(file)).mistakes();
  }

  private static List<String> mistakes(String yaml) {
    return catchThrowableOfType(InvalidSettings.class, () -> SettingsReader.read("prod.yaml", yaml))
        .mistakes();
  }

  private static String text() {
    try {
      return Files.readString(PROD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
