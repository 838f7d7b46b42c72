package com.shangwellness.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.progress.Happening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountSetupTest {
  private static final String PRODUCTION =
      """
      {"Resources": {
        "Cluster": {"Type": "AWS::ECS::Cluster"},
        "Selection": {"Type": "AWS::Backup::BackupSelection"},
        "Recorder": {"Type": "AWS::Config::ConfigurationRecorder"}}}
      """;

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();
  private final List<String> questions = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  @Test
  void what_a_new_account_lacks_is_asked_for_and_done_before_the_stacks() {
    prepare(PRODUCTION);

    assertThat(questions)
        .containsExactly(
            "Make the role AWSServiceRoleForECS, which ecs.amazonaws.com acts under?",
            "Make the role AWSServiceRoleForConfig, which config.amazonaws.com acts under?",
            "Let AWS Backup look after Aurora databases in ap-south-1, for the whole account?");
    assertThat(aws.iam().linked()).containsExactly("ecs.amazonaws.com", "config.amazonaws.com");
    // What others have agreed to stays agreed to.
    assertThat(aws.backup().consent()).isEqualTo(Map.of("Aurora", true, "EBS", true));
  }

  @Test
  void an_account_that_has_it_all_is_left_alone() {
    aws.iam().has("AWSServiceRoleForECS");
    aws.iam().has("AWSServiceRoleForConfig");
    aws.backup().consent().put("Aurora", true);

    prepare(PRODUCTION);

    assertThat(questions).isEmpty();
    assertThat(aws.iam().linked()).isEmpty();
  }

  @Test
  void only_what_the_templates_have_is_asked_for() {
    prepare("{\"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\"}}}");

    assertThat(questions).isEmpty();
  }

  @Test
  void stacks_that_are_there_had_it_already() {
    aws.cloudFormation()
        .holds(
            "p-web",
            Map.of("Cluster", "AWS::ECS::Cluster", "Selection", "AWS::Backup::BackupSelection"));

    prepare(PRODUCTION);

    assertThat(questions)
        .containsExactly(
            "Make the role AWSServiceRoleForConfig, which config.amazonaws.com acts under?");
  }

  @Test
  void whoever_does_not_agree_gets_nothing() {
    var assembly = CloudAssembly.read(new Assemblies(folder).stack("p-web", PRODUCTION).write());

    assertThatThrownBy(
            () -> new Deployer(aws, () -> {}, q -> false, h -> {}).deploy(assembly, stack -> {}))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nothing was created");
    assertThat(aws.iam().linked()).isEmpty();
    assertThat(aws.cloudFormation().requests()).isEmpty();
  }

  @Test
  void a_region_that_only_records_backups_says_so_and_goes_on() {
    aws.backup().isMissing();

    prepare(PRODUCTION);

    assertThat(remarks)
        .containsExactly(
            "AWS Backup's consent to look after Aurora (ap-south-1): not here, where that service"
                + " only records what it is told");
    assertThat(aws.iam().linked()).hasSize(2);
  }

  @Test
  void name_servers_are_told_as_soon_as_the_zone_is_there_and_not_when_its_stack_is() {
    var zone =
        """
        {"Resources": {"Zone": {"Type": "AWS::Route53::HostedZone"},
          "Certificate": {"Type": "AWS::CertificateManager::Certificate"}}}
        """;
    // The certificate is what waits for the delegation; here it never comes.
    aws.cloudFormation().fails("Certificate", "not delegated");

    assertThatThrownBy(() -> deploy(zone)).hasMessageContaining("not delegated");

    assertThat(remarks)
        .containsExactly(
            "Give these name servers to the registrar of shangwellness.com, in place of its own;"
                + " the certificate waits for it:",
            "  ns-1.awsdns-1.org",
            "  ns-2.awsdns-2.com");
  }

  @Test
  void a_region_that_only_records_zones_has_no_name_servers_and_goes_on() {
    aws.route53().isMissing();

    deploy("{\"Resources\": {\"Zone\": {\"Type\": \"AWS::Route53::HostedZone\"}}}");

    assertThat(remarks)
        .containsExactly(
            "The zone physical-Zone is only recorded here: it has no name servers to be told.");
  }

  private void prepare(String template) {
    new AccountSetup(aws, this::agree, this::note)
        .prepare(CloudAssembly.read(new Assemblies(folder).stack("p-web", template).write()));
  }

  private void deploy(String template) {
    new Deployer(aws, () -> {}, this::agree, this::note)
        .deploy(
            CloudAssembly.read(new Assemblies(folder).stack("p-web", template).write()),
            stack -> {});
  }

  private boolean agree(String question) {
    questions.add(question);
    return true;
  }

  private void note(Happening happening) {
    if (happening instanceof Happening.Remark remark) {
      remarks.add(remark.line());
    }
  }
}
