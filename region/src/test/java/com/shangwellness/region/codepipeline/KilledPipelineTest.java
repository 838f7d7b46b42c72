package com.shangwellness.region.codepipeline;

import static com.shangwellness.region.codepipeline.Declarations.approve;
import static com.shangwellness.region.codepipeline.Declarations.build;
import static com.shangwellness.region.codepipeline.Declarations.deploy;
import static com.shangwellness.region.codepipeline.Declarations.of;
import static com.shangwellness.region.codepipeline.Declarations.release;
import static com.shangwellness.region.codepipeline.Declarations.source;
import static com.shangwellness.region.codepipeline.Declarations.stage;
import static com.shangwellness.region.codepipeline.TestDelivery.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/** A region that is killed between any two of its actions carries on, and does nothing twice. */
@SuppressWarnings("BadImport")
class KilledPipelineTest {

  private static final int MORE_THAN_ENOUGH = 400;

  @TempDir Path folder;

  /** Everything that can be under way. */
  private static PipelineDeclaration everything() {
    return of(
            stage("Source", source()),
            stage("Build", build()),
            stage(
                "Approve",
                approve()
                    .configuration(
                        Map.of("NotificationArn", "arn:aws:sns:ap-south-1:123456789012:people"))),
            stage("Deploy", deploy()))
        .build();
  }

  @Test
  void wherever_it_is_killed_the_same_is_done_once_each() throws Exception {
    int steps = run(Files.createDirectory(folder.resolve("whole")), -1);
    assertThat(steps).isBetween(8, 100);
    for (int kill = 0; kill < steps; kill++) {
      run(Files.createDirectory(folder.resolve("killed-" + kill)), kill);
    }
  }

  /** Runs an execution to its end, and gives how many actions of the region that took. */
  private static int run(Path home, int kill) {
    var delivery = new TestDelivery(home);
    delivery.upload("first");
    delivery.stage.timeline.post(
        "test: create", () -> delivery.pipelines.createPipeline(r -> r.pipeline(everything())));
    assertThat(delivery.stage.timeline.step()).isTrue();
    int steps = 0;
    while (!status(delivery).equals("Succeeded")) {
      if (steps == kill) {
        delivery.killed();
      }
      assertThat(delivery.stage.timeline.step()).as("killed at %s", kill).isTrue();
      assertThat(status(delivery)).as("killed at %s", kill).isIn("InProgress", "Succeeded");
      answer(delivery);
      steps++;
      assertThat(steps).as("killed at %s", kill).isLessThan(MORE_THAN_ENOUGH);
    }
    assertThat(delivery.builds.started).as("builds, killed at %s", kill).hasSize(1);
    assertThat(delivery.deployments.started).as("releases, killed at %s", kill).hasSize(1);
    assertThat(delivery.tasks.registered).as("definitions, killed at %s", kill).hasSize(1);
    assertThat(delivery.topics.published).as("mails, killed at %s", kill).hasSize(1);
    assertThat(delivery.told.stream().map(told -> told.type() + told.detail()).toList())
        .as("events, killed at %s", kill)
        .doesNotHaveDuplicates();
    delivery.close();
    return steps;
  }

  private static String status(TestDelivery delivery) {
    return delivery
        .pipelines
        .listPipelineExecutions(r -> r.pipelineName(NAME))
        .pipelineExecutionSummaries()
        .getFirst()
        .statusAsString();
  }

  // What is outside answers a while after it was asked, in an action of its own; the answer is lost
  // when the region is killed before.
  private static void answer(TestDelivery delivery) {
    var timeline = delivery.stage.timeline;
    if (delivery.builds.runsAndWasAskedFor(2)) {
      var to = delivery.builds.started.getLast().artifactsOverride();
      timeline.post(
          "test: the build writes its artifact and ends",
          () -> {
            delivery.s3.putObject(
                r -> r.bucket(TestDelivery.ARTIFACT_BUCKET).key(TestDelivery.key(to)),
                RequestBody.fromBytes(Zips.of(release())));
            delivery.builds.succeeds(Map.of());
          });
    }
    if (delivery.deployments.asked() == 2) {
      delivery.deployments.becomes(DeploymentStatus.SUCCEEDED);
    }
    open(delivery).ifPresent(token -> timeline.post("test: yes", () -> sayYes(delivery, token)));
  }

  private static Optional<String> open(TestDelivery delivery) {
    return delivery
        .pipelines
        .getPipelineState(r -> r.name(NAME))
        .stageStates()
        .get(2)
        .actionStates()
        .stream()
        .flatMap(action -> Optional.ofNullable(action.latestExecution()).stream())
        .flatMap(run -> Optional.ofNullable(run.token()).stream())
        .findFirst();
  }

  private static void sayYes(TestDelivery delivery, String token) {
    if (open(delivery).filter(token::equals).isPresent()) {
      delivery.pipelines.putApprovalResult(
          r ->
              r.pipelineName(NAME)
                  .stageName("Approve")
                  .actionName("Approve")
                  .token(token)
                  .result(a -> a.status("Approved").summary("")));
    }
  }
}
