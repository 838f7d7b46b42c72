package com.shangwellness.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Synthesis;
import com.shangwellness.ops.machine.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fixed name in the templates of both environments, and of one with all that settings can
 * add, is looked for before a deployment, or it stands here with the reason why not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakenNamesIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Names that cannot be in the way. */
  private static final Map<String, String> WHY_NOT =
      Map.ofEntries(
          Map.entry(
              "AWS::ApplicationAutoScaling::ScalingPolicy/PolicyName",
              "within a service, whose cluster is looked for"),
          Map.entry(
              "AWS::Backup::BackupPlan/BackupPlan/BackupPlanName",
              "several plans may have one name: they are known by id"),
          Map.entry(
              "AWS::Backup::BackupSelection/BackupSelection/SelectionName", "within its plan"),
          Map.entry(
              "AWS::Backup::RestoreTestingSelection/RestoreTestingSelectionName",
              "within its plan, which is looked for"),
          Map.entry(
              "AWS::CE::AnomalyMonitor/MonitorName",
              "what counts is whether the account has one for services, and that is looked for"),
          Map.entry(
              "AWS::CE::AnomalySubscription/SubscriptionName",
              "known by ARN; its monitor is looked for"),
          Map.entry(
              "AWS::CodeDeploy::DeploymentGroup/DeploymentGroupName",
              "within its application, which is looked for"),
          Map.entry(
              "AWS::Config::ConfigurationRecorder/Name",
              "one a region: the setting turns it on where there is none, and it is off"),
          Map.entry("AWS::Config::DeliveryChannel/Name", "one a region, like the recorder"),
          Map.entry("AWS::EC2::SecurityGroup/GroupName", "within the VPC, which the stacks make"),
          Map.entry("AWS::ECS::Service/ServiceName", "within its cluster, which is looked for"),
          Map.entry(
              "AWS::ECS::TaskDefinition/Family",
              "a family that exists goes on with its next revision"),
          Map.entry(
              "AWS::Logs::MetricFilter/FilterName", "within its log group, which is looked for"),
          Map.entry(
              "AWS::Route53::RecordSet/SetIdentifier",
              "within the records of one name, which are looked for"));

  /** Properties that end like names and are those of something else. */
  private static final Set<String> NOT_THEIR_OWN =
      Set.of(
          "AWS::Backup::RestoreTestingSelection/RestoreMetadataOverrides/dbSubnetGroupName",
          "AWS::Backup::RestoreTestingSelection/RestoreTestingPlanName",
          "AWS::CertificateManager::Certificate/DomainName",
          "AWS::Logs::Delivery/DeliverySourceName",
          "AWS::RDS::DBCluster/DatabaseName",
          "AWS::Route53::HealthCheck/HealthCheckConfig/FullyQualifiedDomainName",
          "AWS::SNS::Topic/DisplayName",
          "AWS::Scheduler::Schedule/GroupName",
          "AWS::WAFv2::WebACL/VisibilityConfig/MetricName");

  private final List<CloudAssembly> assemblies = new ArrayList<>();

  @BeforeAll
  void theTemplatesAreWritten(@TempDir Path folder) throws IOException {
    var prod = ROOT.resolve("environments/prod.yaml");
    var complete =
        Files.readString(prod)
            .replace(
                "\ndomain: none\n",
                "\n"
                    + "domain: {name: shangwellness.com, otherNames: [], hostedZone: new, weight:"
                    + " 255}\n")
            .replace("copyRegion: none", "copyRegion: ap-southeast-1")
            .replaceAll("(guardDuty|inspector|securityHub|config): false", "$1: true");
    var everything = Files.writeString(folder.resolve("everything.yaml"), complete);
    for (var file : List.of(prod, ROOT.resolve("environments/staging.yaml"), everything)) {
      assemblies.add(
          new Synthesis(new Project(ROOT).java("infra", "com.shangwellness.infra.Synth"), ROOT)
              .synthesize(file, folder.resolve("out-" + assemblies.size()), false));
    }
  }

  @Test
  void every_fixed_name_is_looked_for_or_has_a_reason_why_not() {
    var named = new TreeSet<String>();
    for (var assembly : assemblies) {
      for (var stack : assembly.stacks()) {
        for (var resource : stack.template().path("Resources")) {
          names(resource.path("Type").asText(), resource.path("Properties")).forEach(named::add);
        }
      }
    }

    assertThat(named).hasSizeGreaterThan(40).contains("AWS::SNS::Topic/TopicName");
    named.removeIf(TakenNamesIT::isLookedFor);
    assertThat(named)
        .as("a name that CloudFormation would find taken in the middle of a deployment")
        .containsExactlyInAnyOrderElementsOf(WHY_NOT.keySet());
  }

  @Test
  void what_is_looked_for_stands_in_the_templates_where_it_is_looked_for() {
    var found = new TreeSet<String>();
    for (var assembly : assemblies) {
      for (var stack : assembly.stacks()) {
        for (var resource : stack.template().path("Resources")) {
          var type = resource.path("Type").asText();
          NameLookups.of(type)
              .filter(named -> !resource.at("/Properties" + named.pointer()).isMissingNode())
              .ifPresent(named -> found.add(type));
        }
      }
    }

    // No bucket has a name of ours; the day one has, it is looked for.
    assertThat(found).contains("AWS::Route53::RecordSet", "AWS::CloudFront::Distribution");
    assertThat(NameLookups.types())
        .filteredOn(type -> !found.contains(type))
        .containsExactly("AWS::S3::Bucket");
  }

  private static boolean isLookedFor(String property) {
    int slash = property.indexOf('/');
    return NameLookups.of(property.substring(0, slash))
        .filter(named -> named.pointer().equals(property.substring(slash)))
        .isPresent();
  }

  /** Each property that is a name of ours: a text with the environment's or the site's name. */
  private static Stream<String> names(String type, JsonNode properties) {
    return properties.properties().stream()
        .flatMap(
            field ->
                field.getValue().isObject()
                    // The configuration that some types wrap all properties in.
                    ? field.getValue().properties().stream()
                        .filter(inner -> !inner.getKey().startsWith("Fn::"))
                        .flatMap(
                            inner ->
                                name(
                                    type + "/" + field.getKey() + "/" + inner.getKey(),
                                    inner.getValue()))
                    : name(type + "/" + field.getKey(), field.getValue()));
  }

  private static Stream<String> name(String property, JsonNode value) {
    var text = value.isArray() ? value.path(0) : value;
    return property.matches(".*(Name|Identifier|Family|Aliases)")
            && text.asText().matches(".*(prod|staging|shangwellness|database).*")
            && !NOT_THEIR_OWN.contains(property)
        ? Stream.of(property)
        : Stream.empty();
  }
}
