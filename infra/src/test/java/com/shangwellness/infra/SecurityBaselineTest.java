package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/security-baseline.md} names tests: they are there, and each control has its answer.
 */
class SecurityBaselineTest {
  private static final Path PAGE = Path.of("../docs/security-baseline.md");
  private static final Path CONTROLS =
      Path.of("src/test/resources/com/shangwellness/infra/fsbp-controls.txt");
  private static final String VAULT = "AWS::Backup::BackupVault";

  /** Services that the standard spells otherwise than CloudFormation. */
  private static final Map<String, String> SPELLED =
      Map.of(
          "CertificateManager", "ACM",
          "ElasticLoadBalancingV2", "ELB",
          "Events", "EventBridge",
          "WAFv2", "WAF");

  /** Services of ours for which the standard has no control. */
  private static final Set<String> WITHOUT_CONTROLS =
      Set.of(
          "ApplicationAutoScaling",
          "Budgets",
          "CE",
          "CloudWatch",
          "CodeConnections",
          "CodeDeploy",
          "CodePipeline",
          "Logs",
          "Scheduler",
          "SecurityHub");

  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  @Test
  void each_test_that_the_page_names_exists() throws IOException {
    var sources = sources();

    assertThat(NAMED.matcher(Files.readString(PAGE)).results().toList())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            named -> {
              assertThat(sources).contains("class " + named.group(1) + " ");
              assertThat(sources)
                  .contains(named.group(2) == null ? "" : "void " + named.group(2) + "(");
            });
  }

  @Test
  void each_control_has_a_test_or_a_reason() throws IOException {
    assertThat(answers())
        .hasSizeGreaterThan(150)
        .allSatisfy((control, answer) -> assertThat(answer).as(control).hasSizeGreaterThan(20));
  }

  @Test
  void each_control_of_the_standard_has_its_answer() throws IOException {
    var standard = new TreeSet<String>();
    for (var line : controls()) {
      var words = List.of(line.split(" "));
      words.stream().skip(1).forEach(number -> standard.add(words.getFirst() + "." + number));
    }

    assertThat(answers().keySet()).containsAll(standard);
  }

  @Test
  void the_standard_was_looked_up_for_each_service_that_production_is_made_of() throws IOException {
    var services =
        Variant.all().stream()
            .flatMap(variant -> variant.templates().stream())
            .flatMap(template -> template.json().get("Resources").findValuesAsText("Type").stream())
            .filter(type -> type.startsWith("AWS::"))
            .map(type -> type.split("::", -1)[1])
            .map(service -> SPELLED.getOrDefault(service, service))
            .filter(service -> !WITHOUT_CONTROLS.contains(service));

    assertThat(controls().stream().map(line -> line.split(" ", -1)[0]).toList())
        .containsAll(services.distinct().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "Config.1, AWS::Config::ConfigurationRecorder",
    "GuardDuty.1, AWS::GuardDuty::Detector",
    "Inspector.2, AWS::ECR::RegistryScanningConfiguration"
  })
  void what_is_shipped_off_is_not_called_met(String control, String type) throws IOException {
    var shipped = Synthesized.protection().resources(type);

    assertThat(answers().get(control).startsWith("not met as shipped; by setting"))
        .isEqualTo(shipped.isEmpty());
    assertThat(Complete.template("protection").resources(type)).hasSize(1);
  }

  @Test
  void subnets_give_nobody_a_public_address() {
    assertThat(Synthesized.network().allProperties("AWS::EC2::Subnet"))
        .hasSize(6)
        .noneMatch(subnet -> subnet.path("MapPublicIpOnLaunch").asBoolean());
  }

  @Test
  void the_load_balancer_drops_invalid_headers() {
    var attributes =
        Synthesized.service()
            .properties("AWS::ElasticLoadBalancingV2::LoadBalancer")
            .get("LoadBalancerAttributes");

    assertThat(Template.valueOf(attributes, "routing.http.drop_invalid_header_fields.enabled"))
        .isEqualTo("true");
    // ELB's default is defensive.
    assertThat(attributes.findValuesAsText("Key"))
        .doesNotContain("routing.http.desync_mitigation_mode");
  }

  @Test
  void tags_go_to_snapshots_and_minor_versions_come_by_themselves() {
    assertThat(
            Synthesized.data()
                .properties("AWS::RDS::DBCluster")
                .get("CopyTagsToSnapshot")
                .asBoolean())
        .isTrue();
    assertThat(Synthesized.data().allProperties("AWS::RDS::DBInstance"))
        .allMatch(instance -> instance.get("AutoMinorVersionUpgrade").asBoolean());
  }

  @Test
  void every_rule_of_every_web_acl_is_measured() {
    for (var template : Complete.templates()) {
      assertThat(template.json().findValues("CloudWatchMetricsEnabled"))
          .allMatch(JsonNode::asBoolean);
    }
  }

  @Test
  void viewers_are_told_apart_by_name() {
    assertThat(Complete.template("edge").json().findValuesAsText("SslSupportMethod"))
        .containsExactly("sni-only");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void every_bucket_is_closed_encrypted_and_forgets(Variant variant) {
    assertThat(variant.all("AWS::S3::Bucket"))
        .hasSizeGreaterThan(2)
        .allMatch(bucket -> bucket.has("BucketEncryption"))
        .allMatch(bucket -> bucket.has("LifecycleConfiguration"))
        .extracting(bucket -> bucket.path("PublicAccessBlockConfiguration").toString())
        .containsOnly(
            "{\"BlockPublicAcls\":true,\"BlockPublicPolicy\":true,"
                + "\"IgnorePublicAcls\":true,\"RestrictPublicBuckets\":true}");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void no_bucket_knows_access_control_lists(Variant variant) {
    // S3 turns them off in a bucket that is new, unless it is told otherwise.
    assertThat(variant.all("AWS::S3::Bucket"))
        .noneMatch(bucket -> bucket.has("AccessControl"))
        .noneMatch(bucket -> bucket.has("OwnershipControls"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void every_alarm_tells_people_or_stops_a_release(Variant variant) {
    var stopping =
        variant.all("AWS::CodeDeploy::DeploymentGroup").stream()
            .flatMap(
                group -> group.at("/AlarmConfiguration/Alarms").findValuesAsText("Name").stream())
            .toList();

    assertThat(variant.all("AWS::CloudWatch::Alarm"))
        .hasSizeGreaterThan(20)
        .allMatch(
            alarm ->
                alarm.path("AlarmActions").size() > 0
                    || stopping.contains(alarm.get("AlarmName").asText()))
        .noneMatch(alarm -> alarm.path("ActionsEnabled").asText().equals("false"));
    assertThat(variant.all("AWS::CloudWatch::CompositeAlarm"))
        .allMatch(alarm -> alarm.path("AlarmActions").size() > 0);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void recovery_points_are_encrypted_under_a_key_of_their_vault(Variant variant) {
    var vaults = variant.templates().stream().filter(t -> t.json().toString().contains(VAULT));

    assertThat(vaults)
        .isNotEmpty()
        .allSatisfy(
            template ->
                assertThat(
                        template
                            .target(template.properties(VAULT).get("EncryptionKeyArn"))
                            .get("Type")
                            .asText())
                    .isEqualTo("AWS::KMS::Key"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void every_key_rotates(Variant variant) {
    assertThat(variant.all("AWS::KMS::Key"))
        .isNotEmpty()
        .allMatch(key -> key.path("EnableKeyRotation").asBoolean());
  }

  @Test
  void the_trail_records_reads_and_writes_and_goes_to_a_log_too() {
    var monitoring = Synthesized.monitoring();
    var trail = monitoring.properties("AWS::CloudTrail::Trail");

    assertThat(trail.at("/EventSelectors/0/IncludeManagementEvents").asBoolean()).isTrue();
    assertThat(trail.at("/EventSelectors/0/ReadWriteType").asText()).isEqualTo("All");
    assertThat(trail.at("/EventSelectors/0").has("ExcludeManagementEventSources")).isFalse();
    assertThat(monitoring.target(trail.get("CloudWatchLogsLogGroupArn")).get("Type").asText())
        .isEqualTo("AWS::Logs::LogGroup");
    assertThat(monitoring.target(trail.get("S3BucketName")).at("/Properties").toString())
        .contains("LoggingConfiguration");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void builds_are_logged_where_people_look_and_nowhere_else(Variant variant) throws IOException {
    assertThat(variant.all("AWS::CodeBuild::Project"))
        .singleElement()
        .satisfies(
            project -> {
              assertThat(project.at("/LogsConfig/CloudWatchLogs/Status").asText())
                  .isEqualTo("ENABLED");
              assertThat(project.get("LogsConfig").has("S3Logs")).isFalse();
              assertThat(project.at("/Source/Type").asText()).isEqualTo("CODEPIPELINE");
            });
    assertThat(variant.all("AWS::CodeBuild::ReportGroup")).isEmpty();
    assertThat(Files.readAllLines(Path.of("../buildspec.yml"))).doesNotContain("reports:");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void tasks_share_nothing_with_their_host(Variant variant) {
    assertThat(variant.all("AWS::ECS::TaskDefinition"))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.get("NetworkMode").asText()).isEqualTo("awsvpc");
              assertThat(task.has("PidMode")).isFalse();
              assertThat(task.has("IpcMode")).isFalse();
              assertThat(task.findValues("Privileged")).noneMatch(JsonNode::asBoolean);
            });
  }

  @Test
  void images_are_pulled_by_endpoints_of_the_vpc() {
    assertThat(
            Synthesized.network().allProperties("AWS::EC2::VPCEndpoint").stream()
                .map(endpoint -> endpoint.get("ServiceName").asText()))
        .contains("com.amazonaws.ap-south-1.ecr.api", "com.amazonaws.ap-south-1.ecr.dkr");
  }

  @Test
  void the_database_is_kept_two_weeks_and_says_who_signs_in() {
    var data = Synthesized.data();

    assertThat(data.properties("AWS::RDS::DBCluster").get("BackupRetentionPeriod").asInt())
        .isGreaterThanOrEqualTo(14);
    assertThat(
            data.properties("AWS::RDS::DBClusterParameterGroup")
                .at("/Parameters/server_audit_logging")
                .asText())
        .isEqualTo("1");
  }

  static Stream<Variant> variants() {
    return Variant.all().stream();
  }

  private static List<String> controls() throws IOException {
    return Files.readAllLines(CONTROLS).stream().filter(line -> !line.startsWith("#")).toList();
  }

  /** What the page says of each control, by its name. */
  private static Map<String, String> answers() throws IOException {
    var answers = new TreeMap<String, String>();
    for (var line : Files.readAllLines(PAGE)) {
      if (line.matches("\\| [A-Z].*")) {
        var cells = List.of(line.split("\\|", -1));
        for (var control : named(cells.get(1).strip())) {
          assertThat(answers.put(control, cells.get(3).strip())).as(control + " twice").isNull();
        }
      }
    }
    return answers;
  }

  /** {@code IAM.2 to IAM.8, IAM.22} are eight controls. */
  private static List<String> named(String controls) {
    return Stream.of(controls.split(", ", -1))
        .flatMap(
            part -> {
              var ends = part.split(" to ", -1);
              var service = ends[0].split("\\.", -1)[0];
              return IntStream.rangeClosed(number(ends[0]), number(ends[ends.length - 1]))
                  .mapToObj(number -> service + "." + number);
            })
        .toList();
  }

  private static int number(String control) {
    return Integer.parseInt(control.split("\\.", -1)[1]);
  }

  private static String sources() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      var texts = new StringBuilder();
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        texts.append(Files.readString(file));
      }
      return texts.toString();
    }
  }
}
