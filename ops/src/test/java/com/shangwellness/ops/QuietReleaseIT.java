package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.stepfunctions.SdkCalls;
import com.shangwellness.region.stepfunctions.StepFunctions;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.ThrottlingException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The state machine of the Delivery stack, as its template has it: how scaling stands still during
 * releases. On virtual time; ReleaseStory has it for real.
 */
class QuietReleaseIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROLE = "arn:aws:iam::123456789012:role/worker";
  private static final String NONE = "none";
  private static final String BOTH = "in out";
  private static String definition;

  private static final Set<String> UNDER_WAY =
      Set.of("Created", "Queued", "InProgress", "Baking", "Ready");

  /** Deployments of the group that are under way, each in one of its statuses in turn. */
  private final Set<String> active = new TreeSet<>();

  private final List<String> changes = new ArrayList<>();
  private String suspended = NONE;
  private boolean isScheduledSuspended;
  private boolean isScalable = true;
  private int refusals;
  private Runnable whenResumed = () -> {};
  private VirtualTimeline timeline;
  private StepFunctions states;
  private String machine;
  private int events;

  @BeforeAll
  static void theTemplateIsWritten() throws IOException {
    Shang.isBuilt();
    var folder = Shang.PROJECT.resolve("ops/target/quiet-it");
    var said =
        Shang.process(
            List.of(
                Shang.PROJECT.resolve("shang").toString(), "synth", "--out", folder.toString()));
    assertThat(said.exitCode()).as(said.all()).isZero();
    var template =
        JSON.readTree(folder.resolve("shangwellness-prod-delivery.template.json").toFile());
    for (var resource : template.path("Resources")) {
      if (resource.path("Type").asText().equals("AWS::StepFunctions::StateMachine")) {
        definition = resource.at("/Properties/DefinitionString").asText();
      }
    }
  }

  @BeforeEach
  void aRegion() {
    var place = new Place("123456789012", "ap-south-1");
    var store = Store.inMemory();
    timeline = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"), store);
    var ids = new Ids(new Random(1));
    var iam = new Iam(place, timeline, store, ids);
    states =
        new StepFunctions(
            place,
            timeline,
            store,
            ids,
            new Production(),
            new Sts(place, iam, new Sessions(timeline, store, ids)),
            (source, type, resources, detail) -> {},
            MetricSink.NONE);
    ask(
        () ->
            iam.createRole(
                r ->
                    r.roleName("worker")
                        .assumeRolePolicyDocument(
                            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                + "\"Principal\":{\"Service\":\"states.amazonaws.com\"}}}")));
    machine =
        ask(() ->
                states.createStateMachine(
                    r -> r.name("quiet").roleArn(ROLE).definition(definition)))
            .stateMachineArn();
  }

  private <T> T ask(Supplier<T> question) {
    return timeline.call("ask", question).join();
  }

  /** CodeDeploy and Application Auto Scaling, as far as the state machine asks them. */
  private final class Production implements SdkCalls {

    @Override
    public Optional<String> find(String name, String operation) {
      return switch (name + ":" + operation) {
        case "codedeploy:listDeployments" -> Optional.of("CodeDeploy");
        case "applicationautoscaling:describeScalableTargets",
            "applicationautoscaling:registerScalableTarget" ->
            Optional.of("ApplicationAutoScaling");
        default -> Optional.empty();
      };
    }

    @Override
    public void check(String name, String operation, ObjectNode parameters) {
      // The region that really runs it checks them, in ReleaseStory.
    }

    @Override
    public JsonNode call(String name, String operation, ObjectNode parameters) {
      if (refusals > 0) {
        refusals--;
        throw ThrottlingException.builder().message("Rate exceeded").build();
      }
      return switch (operation) {
        case "listDeployments" -> deployments(parameters);
        case "describeScalableTargets" -> targets();
        case "registerScalableTarget" -> register(parameters.path("SuspendedState"));
        default -> throw new IllegalArgumentException(operation);
      };
    }

    private JsonNode deployments(JsonNode asked) {
      assertThat(asked.path("ApplicationName").asText()).isEqualTo("shangwellness-prod-codedeploy");
      assertThat(asked.path("DeploymentGroupName").asText())
          .isEqualTo("shangwellness-prod-deployment-group");
      assertThat(asked.path("IncludeOnlyStatuses"))
          .extracting(JsonNode::asText)
          .containsExactlyInAnyOrderElementsOf(UNDER_WAY);
      var answer = JSON.createObjectNode();
      var list = answer.putArray("Deployments");
      active.forEach(list::add);
      return answer;
    }

    private JsonNode targets() {
      var answer = JSON.createObjectNode();
      var list = answer.putArray("ScalableTargets");
      if (isScalable) {
        list.addObject()
            .putObject("SuspendedState")
            .put("DynamicScalingInSuspended", suspended.contains("in"))
            .put("DynamicScalingOutSuspended", suspended.contains("out"))
            .put("ScheduledScalingSuspended", isScheduledSuspended);
      }
      return answer;
    }

    private JsonNode register(JsonNode state) {
      var in = state.path("DynamicScalingInSuspended").asBoolean() ? "in" : "";
      var out = state.path("DynamicScalingOutSuspended").asBoolean() ? "out" : "";
      var now = (in + " " + out).strip();
      suspended = now.isEmpty() ? NONE : now;
      changes.add(suspended);
      if (!suspended.equals(BOTH)) {
        whenResumed.run();
      }
      return JSON.createObjectNode();
    }
  }

  private void begins(String deployment) {
    active.add(deployment);
    ask(
        () -> {
          states.target().invoke("release-began", machine, "event-" + ++events, "{}");
          return "";
        });
    passes(1);
  }

  private void passes(int seconds) {
    timeline.passes(Duration.ofSeconds(seconds));
  }

  private void allIsOver() {
    passes(300);
    assertThat(ask(() -> states.listExecutions(r -> r.stateMachineArn(machine))).executions())
        .extracting(ExecutionListItem::status)
        .containsOnly(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void scaling_is_suspended_while_a_release_runs_and_resumed_when_it_is_over() {
    begins("d-1");
    assertThat(suspended).isEqualTo(BOTH);
    passes(1800);
    assertThat(suspended).isEqualTo(BOTH);

    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH, NONE);
  }

  @Test
  void it_stays_suspended_between_a_release_and_its_rollback() {
    begins("d-1");
    passes(300);
    active.clear();
    passes(60);
    begins("d-2");
    passes(300);
    assertThat(changes).containsExactly(BOTH);

    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH, NONE);
  }

  @Test
  void what_an_operator_had_suspended_is_suspended_again_afterwards_and_nothing_else() {
    suspended = "in";
    begins("d-1");
    passes(60);
    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH, "in");
  }

  @Test
  void what_an_operator_had_suspended_wholly_is_left_alone() {
    suspended = BOTH;
    begins("d-1");
    passes(60);
    active.clear();
    allIsOver();

    assertThat(changes).isEmpty();
    assertThat(suspended).isEqualTo(BOTH);
  }

  @Test
  void what_an_operator_has_changed_meanwhile_stays_so() {
    begins("d-1");
    passes(60);
    suspended = "out";
    passes(60);
    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH);
    assertThat(suspended).isEqualTo("out");
  }

  @Test
  void a_release_that_begins_while_scaling_is_being_resumed_has_it_suspended() {
    whenResumed =
        () -> {
          whenResumed = () -> {};
          active.add("d-2");
        };
    begins("d-1");
    active.clear();
    passes(180);
    assertThat(changes).containsExactly(BOTH, NONE, BOTH);

    active.clear();
    allIsOver();

    assertThat(suspended).isEqualTo(NONE);
  }

  @Test
  void a_service_that_refuses_for_a_minute_is_asked_again() {
    refusals = 5;
    begins("d-1");
    passes(120);
    assertThat(suspended).isEqualTo(BOTH);

    refusals = 5;
    active.clear();
    passes(600);

    assertThat(changes).containsExactly(BOTH, NONE);
  }

  @Test
  void a_service_that_refuses_for_two_hours_leaves_nothing_suspended_for_ever() {
    begins("d-1");
    active.clear();
    refusals = 140;
    passes(7200);
    assertThat(suspended).isEqualTo(BOTH);
    passes(1800);

    assertThat(changes).containsExactly(BOTH, NONE);
  }

  @Test
  void a_release_may_take_as_long_as_settings_let_it() {
    begins("d-1");
    timeline.passes(Duration.ofHours(49));
    assertThat(suspended).isEqualTo(BOTH);
    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH, NONE);
  }

  @Test
  void who_stops_all_of_the_service_while_a_release_runs_finds_it_so_afterwards() {
    begins("d-1");
    passes(60);
    isScheduledSuspended = true;
    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH);
    assertThat(suspended).isEqualTo(BOTH);
  }

  @Test
  void a_release_and_its_rollback_at_once_put_back_what_was_there_once() {
    begins("d-1");
    begins("d-2");
    passes(200);
    active.remove("d-1");
    passes(200);
    active.clear();
    allIsOver();

    assertThat(changes).containsExactly(BOTH, NONE);
  }

  @Test
  void a_service_that_does_not_scale_is_no_error() {
    isScalable = false;
    begins("d-1");
    active.clear();
    allIsOver();

    assertThat(changes).isEmpty();
  }
}
