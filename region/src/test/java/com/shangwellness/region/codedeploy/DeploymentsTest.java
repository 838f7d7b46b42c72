package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.APPLICATION;
import static com.shangwellness.region.testing.Production.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/** What can be asked of deployments. */
class DeploymentsTest {

  @TempDir private Path folder;
  private Production production;

  @BeforeEach
  void begin() {
    production = Production.simulated(folder);
  }

  @AfterEach
  void end() {
    production.close();
  }

  private CodeDeployClient codeDeploy() {
    return production.cloud().codeDeploy();
  }

  // ---- one at a time

  @Test
  void a_group_has_one_deployment_at_a_time_until_blue_is_gone() {
    production.withHealthyService(1);
    var first = production.release("v2");
    assertThat(limit(first)).isTrue();
    production.until(() -> production.deployment(first).instanceTerminationWaitTimeStarted());
    assertThat(limit(first)).isTrue();
    production.untilIs(first, "Succeeded");

    var second = production.release("v3");
    production.untilBegins(second, "AllowTraffic");
    stop(second);
    var rollback = production.deployment(second).rollbackInfo().rollbackDeploymentId();
    assertThat(limit(rollback)).as("the rollback is one as well").isTrue();
    assertThat(
            production
                .stage()
                .refused(() -> codeDeploy().stopDeployment(r -> r.deploymentId(rollback))))
        .startsWith("UnsupportedActionForDeploymentTypeException");
    production.untilIs(rollback, "Succeeded");
    production.untilIs(production.release("v4"), "Succeeded");
  }

  private boolean limit(String active) {
    var definition = production.definition("v9");
    var refusal =
        production
            .stage()
            .refused(
                () ->
                    codeDeploy()
                        .createDeployment(
                            r ->
                                r.applicationName(APPLICATION)
                                    .deploymentGroupName(GROUP)
                                    .revision(
                                        Production.revision(Production.appSpec(definition)))));
    return refusal.equals(
        "DeploymentLimitExceededException: The Deployment Group 'group' already has an active"
            + " Deployment '"
            + active
            + "'");
  }

  private void stop(String deployment) {
    production.ask(() -> codeDeploy().stopDeployment(r -> r.deploymentId(deployment)));
  }

  @Test
  void what_is_over_can_be_neither_stopped_nor_continued() {
    production.withHealthyService(1);
    var release = production.release("v2");
    assertThat(
            production
                .stage()
                .refused(() -> codeDeploy().continueDeployment(r -> r.deploymentId(release))))
        .startsWith("DeploymentIsNotInReadyStateException");
    assertThat(
            production
                .stage()
                .refused(
                    () ->
                        codeDeploy()
                            .continueDeployment(
                                r ->
                                    r.deploymentId(release)
                                        .deploymentWaitType("TERMINATION_WAIT"))))
        .startsWith("InvalidDeploymentStatusException");
    production.untilIs(release, "Succeeded");
    for (var refusal :
        List.of(
            production
                .stage()
                .refused(() -> codeDeploy().stopDeployment(r -> r.deploymentId(release))),
            production
                .stage()
                .refused(() -> codeDeploy().continueDeployment(r -> r.deploymentId(release))))) {
      assertThat(refusal).startsWith("DeploymentAlreadyCompletedException");
    }
  }

  @Test
  void a_listener_belongs_to_one_group() {
    production.withHealthyService(1);
    var web = production.service();
    production.ask(
        () ->
            production
                .cloud()
                .ecs()
                .createService(
                    r ->
                        r.cluster("prod")
                            .serviceName("other")
                            .taskDefinition("web")
                            .desiredCount(0)
                            .deploymentController(c -> c.type("CODE_DEPLOY"))
                            .loadBalancers(web.loadBalancers())
                            .networkConfiguration(web.networkConfiguration())));
    var request =
        production
            .groupRequest()
            .deploymentGroupName("second")
            .ecsServices(s -> s.clusterName("prod").serviceName("other"))
            .build();

    assertThat(production.stage().refused(() -> codeDeploy().createDeploymentGroup(request)))
        .startsWith(
            "InvalidLoadBalancerInfoException: The listener is already in use by another"
                + " deployment group");
  }

  // ---- lists

  @Test
  void deployments_are_listed_by_group_status_and_time_the_newest_first() {
    production.withHealthyService(1);
    var first = production.release("v2");
    production.untilIs(first, "Succeeded");
    var between = production.stage().timeline.now();
    production.passes(Duration.ofMinutes(1));
    var second = production.release("v3");

    assertThat(list(r -> {})).containsExactly(second, first);
    assertThat(list(r -> r.applicationName(APPLICATION).deploymentGroupName(GROUP)))
        .containsExactly(second, first);
    assertThat(list(r -> r.includeOnlyStatusesWithStrings("Succeeded"))).containsExactly(first);
    assertThat(list(r -> r.createTimeRange(t -> t.start(between)))).containsExactly(second);
    assertThat(list(r -> r.createTimeRange(t -> t.end(between)))).containsExactly(first);
    assertThat(
            production
                .ask(() -> codeDeploy().batchGetDeployments(r -> r.deploymentIds(first, second)))
                .deploymentsInfo())
        .extracting(d -> d.deploymentId())
        .containsExactly(first, second);
    assertThat(
            production
                .ask(() -> codeDeploy().listDeploymentTargets(r -> r.deploymentId(first)))
                .targetIds())
        .containsExactly("prod:web");
  }

  private List<String> list(Consumer<ListDeploymentsRequest.Builder> filter) {
    return production.ask(() -> codeDeploy().listDeployments(filter)).deployments();
  }

  @Test
  void a_group_knows_its_last_deployments_and_what_it_should_run() {
    production.withHealthyService(1);
    var good = production.release("v2");
    production.untilIs(good, "Succeeded");
    var bad = production.release("v3");
    production.untilBegins(bad, "AllowTraffic");
    stop(bad);

    var group =
        production
            .ask(
                () ->
                    codeDeploy()
                        .getDeploymentGroup(
                            r -> r.applicationName(APPLICATION).deploymentGroupName(GROUP)))
            .deploymentGroupInfo();
    assertThat(group.lastSuccessfulDeployment().deploymentId()).isEqualTo(good);
    assertThat(group.lastAttemptedDeployment().deploymentId())
        .as("the rollback is a deployment as any")
        .isEqualTo(production.deployment(bad).rollbackInfo().rollbackDeploymentId());
    assertThat(group.lastAttemptedDeployment().statusAsString()).isEqualTo("InProgress");
    assertThat(group.targetRevision()).isEqualTo(production.deployment(good).revision());
    assertThat(production.deployment(bad).previousRevision()).isEqualTo(group.targetRevision());
  }

  @Test
  void a_group_that_changes_or_goes_leaves_its_deployment_as_it_was_asked_for() {
    production.withHealthyService(1);
    var release = production.release("v2");
    production.untilBegins(release, "AllowTraffic");
    production.ask(() -> codeDeploy().deleteApplication(r -> r.applicationName(APPLICATION)));

    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
  }

  // ---- revisions

  @Test
  void the_content_of_an_appspec_is_shown_by_its_digest_only() {
    production.withHealthyService(1);
    var release = production.release("v2");
    var shown = production.deployment(release).revision();
    assertThat(shown.appSpecContent().content()).isNull();
    assertThat(shown.appSpecContent().sha256()).hasSize(64);

    var kept =
        production.ask(
            () ->
                codeDeploy()
                    .getApplicationRevision(r -> r.applicationName(APPLICATION).revision(shown)));
    assertThat(kept.revision().appSpecContent().content()).startsWith("version: 0.0");
    assertThat(kept.revisionInfo().lastUsedTime()).isEqualTo(production.stage().timeline.now());
  }

  @Test
  void an_appspec_may_be_an_object_of_s3_or_a_string() {
    production.withHealthyService(1);
    var definition = production.definition("v2");
    production.ask(
        () ->
            production
                .cloud()
                .s3()
                .createBucket(
                    r ->
                        r.bucket("artifacts")
                            .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))));
    production.ask(
        () ->
            production
                .cloud()
                .s3()
                .putObject(
                    r -> r.bucket("artifacts").key("appspec.yaml"),
                    RequestBody.fromString(Production.appSpec(definition))));
    var object =
        RevisionLocation.builder()
            .revisionType(RevisionLocationType.S3)
            .s3Location(s -> s.bucket("artifacts").key("appspec.yaml").bundleType("YAML"))
            .build();
    production.untilIs(production.release("v2", r -> r.revision(object)), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");

    var text =
        RevisionLocation.builder()
            .revisionType(RevisionLocationType.STRING)
            .string(s -> s.content(Production.appSpec(production.definition("v3"))))
            .build();
    production.untilIs(production.release("v3", r -> r.revision(text)), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v3");
  }
}
