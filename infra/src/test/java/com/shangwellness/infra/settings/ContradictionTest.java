package com.shangwellness.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fields that are well written and wrong all the same, most of them only together, in every
 * environment.
 */
class ContradictionTest {

  private static final Pattern QUOTED = Pattern.compile("\"([\\w.]+)\"");

  /** What is put into the file, and the one line that is said about it. */
  private static final String TABLE =
      """
      {environment: productionlike, project: shangwellness}
        | environment is "productionlike"; it must be shorter: together with project (shangwellness) at most 25 characters
      {region: eu-west-1}
        | zones is ["ap-south-1a", "ap-south-1b"]; it must be zones of region (eu-west-1)
      {zones: [ap-south-1a, ap-southeast-1b]}
        | zones is ["ap-south-1a", "ap-southeast-1b"]; it must be zones of region (ap-south-1)
      {network.cidr: 10.0.0.1/16}
        | network.cidr is "10.0.0.1/16"; it must be a private range (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) of prefix 16 to 24, given by its first address
      {network.cidr: 10.0.256.0/24}
        | network.cidr is "10.0.256.0/24"; it must be a private range (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) of prefix 16 to 24, given by its first address
      {network.cidr: 8.8.0.0/16}
        | network.cidr is "8.8.0.0/16"; it must be a private range (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) of prefix 16 to 24, given by its first address
      {network.cidr: 10.0.0.0/25, network.subnetPrefix: 27}
        | network.cidr is "10.0.0.0/25"; it must be a private range (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) of prefix 16 to 24, given by its first address
      {network.cidr: 10.0.0.0/22, network.subnetPrefix: 24}
        | network.subnetPrefix is 24; it must be at least 3 more than the prefix of cidr (10.0.0.0/22), so that six subnets fit
      {network.subnetPrefix: 24, network.interfaceEndpoints: [], service.maximumTasks: 500}
        | network.subnetPrefix is 24; it must be smaller: a private subnet needs 500 addresses for both colours of service.maximumTasks (500) and the endpoints, and has 251
      {network.outboundPorts: [], network.interfaceEndpoints: [logs]}
        | network.outboundPorts is []; it must be a list with 443, or interfaceEndpoints must have ecr.api, ecr.dkr, logs, secretsmanager: else no task can start
      {database.minimumCapacity: 9, database.maximumCapacity: 8}
        | database.maximumCapacity is 8; it must be at least minimumCapacity (9)
      {database.minimumCapacity: 0, database.idleConnections: 0, database.engineVersion: 8.0.mysql_aurora.3.07.1}
        | database.minimumCapacity is 0; it must be at least 0.5 with engineVersion 8.0.mysql_aurora.3.07.1; from 3.08.0 on it may be 0
      {database.minimumCapacity: 0, database.idleConnections: 1}
        | database.idleConnections is 1; it must be 0 with minimumCapacity 0: a database with connections does not pause
      {database.backupWindow: "19:30-19:40"}
        | database.backupWindow is "19:30-19:40"; it must be at least 30 minutes long
      {database.maintenanceWindow: "sun:21:00-sun:21:10"}
        | database.maintenanceWindow is "sun:21:00-sun:21:10"; it must be at least 30 minutes long
      {database.backupWindow: "19:30-20:30", database.maintenanceWindow: "sun:20:00-sun:22:00"}
        | database.maintenanceWindow is "sun:20:00-sun:22:00"; it must be apart from backupWindow (19:30-20:30)
      {loadBalancer.testPort: 80}
        | loadBalancer.testPort is 80; it must be another port than 80 and 443, which are production's
      {loadBalancer.testPort: 443}
        | loadBalancer.testPort is 443; it must be another port than 80 and 443, which are production's
      {loadBalancer.healthCheck.intervalSeconds: 5, loadBalancer.healthCheck.timeoutSeconds: 5}
        | loadBalancer.healthCheck.timeoutSeconds is 5; it must be less than intervalSeconds (5)
      {service.cpu: 512, service.memory: 512}
        | service.memory is 512; it must be with cpu 512 from 1024 to 4096 in steps of 1024
      {service.cpu: 256, service.memory: 1536}
        | service.memory is 1536; it must be with cpu 256 one of 512, 1024, 2048
      {service.minimumTasks: 3, service.maximumTasks: 2}
        | service.maximumTasks is 2; it must be at least minimumTasks (3)
      {service.minimumTasks: 2, service.tasks: 1, service.maximumTasks: 10}
        | service.tasks is 1; it must be from minimumTasks (2) to maximumTasks (10)
      {service.minimumTasks: 1, service.tasks: 11, service.maximumTasks: 10}
        | service.tasks is 11; it must be from minimumTasks (1) to maximumTasks (10)
      {monitoring.cpuPercent: 70, service.cpuTargetPercent: 70}
        | monitoring.cpuPercent is 70; it must be above service.cpuTargetPercent (70)
      {monitoring.memoryPercent: 80, service.memoryTargetPercent: 80}
        | monitoring.memoryPercent is 80; it must be above service.memoryTargetPercent (80)
      {domain: {name: shangwellness.com, otherNames: [shangwellness.in], hostedZone: new, weight: 255}}
        | domain.otherNames is ["shangwellness.in"]; it must be names that end with .name (.shangwellness.com), and not its origin.
      {domain: {name: shangwellness.com, otherNames: [origin.shangwellness.com], hostedZone: new, weight: 255}}
        | domain.otherNames is ["origin.shangwellness.com"]; it must be names that end with .name (.shangwellness.com), and not its origin.
      {protection.dailyKeepDays: 35, protection.monthlyKeepDays: 34}
        | protection.monthlyKeepDays is 34; it must be at least dailyKeepDays (35)
      {protection.securityHub: true, protection.config: false}
        | protection.securityHub is true; it must be false without config: Security Hub's checks read what AWS Config records
      {protection.timeZone: Asia/Mumbai}
        | protection.timeZone is "Asia/Mumbai"; it must be a time zone, such as Asia/Kolkata
      {protection.copyRegion: ap-south-1}
        | protection.copyRegion is "ap-south-1"; it must be none, or another region than region (ap-south-1)
      """;

  @ParameterizedTest(name = "{0} of {2}")
  @MethodSource("contradictions")
  void a_contradiction_is_one_line_that_names_both_sides(
      String put, String said, EnvironmentFile file) {
    var contradictory = file;
    for (var field : EnvironmentFile.yaml(put).properties()) {
      contradictory = contradictory.with(field.getKey(), field.getValue());
    }

    assertThat(contradictory.mistakes()).containsExactly("env.yaml: " + said);
  }

  @Test
  void every_rule_of_the_settings_has_a_row() throws IOException {
    try (var sources = Files.list(Path.of("src/main/java/com/shangwellness/infra/settings"))) {
      var rules = sources.flatMap(ContradictionTest::rules).toList();

      assertThat(rules).hasSizeGreaterThan(20).allSatisfy(ContradictionTest::hasRow);
    }
  }

  /** The names that a rule compares, as the source has them; the first is the one to blame. */
  private static Stream<List<String>> rules(Path source) {
    try {
      return Pattern.compile("\\bagrees\\(\\s*(\"[\\w.]+\",\\s*List\\.of\\([^)]*\\))")
          .matcher(Files.readString(source))
          .results()
          .map(rule -> QUOTED.matcher(rule.group(1)).results().map(m -> m.group(1)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hasRow(List<String> names) {
    assertThat(rows())
        .as("rows about %s", names)
        .anyMatch(
            row ->
                (" " + row[1]).matches("[ \\w.]*[ .]\\Q" + names.getFirst() + "\\E is .*")
                    && names.stream().allMatch(name -> (row[0] + row[1]).contains(name)));
  }

  private static Stream<String[]> rows() {
    return Stream.of(TABLE.split("(?m)^(?=\\{)", -1)).map(row -> row.strip().split("\\R *\\| ", 2));
  }

  static Stream<Arguments> contradictions() {
    return rows()
        .flatMap(row -> EnvironmentFile.all().map(file -> Arguments.of(row[0], row[1], file)));
  }
}
