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
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

class DeployerTest {
  private static final String NETWORK = resources("Vpc", "AWS::EC2::VPC");
  private static final String DATA = resources("Repository", "AWS::ECR::Repository");
  private static final String SERVICE =
      """
      {"Parameters": {"ProductionColour": {"Type": "String", "Default": "blue",
         "AllowedValues": ["blue", "green"]}},
       "Conditions": {"IsBlue": {"Fn::Equals": [{"Ref": "ProductionColour"}, "blue"]}},
       "Resources": {
         "Release": {"Type": "AWS::CodeDeploy::Application"},
         "Blue": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup"},
         "Green": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup"},
         "Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
           "DefaultActions": [{"Type": "forward", "TargetGroupArn":
             {"Fn::If": ["IsBlue", {"Ref": "Blue"}, {"Ref": "Green"}]}}]}}}}
      """;

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();
  private final List<Happening> told = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();

  @Test
  void a_first_deployment_bootstraps_and_creates_the_stacks_in_order() {
    var outcomes = deploy(production());

    assertThat(outcomes)
        .containsExactly(
            Map.entry("p-network", Outcome.CREATED),
            Map.entry("p-data", Outcome.CREATED),
            Map.entry("p-service", Outcome.CREATED));
    assertThat(aws.cloudFormation().executed())
        .containsExactly("CDKToolkit", "p-network", "p-data", "p-service");
  }

  @Test
  void a_template_goes_by_the_bootstrap_bucket_with_the_execution_role_and_the_tags() {
    deploy(production());

    var network = aws.cloudFormation().requests().get(1);
    assertThat(network.changeSetType()).isEqualTo(ChangeSetType.CREATE);
    assertThat(network.templateURL())
        .startsWith("https://cdk-hnb659fds-assets-669097061043-ap-south-1.s3.ap-south-1.amazon");
    assertThat(network.roleARN()).isEqualTo("arn:aws:iam::669097061043:role/exec");
    assertThat(network.tags()).singleElement().satisfies(t -> assertThat(t.value()).isNotEmpty());
    assertThat(aws.s3().uploads()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void what_must_not_be_deleted_by_mistake_is_protected() {
    deploy(production());

    assertThat(aws.cloudFormation().isProtected("p-data")).isTrue();
    assertThat(aws.cloudFormation().isProtected("p-network")).isFalse();
  }

  @Test
  void the_step_after_a_stack_runs_before_the_next_stack_begins() {
    var seen = new ArrayList<List<String>>();
    deployer(Consent.GIVEN)
        .deploy(production(), s -> seen.add(List.copyOf(aws.cloudFormation().executed())));

    assertThat(seen.get(1)).containsExactly("CDKToolkit", "p-network", "p-data");
  }

  @Test
  void a_second_deployment_without_changes_touches_nothing_and_leaves_no_change_sets() {
    deploy(production());
    aws.cloudFormation().executed().clear();
    serving("physical-Blue");

    var outcomes = deploy(production());

    assertThat(outcomes.values()).containsOnly(Outcome.UNCHANGED);
    assertThat(aws.cloudFormation().executed()).isEmpty();
    assertThat(aws.cloudFormation().changeSetsLeft()).isZero();
    assertThat(aws.s3().uploads()).hasSize(3);
  }

  @Test
  void a_failing_resource_ends_the_deployment_with_its_reason_and_later_stacks_are_not_begun() {
    aws.cloudFormation().fails("Repository", "The quota of repositories is used up");

    assertThatThrownBy(() -> deploy(production()))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "stack p-data ended as ROLLBACK_COMPLETE\n"
                + "  Repository (AWS::ECR::Repository): The quota of repositories is used up");
    assertThat(aws.cloudFormation().executed()).doesNotContain("p-service");
  }

  @Test
  void a_stack_whose_first_creation_failed_is_deleted_and_created_anew_with_consent() {
    aws.cloudFormation().fails("Repository", "out of luck");
    assertThatThrownBy(() -> deploy(production())).isInstanceOf(Failure.class);
    aws.cloudFormation().mends("Repository");

    deploy(production());

    assertThat(questions).contains("Delete p-data and create it anew?");
    assertThat(remarks()).contains("  Repository: out of luck");
    assertThat(aws.cloudFormation().status("p-data")).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void a_stack_whose_deletion_came_only_half_way_is_called_that_and_deleted_with_consent() {
    aws.cloudFormation().is("p-network", "DELETE_FAILED", Map.of("Vpc", "AWS::EC2::VPC"));

    deploy(production());

    assertThat(remarks())
        .anyMatch(r -> r.contains("p-network is DELETE_FAILED: an earlier deletion came only half"))
        .noneMatch(r -> r.contains("first creation failed"));
    assertThat(questions).contains("Delete p-network and create it anew?");
  }

  @Test
  void a_stack_that_holds_data_is_never_deleted_on_a_general_yes() {
    aws.cloudFormation().is("p-data", "DELETE_FAILED", Map.of("Aurora", "AWS::RDS::DBCluster"));

    assertThatThrownBy(() -> deploy(production()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("p-data is DELETE_FAILED and holds data; it is not deleted")
        .hasMessageContaining("shang destroy --delete-data");
    assertThat(aws.cloudFormation().status("p-data")).isEqualTo("DELETE_FAILED");
  }

  @Test
  void a_first_deployment_that_cannot_be_rolled_back_says_what_to_do() {
    var data =
        """
        {"Resources": {"Aurora": {"Type": "AWS::RDS::DBCluster"},
          "Repository": {"Type": "AWS::ECR::Repository"}}}
        """;
    aws.cloudFormation().fails("Repository", "out of luck");
    aws.cloudFormation().isProtectedFromRollback("Aurora");

    assertThatThrownBy(
            () -> deploy(CloudAssembly.read(new Assemblies(folder).stack("p-data", data).write())))
        .hasMessageContaining("ended as ROLLBACK_FAILED")
        .hasMessageContaining("stands there still. If nothing in it is needed: shang destroy");
  }

  @Test
  void without_consent_nothing_changes_and_the_change_set_is_thrown_away() {
    assertThatThrownBy(() -> deployer(question -> false).deploy(production(), stack -> {}))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("left as it is");
    assertThat(aws.cloudFormation().executed()).isEmpty();
    assertThat(aws.cloudFormation().changeSetsLeft()).isZero();
  }

  @Test
  void a_stack_that_somebody_else_is_changing_is_awaited() {
    deploy(production());
    serving("physical-Blue");
    aws.cloudFormation().isBusy("p-network", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", 5);

    assertThat(deploy(production()).get("p-network")).isEqualTo(Outcome.UNCHANGED);
    assertThat(remarks()).contains("p-network is UPDATE_IN_PROGRESS; waiting for it to rest");
  }

  @Test
  void after_a_release_the_colours_are_recorded_first_so_that_the_change_moves_no_traffic() {
    deploy(production());
    serving("physical-Green");
    aws.cloudFormation().requests().clear();

    deploy(productionWith(SERVICE.replace("\"Release\"", "\"Renamed\"")));

    var ofService =
        aws.cloudFormation().requests().stream()
            .filter(r -> r.stackName().equals("p-service"))
            .toList();
    assertThat(ofService).hasSize(2);
    assertThat(ofService.getFirst().usePreviousTemplate()).isTrue();
    assertThat(ofService.getLast().parameters())
        .singleElement()
        .satisfies(p -> assertThat(p.parameterValue()).isEqualTo("green"));
    assertThat(aws.cloudFormation().parameter("p-service", "ProductionColour")).isEqualTo("green");
  }

  @Test
  void a_deployment_is_refused_while_a_release_is_active() {
    deploy(production());
    aws.codeDeploy().releases("d-ABC");

    assertThatThrownBy(() -> deploy(production())).hasMessageContaining("release d-ABC is under");
  }

  @Test
  void a_release_stands_in_the_way_of_every_stack_whichever_of_them_holds_its_application() {
    var delivery = resources("Releases", "AWS::CodeDeploy::Application");
    var service = SERVICE.replace("AWS::CodeDeploy::Application", "AWS::ECS::Service");
    deploy(productionWith(service, delivery));
    aws.cloudFormation().executed().clear();
    // Its weights are 100 and 0 already: it is in its termination wait, and blue may be needed yet.
    serving("physical-Green");
    aws.codeDeploy().releases("d-ABC");

    assertThatThrownBy(
            () -> deploy(productionWith(service.replace("\"Release\"", "\"New\""), delivery)))
        .hasMessageContaining("release d-ABC is under way")
        .hasMessageContaining("./shang release watch");
    assertThat(aws.cloudFormation().executed()).isEmpty();
  }

  @Test
  void a_deployment_is_refused_where_a_release_that_was_stopped_has_left_both_colours_serving() {
    deploy(production());
    aws.codeDeploy().is("d-ABC", d -> d.status(DeploymentStatus.STOPPED));
    aws.loadBalancing().forwards(Map.of("physical-Blue", 90, "physical-Green", 10));

    assertThatThrownBy(() -> deploy(production()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no release is under way")
        .hasMessageContaining("one was stopped, or failed, and has left both colours serving")
        .hasMessageContaining("./shang release rollback");
    assertThatThrownBy(() -> deployer(Consent.GIVEN).preview(production()))
        .hasMessageContaining("./shang release rollback");
  }

  @Test
  void a_preview_while_a_release_shifts_traffic_says_that_it_is_under_way() {
    deploy(production());
    aws.codeDeploy().releases("d-ABC");
    aws.loadBalancing().forwards(Map.of("physical-Blue", 90, "physical-Green", 10));

    assertThatThrownBy(() -> deployer(Consent.GIVEN).preview(production()))
        .hasMessageContaining("release d-ABC is under way")
        .hasMessageContaining("./shang release watch");
  }

  @Test
  void names_that_something_else_has_are_listed_before_anything_is_created() {
    aws.loadBalancing().taken("shangwellness-prod-alb");
    var assembly =
        productionWith(
            """
            {"Resources": {"Alb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
              "Properties": {"Name": "shangwellness-prod-alb"}}}}
            """);

    assertThatThrownBy(() -> deploy(assembly))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("AWS::ElasticLoadBalancingV2::LoadBalancer shangwellness-prod-alb")
        .hasMessageContaining("DEPLOYMENT.md");
    assertThat(aws.cloudFormation().requests()).isEmpty();
  }

  @Test
  void an_output_that_another_stack_carries_by_parameter_is_filled_in() {
    var network =
        """
        {"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}}, "Outputs": {"VpcId": {"Value": "vpc-1"}}}
        """;
    var reader =
        """
        {"Parameters": {"NetworkVpcId": {"Type": "String",
           "Description": "Output VpcId of the stack p-network"}},
         "Resources": {"Repository": {"Type": "AWS::ECR::Repository"}}}
        """;
    deploy(
        CloudAssembly.read(
            new Assemblies(folder)
                .stack("p-network", network)
                .stack("p-data", reader, "p-network")
                .write()));

    assertThat(aws.cloudFormation().parameter("p-data", "NetworkVpcId")).isEqualTo("vpc-1");
  }

  @Test
  void recorded_resources_are_found_by_their_events() {
    aws.cloudFormation().records("Vpc");
    deploy(production());

    assertThat(Recorded.in(new Stacks(aws.cloudFormation()), List.of("p-network", "p-data")))
        .containsExactly(Map.entry("AWS::EC2::VPC", java.util.Set.of("Vpc")));
  }

  @Test
  void a_preview_of_an_empty_account_adds_everything_and_touches_nothing() {
    var changes = deployer(Consent.GIVEN).preview(production());

    assertThat(changes).allMatch(ChangeSet::creates);
    assertThat(changes.getFirst().lines()).containsExactly("+ Vpc  AWS::EC2::VPC");
    assertThat(aws.cloudFormation().requests()).isEmpty();
    assertThat(aws.s3().uploads()).isEmpty();
  }

  @Test
  void a_preview_shows_what_would_change_after_a_release_too_and_changes_nothing() {
    deploy(production());
    serving("physical-Green");
    aws.cloudFormation().executed().clear();

    var changes =
        deployer(Consent.GIVEN)
            .preview(productionWith(SERVICE.replace("\"Release\"", "\"Renamed\"")));

    assertThat(changes).extracting(ChangeSet::isEmpty).containsExactly(true, true, false);
    assertThat(changes.getLast().lines())
        .contains("+ Renamed  AWS::CodeDeploy::Application")
        .contains("- Release  AWS::CodeDeploy::Application");
    assertThat(aws.cloudFormation().executed()).isEmpty();
    assertThat(aws.cloudFormation().changeSetsLeft()).isZero();
    assertThat(aws.cloudFormation().parameter("p-service", "ProductionColour")).isEqualTo("blue");
  }

  @Test
  void each_resource_moves_the_bar() {
    deploy(production());

    assertThat(told)
        .filteredOn(h -> h instanceof Happening.Moved m && m.step().equals("p-service"))
        .map(h -> ((Happening.Moved) h).done() + "/" + ((Happening.Moved) h).total())
        .startsWith("0/4", "1/4")
        .endsWith("3/4", "4/4");
  }

  private Map<String, Outcome> deploy(CloudAssembly assembly) {
    return deployer(
            question -> {
              questions.add(question);
              return true;
            })
        .deploy(assembly, stack -> {});
  }

  private Deployer deployer(Consent consent) {
    return new Deployer(aws, () -> {}, consent, told::add);
  }

  private CloudAssembly production() {
    return productionWith(SERVICE);
  }

  private CloudAssembly productionWith(String service) {
    return CloudAssembly.read(productionStacks(service).write());
  }

  private CloudAssembly productionWith(String service, String delivery) {
    return CloudAssembly.read(
        productionStacks(service).stack("p-delivery", delivery, "p-service").write());
  }

  private Assemblies productionStacks(String service) {
    return new Assemblies(folder)
        .stack("p-service", service, "p-data")
        .stack("p-data", DATA, "p-network")
        .stack("p-network", NETWORK);
  }

  private void serving(String targetGroup) {
    aws.loadBalancing().forwards(Map.of(targetGroup, 100));
  }

  private List<String> remarks() {
    return told.stream()
        .filter(Happening.Remark.class::isInstance)
        .map(h -> ((Happening.Remark) h).line())
        .toList();
  }

  private static String resources(String id, String type) {
    return "{\"Resources\": {\"%s\": {\"Type\": \"%s\"}}}".formatted(id, type);
  }
}
