package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.APPLICATION;
import static com.shangwellness.region.testing.Production.BLUE;
import static com.shangwellness.region.testing.Production.GREEN;
import static com.shangwellness.region.testing.Production.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.testing.Production;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.codedeploy.model.Tag;

/** What can be asked of deployments, and what they tell. */
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

  // ---- listeners that are not as they should be

  @Test
  void a_listener_that_somebody_turned_away_fails_the_deployment_before_anything_is_done() {
    production.withHealthyService(1);
    production.untilIs(production.release("v2"), "Succeeded");
    // As an update of the stack does that does not know of the release.
    var blue =
        production
            .ask(() -> production.cloud().balancers().describeTargetGroups(r -> r.names(BLUE)))
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    production.ask(
        () ->
            production
                .cloud()
                .balancers()
                .modifyListener(
                    r ->
                        r.listenerArn(production.productionListener())
                            .defaultActions(a -> a.type("forward").targetGroupArn(blue))));

    var release = production.release("v3");
    production.untilIs(release, "Failed");

    var error = production.deployment(release).errorInformation();
    assertThat(error.code()).isEqualTo(ErrorCode.ELASTIC_LOAD_BALANCING_INVALID);
    assertThat(error.message())
        .contains("Primary taskset target group must be behind listener")
        .contains(production.productionListener());
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
    assertThat(production.deployment(release).rollbackInfo()).isNull();
  }

  @Test
  void a_listener_with_more_than_its_default_rule_is_none_for_codedeploy() {
    production.withHealthyService(1);
    production.ask(
        () ->
            production
                .cloud()
                .balancers()
                .createRule(
                    r ->
                        r.listenerArn(production.productionListener())
                            .priority(1)
                            .conditions(c -> c.field("path-pattern").values("/x"))
                            .actions(
                                a ->
                                    a.type("fixed-response")
                                        .fixedResponseConfig(f -> f.statusCode("404")))));

    var release = production.release("v2");
    production.untilIs(release, "Failed");
    assertThat(production.deployment(release).errorInformation().message())
        .contains("must have its default rule only");
  }

  @Test
  void a_listener_that_is_deleted_under_way_fails_the_deployment() {
    production.withHealthyService(1);
    var release = production.release("v2");
    production.untilBegins(release, "AllowTraffic");
    production.ask(
        () ->
            production
                .cloud()
                .balancers()
                .deleteListener(r -> r.listenerArn(production.productionListener())));

    production.untilIs(release, "Failed");
    var failed = production.deployment(release);
    assertThat(failed.errorInformation().code())
        .isEqualTo(ErrorCode.ELASTIC_LOAD_BALANCING_INVALID);
    production.untilIs(failed.rollbackInfo().rollbackDeploymentId(), "Failed");
  }

  @Test
  void a_service_that_is_deleted_under_way_fails_the_deployment() {
    production.withHealthyService(1);
    var release = production.release("v2");
    production.untilBegins(release, "AllowTraffic");
    production.ask(
        () ->
            production
                .cloud()
                .ecs()
                .deleteService(r -> r.cluster("prod").service("web").force(true)));

    production.untilIs(release, "Failed");
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.INVALID_ECS_SERVICE);
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

  private List<String> list(
      java.util.function.Consumer<
              software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest.Builder>
          filter) {
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
    assertThat(group.lastAttemptedDeployment().deploymentId()).isEqualTo(bad);
    assertThat(group.lastAttemptedDeployment().statusAsString()).isEqualTo("Stopped");
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

  // ---- what is told

  @Test
  void eventbridge_and_topics_hear_of_every_turn() {
    production
        .group(
            g ->
                g.triggerConfigurations(
                    t ->
                        t.triggerName("tell")
                            .triggerTargetArn("arn:aws:sns:ap-south-1:123456789012:releases")
                            .triggerEventsWithStrings(
                                "DeploymentStart",
                                "DeploymentSuccess",
                                "DeploymentStop",
                                "DeploymentFailure",
                                "DeploymentRollback")))
        .withHealthyService(1);
    production.ask(() -> production.cloud().sns().createTopic(r -> r.name("releases")));
    var subscription =
        production.ask(
            () ->
                production
                    .cloud()
                    .sns()
                    .subscribe(
                        r ->
                            r.topicArn("arn:aws:sns:ap-south-1:123456789012:releases")
                                .protocol("email")
                                .endpoint("ops@example.com")
                                .returnSubscriptionArn(true)));
    assertThat(subscription.subscriptionArn()).isNotEmpty();
    confirm();

    var release = production.release("v2");
    production.untilBegins(release, "AllowTraffic");
    stop(release);
    var rollback = production.deployment(release).rollbackInfo().rollbackDeploymentId();
    production.untilIs(rollback, "Succeeded");
    production.passes(Duration.ofSeconds(5));

    assertThat(production.cloud().events())
        .filteredOn(event -> event.startsWith("aws.codedeploy"))
        .allMatch(e -> e.contains("CodeDeploy Deployment State-change Notification"))
        .extracting(
            event ->
                event.replaceAll(
                    "(?s).*\"deploymentId\":\"([^\"]+)\",\"state\":\"([A-Z]+)\".*", "$1 $2"))
        .containsExactly(
            release + " START", release + " STOP", rollback + " START", rollback + " SUCCESS");
    assertThat(production.cloud().mails())
        .extracting(mail -> mail.replaceAll("(?s).*\r?\nSubject: ([^\r\n]*).*", "$1"))
        .contains(
            "CREATED: AWS CodeDeploy " + release + " in ap-south-1 to app",
            "STOPPED: AWS CodeDeploy " + release + " in ap-south-1 to app",
            "ROLLBACK: AWS CodeDeploy " + rollback + " in ap-south-1 to app",
            "SUCCEEDED: AWS CodeDeploy " + rollback + " in ap-south-1 to app");
  }

  private void confirm() {
    var mail = production.cloud().mails().getFirst();
    var token = mail.replaceAll("=\r?\n", "").replaceAll("(?s).*?Token=(?:3D)?([0-9a-f]+).*", "$1");
    production.ask(
        () ->
            production
                .cloud()
                .sns()
                .confirmSubscription(
                    r -> r.topicArn("arn:aws:sns:ap-south-1:123456789012:releases").token(token)));
  }

  @Test
  void a_trigger_whose_topic_is_gone_holds_nothing_up() {
    production
        .group(
            g ->
                g.triggerConfigurations(
                    t ->
                        t.triggerName("tell")
                            .triggerTargetArn("arn:aws:sns:ap-south-1:123456789012:nowhere")
                            .triggerEventsWithStrings("DeploymentStart")))
        .withHealthyService(1);
    production.untilIs(production.release("v2"), "Succeeded");
  }

  @Test
  void tags_are_kept_with_what_they_are_on() {
    production.withHealthyService(1);
    var arn = production.stage().place.arn("codedeploy", "deploymentgroup:app/group");
    production.ask(
        () ->
            codeDeploy()
                .tagResource(
                    r ->
                        r.resourceArn(arn)
                            .tags(t -> t.key("a").value("1"), t -> t.key("b").value("2"))));
    production.ask(() -> codeDeploy().untagResource(r -> r.resourceArn(arn).tagKeys("a")));
    assertThat(
            production.ask(() -> codeDeploy().listTagsForResource(r -> r.resourceArn(arn))).tags())
        .containsExactly(Tag.builder().key("b").value("2").build());
  }

  // ---- pace

  @Test
  void a_pace_is_held_from_the_start_of_a_release_to_its_end() {
    production.withHealthyService(1);
    var release = paced(20);
    assertThat(production.paces()).isEqualTo(Map.of(release, 20.0));
    production.untilIs(release, "Succeeded");
    assertThat(production.paces()).isEmpty();

    production.untilIs(production.release("v3"), "Succeeded");
    assertThat(production.paces()).as("nobody asked for one").isEmpty();
  }

  private String paced(double pace) {
    var definition = production.definition("v2");
    var answer = new java.util.ArrayList<String>();
    new Caller("arn:aws:iam::123456789012:user/local", Stage.ACCOUNT, "ap-south-1", "r-1", pace)
        .run(
            () ->
                answer.add(
                    production
                        .ask(
                            () ->
                                codeDeploy()
                                    .createDeployment(
                                        r ->
                                            r.applicationName(APPLICATION)
                                                .deploymentGroupName(GROUP)
                                                .revision(
                                                    Production.revision(
                                                        Production.appSpec(definition)))))
                        .deploymentId()));
    return answer.getFirst();
  }

  @Test
  void its_rollback_keeps_the_pace_of_a_release() {
    production.withHealthyService(1);
    var release = paced(20);
    production.untilBegins(release, "AllowTraffic");
    stop(release);
    var rollback = production.deployment(release).rollbackInfo().rollbackDeploymentId();
    assertThat(production.paces()).isEqualTo(Map.of(rollback, 20.0));
    production.untilIs(rollback, "Succeeded");
    assertThat(production.paces()).isEmpty();
  }

  @Test
  void a_region_that_starts_again_goes_on_at_the_pace() {
    try (var restartable = Production.restartable(folder)) {
      production = restartable.withHealthyService(1);
      var release = paced(20);
      production.untilBegins(release, "AllowTraffic");

      production.restart();

      assertThat(production.paces()).isEqualTo(Map.of(release, 20.0));
      production.untilIs(release, "Succeeded");
      assertThat(production.paces()).isEmpty();
      assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
    }
  }
}
