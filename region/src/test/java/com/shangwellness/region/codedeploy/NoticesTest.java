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
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.Tag;

/** Who hears of releases, and what is kept of them elsewhere. */
class NoticesTest {

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
    production.untilBegins(release, "AllowTraffic");
    production.passes(Duration.ofSeconds(10));
    assertThat(production.paces()).isEqualTo(Map.of(release, 20.0));
    production.untilIs(release, "Succeeded");
    assertThat(production.paces()).isEmpty();

    production.untilIs(production.release("v3"), "Succeeded");
    assertThat(production.paces()).as("nobody asked for one").isEmpty();
  }

  private String paced(double pace) {
    var definition = production.definition("v2");
    var answer = new ArrayList<String>();
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

      production.until(() -> production.paces().containsKey(release));
      production.untilIs(release, "Succeeded");
      assertThat(production.paces()).isEmpty();
      assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
    }
  }

  private void stop(String deployment) {
    production.ask(() -> codeDeploy().stopDeployment(r -> r.deploymentId(deployment)));
  }
}
