package com.shangwellness.region.applicationautoscaling;

import static com.shangwellness.region.applicationautoscaling.TestScaling.WEB;
import static com.shangwellness.region.applicationautoscaling.TestScaling.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.InvalidNextTokenException;
import software.amazon.awssdk.services.applicationautoscaling.model.LimitExceededException;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ResourceNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.TooManyTagsException;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** Targets, what is done and told, what is suspended, what is refused, and what survives. */
class ApplicationAutoScalingTest {

  private static final MetricType CPU = MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION;

  private final TestScaling region = new TestScaling();

  // ---- bounds

  @Test
  void bounds_move_the_capacity_into_them_at_once() {
    region.between(3, 10);
    region.passes(Duration.ofMinutes(1));
    region.between(1, 2);
    region.passes(Duration.ofMinutes(1));

    assertThat(region.ecs.given).containsExactly(3, 2);
    assertThat(region.activities(a -> a.cause()))
        .containsExactly("minimum capacity was set to 3", "maximum capacity was set to 2");
  }

  @Test
  void what_is_not_given_of_a_registered_target_stays() {
    region.register(
        r ->
            r.minCapacity(2)
                .maxCapacity(10)
                .suspendedState(s -> s.dynamicScalingInSuspended(true)));
    region.register(r -> r.maxCapacity(20));
    region.register(r -> r.suspendedState(s -> s.scheduledScalingSuspended(true)));

    var target = region.target();
    assertThat(target.minCapacity()).isEqualTo(2);
    assertThat(target.maxCapacity()).isEqualTo(20);
    assertThat(target.suspendedState().dynamicScalingInSuspended()).isTrue();
    assertThat(target.suspendedState().dynamicScalingOutSuspended()).isFalse();
    assertThat(target.suspendedState().scheduledScalingSuspended()).isTrue();
    assertThat(target.roleARN()).endsWith("AWSServiceRoleForApplicationAutoScaling_ECSService");
  }

  @Test
  void with_a_target_go_its_policies_their_alarms_and_its_schedules() {
    region.between(2, 10);
    region.tracksCpu();
    schedule("a", "rate(1 day)");

    region.ask(
        () ->
            region.scaling.deregisterScalableTarget(
                r -> named(r::serviceNamespace, r::resourceId, r::scalableDimension)));

    assertThat(region.alarms()).isEmpty();
    assertThat(
            region
                .ask(() -> region.scaling.describeScalingPolicies(r -> r.serviceNamespace("ecs")))
                .scalingPolicies())
        .isEmpty();
    assertThat(
            region
                .ask(() -> region.scaling.describeScheduledActions(r -> r.serviceNamespace("ecs")))
                .scheduledActions())
        .isEmpty();
  }

  private static void named(
      Consumer<String> namespace, Consumer<String> resource, Consumer<String> dimension) {
    namespace.accept("ecs");
    resource.accept(WEB);
    dimension.accept("ecs:service:DesiredCount");
  }

  private void schedule(String name, String schedule) {
    region.ask(
        () ->
            region.scaling.putScheduledAction(
                r -> {
                  named(r::serviceNamespace, r::resourceId, r::scalableDimension);
                  r.scheduledActionName(name)
                      .schedule(schedule)
                      .scalableTargetAction(a -> a.minCapacity(5));
                }));
  }

  // ---- suspended

  private void suspended(boolean out, boolean in, boolean scheduled) {
    region.register(
        r ->
            r.minCapacity(2)
                .maxCapacity(10)
                .suspendedState(
                    s ->
                        s.dynamicScalingOutSuspended(out)
                            .dynamicScalingInSuspended(in)
                            .scheduledScalingSuspended(scheduled)));
  }

  @Test
  void suspended_outward_it_still_scales_in_and_on_schedule() {
    suspended(true, false, false);
    region.ecs.desired = 4;
    region.tracksCpu();
    region.cpu(5, 100);
    assertThat(region.ecs.given).isEmpty();
    region.cpu(15, 5);
    assertThat(region.ecs.given).containsExactly(3);
    schedule("a", "at(2026-01-01T01:00:00)");
    region.passes(Duration.ofHours(1));
    assertThat(region.ecs.desired).isEqualTo(5);
  }

  @Test
  void suspended_inward_it_still_scales_out_and_goes_on_when_resumed() {
    suspended(false, true, false);
    region.ecs.desired = 4;
    region.tracksCpu();
    region.cpu(20, 5);
    assertThat(region.ecs.given).isEmpty();
    region.cpu(3, 100);
    assertThat(region.ecs.given).containsExactly(6);

    suspended(false, false, false);
    region.cpu(15, 5);
    assertThat(region.ecs.given).containsExactly(6, 5);
  }

  @Test
  void suspended_schedules_are_missed_and_not_made_up_for() {
    suspended(false, false, true);
    schedule("a", "at(2026-01-01T01:00:00)");
    region.passes(Duration.ofHours(2));
    suspended(false, false, false);
    region.passes(Duration.ofHours(2));

    assertThat(region.ecs.given).isEmpty();
    assertThat(region.target().minCapacity()).isEqualTo(2);
  }

  // ---- what is told

  @Test
  void an_activity_says_why_and_is_under_way_until_the_tasks_run() {
    region.between(2, 10);
    region.tracksCpu();
    region.ecs.running = 2;
    region.cpu(3, 100);

    var alarm = region.alarm("AlarmHigh").alarmName();
    assertThat(region.activities(false))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.description()).isEqualTo("Setting desired count to 3.");
              assertThat(a.cause())
                  .isEqualTo("monitor alarm " + alarm + " in state ALARM triggered policy cpu");
              assertThat(a.statusCodeAsString()).isEqualTo("InProgress");
              assertThat(a.endTime()).isNull();
            });

    region.ecs.running = 3;
    region.passes(Duration.ofSeconds(20));
    assertThat(region.activities(a -> a.statusCodeAsString() + ": " + a.statusMessage()))
        .containsExactly(
            "Successful: Successfully set desired count to 3. Change successfully fulfilled by"
                + " ecs.");
  }

  @Test
  void an_activity_is_overridden_when_somebody_else_sets_the_desired_count() {
    region.between(2, 10);
    region.tracksCpu();
    region.ecs.running = 2;
    region.cpu(3, 100);
    region.ecs.desired = 7;
    region.passes(Duration.ofSeconds(20));

    assertThat(region.activities(a -> a.statusCodeAsString())).containsExactly("Overridden");
  }

  @Test
  void what_ecs_refuses_is_a_failed_activity_with_its_words_and_begins_no_cooldown() {
    region.between(2, 10);
    region.tracksCpu();
    region.ecs.refuses = true;
    region.cpu(3, 100);
    assertThat(region.activities(a -> a.statusMessage()))
        .containsExactly("Failed to set desired count to 3. Reason: not now.");

    region.ecs.refuses = false;
    region.cpu(1, 100);
    assertThat(region.ecs.desired).isEqualTo(3);
  }

  @Test
  void two_policies_that_change_nothing_tell_so_once_each_however_long() {
    region.ecs.desired = 2;
    region.between(2, 3);
    region.tracksCpu();
    region.tracks("memory", MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION);

    region.cpuAndMemory(60, 5, 5);

    assertThat(region.notScaled()).containsExactly("AlreadyAtMinCapacity", "AlreadyAtMinCapacity");
  }

  @Test
  void that_nothing_was_scaled_is_told_once_and_only_where_asked() {
    region.ecs.desired = 3;
    region.between(2, 3);
    region.tracksCpu();
    region.cpu(10, 100);
    assertThat(region.notScaled()).containsExactly("AlreadyAtMaxCapacity");

    region.ecs.desired = 2;
    region.cpu(20, 5);
    assertThat(region.notScaled()).containsExactly("AlreadyAtMaxCapacity", "AlreadyAtMinCapacity");
    assertThat(region.activities(false)).isEmpty();
    assertThat(region.activities(true))
        .extracting(a -> a.statusCodeAsString())
        .containsOnly("Failed");
  }

  @Test
  void reaching_the_maximum_is_an_event() {
    region.between(2, 3);
    region.tracksCpu();
    region.cpu(4, 100);

    assertThat(region.events)
        .singleElement()
        .asString()
        .startsWith("aws.application-autoscaling Application Auto Scaling Scaling Activity State")
        .contains(
            "\"newDesiredCapacity\":3",
            "\"oldDesiredCapacity\":2",
            "\"maxCapacity\":3",
            "\"resourceId\":\"service/prod/web\"",
            "\"scaledToMax\":true",
            "\"direction\":\"scale-out\"");
  }

  @Test
  void activities_are_kept_for_six_weeks() {
    region.between(3, 10);
    region.passes(Duration.ofDays(41));
    region.between(4, 10);
    assertThat(region.activities(false)).hasSize(2);
    region.passes(Duration.ofDays(2));
    region.between(5, 10);

    assertThat(region.activities(a -> a.description()))
        .containsExactly("Setting desired count to 4.", "Setting desired count to 5.");
  }

  // ---- what survives

  @Test
  void a_restart_in_the_middle_counts_nothing_anew(@TempDir Path folder) {
    var file = folder.resolve("region.db");
    var first = new TestScaling(Store.open(file), TestScaling.START, new FakeEcs());
    first.between(2, 10);
    first.tracks("cpu", CPU, c -> c.scaleOutCooldown(300));
    first.ecs.running = 2;
    first.cpu(3, 100);
    first.cpu(2, 100);
    var now = first.timeline.now();
    first.store.close();

    var second = new TestScaling(Store.open(file), now, first.ecs);
    second.cpu(2, 100);
    assertThat(second.ecs.given).as("the cooldown goes on").containsExactly(3);
    second.ecs.running = -1;
    second.cpu(1, 100);
    assertThat(second.ecs.given).as("and ends when it would have").containsExactly(3, 5);
    second.passes(Duration.ofSeconds(30));
    assertThat(second.activities(a -> a.statusCodeAsString()))
        .as("what was under way is looked after")
        .hasSize(2)
        .doesNotContain("InProgress");
    second.store.close();
  }

  @Test
  void a_schedule_survives_and_is_carried_out_once(@TempDir Path folder) {
    var file = folder.resolve("region.db");
    var first = new TestScaling(Store.open(file), TestScaling.START, new FakeEcs());
    first.between(2, 10);
    first.ask(
        () ->
            first.scaling.putScheduledAction(
                r -> {
                  named(r::serviceNamespace, r::resourceId, r::scalableDimension);
                  r.scheduledActionName("a")
                      .schedule("at(2026-01-01T01:00:00)")
                      .scalableTargetAction(a -> a.minCapacity(5));
                }));
    var now = first.timeline.now();
    first.store.close();

    var second = new TestScaling(Store.open(file), now, first.ecs);
    second.passes(Duration.ofHours(2));
    assertThat(second.ecs.given).containsExactly(5);
    second.between(2, 10);
    var later = second.timeline.now();
    second.store.close();

    var third = new TestScaling(Store.open(file), later, first.ecs);
    third.passes(Duration.ofHours(2));
    assertThat(third.target().minCapacity()).isEqualTo(2);
    third.store.close();
  }

  // ---- what is refused

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "a service that is not there",
            ValidationException.class,
            "ECS service doesn't exist",
            r -> r.register(t -> t.resourceId("service/prod/other").minCapacity(1).maxCapacity(2))),
        refusal(
            "a cluster that is not there",
            ValidationException.class,
            "ECS service doesn't exist",
            r -> r.register(t -> t.resourceId("service/no/web").minCapacity(1).maxCapacity(2))),
        refusal(
            "a table",
            ValidationException.class,
            "Unsupported service namespace",
            r -> r.register(t -> t.serviceNamespace("dynamodb").minCapacity(1).maxCapacity(2))),
        refusal(
            "half a resource id",
            ValidationException.class,
            "Unsupported service namespace",
            r -> r.register(t -> t.resourceId("service/prod").minCapacity(1).maxCapacity(2))),
        refusal(
            "one bound of a new target",
            ValidationException.class,
            "both the minimum and maximum capacity",
            r -> r.register(t -> t.minCapacity(1))),
        refusal(
            "a maximum below the minimum",
            ValidationException.class,
            "Maximum capacity cannot be less than minimum capacity",
            r -> r.between(3, 2)),
        refusal(
            "a bound below nothing",
            ValidationException.class,
            "zero or greater",
            r -> r.between(-1, 2)),
        refusal(
            "too many tags",
            TooManyTagsException.class,
            "50",
            r ->
                r.register(
                    t ->
                        t.minCapacity(1)
                            .maxCapacity(2)
                            .tags(
                                IntStream.range(0, 51)
                                    .boxed()
                                    .collect(Collectors.toMap(i -> "k" + i, i -> "v"))))),
        refusal(
            "a policy of no target",
            ObjectNotFoundException.class,
            "No scalable target registered for service namespace: ecs, resource ID:"
                + " service/prod/web",
            TestScaling::tracksCpu),
        refusal(
            "a target of nothing",
            ValidationException.class,
            "positive",
            afterwards(r -> r.tracks("cpu", CPU, c -> c.targetValue(0.0)))),
        refusal(
            "a target that is no number",
            ValidationException.class,
            "positive",
            afterwards(r -> r.tracks("cpu", CPU, c -> c.targetValue(Double.NaN)))),
        refusal(
            "a cooldown below nothing",
            ValidationException.class,
            "cooldown",
            afterwards(r -> r.tracks("cpu", CPU, c -> c.scaleInCooldown(-1)))),
        refusal(
            "two policies on one metric",
            ValidationException.class,
            "Only one TargetTrackingScaling policy",
            afterwards(
                r -> {
                  r.tracksCpu();
                  r.tracks("again", CPU);
                })),
        refusal(
            "requests without a label",
            ValidationException.class,
            "resource label",
            afterwards(r -> r.tracks("r", MetricType.ALB_REQUEST_COUNT_PER_TARGET))),
        refusal(
            "a metric of databases",
            ValidationException.class,
            "not supported for the service namespace ecs",
            afterwards(r -> r.tracks("r", MetricType.RDS_READER_AVERAGE_CPU_UTILIZATION))),
        refusal(
            "a policy of another type under the same name",
            ValidationException.class,
            "type of a scaling policy cannot be changed",
            afterwards(
                r -> {
                  r.tracks("steps", CPU);
                  r.stepsOnCpu(AdjustmentType.CHANGE_IN_CAPACITY, 0, step(0.0, null, 1));
                })),
        refusal(
            "a prediction",
            ValidationException.class,
            "PredictiveScaling",
            afterwards(r -> r.policy("p", p -> p.policyType("PredictiveScaling")))),
        refusal(
            "deleting what is not there",
            ObjectNotFoundException.class,
            "No scaling policy found",
            afterwards(
                r ->
                    r.ask(
                        () ->
                            r.scaling.deleteScalingPolicy(
                                d -> {
                                  named(d::serviceNamespace, d::resourceId, d::scalableDimension);
                                  d.policyName("none");
                                })))),
        refusal(
            "tags of what is not there",
            ResourceNotFoundException.class,
            "doesn't exist",
            r -> r.ask(() -> r.scaling.listTagsForResource(l -> l.resourceARN("arn:aws:x")))),
        refusal(
            "descriptions of nothing",
            ValidationException.class,
            "service namespace",
            r -> r.ask(() -> r.scaling.describeScalableTargets(d -> {}))),
        refusal(
            "pages that are too large",
            ValidationException.class,
            "MaxResults",
            r ->
                r.ask(
                    () ->
                        r.scaling.describeScalableTargets(
                            d -> d.serviceNamespace("ecs").maxResults(51)))),
        refusal(
            "a token that is none",
            InvalidNextTokenException.class,
            "token",
            r ->
                r.ask(
                    () ->
                        r.scaling.describeScalableTargets(
                            d -> d.serviceNamespace("ecs").nextToken("x")))));
  }

  private static Arguments refusal(
      String name, Class<?> type, String words, Consumer<TestScaling> attempt) {
    return Arguments.of(name, type, words, attempt);
  }

  private static Consumer<TestScaling> afterwards(Consumer<TestScaling> attempt) {
    return region -> {
      region.between(2, 10);
      attempt.accept(region);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refused_in_aws_words(
      String name,
      Class<? extends AwsServiceException> type,
      String words,
      Consumer<TestScaling> attempt) {
    assertThatThrownBy(() -> attempt.accept(region))
        .as(name)
        .isInstanceOf(type)
        .hasMessageContaining(words);
    assertThat(region.ecs.given).isEmpty();
  }

  @Test
  void what_was_refused_has_left_nothing() {
    region.between(2, 10);
    assertThatThrownBy(() -> region.tracks("cpu", CPU, c -> c.scaleInCooldown(-1)));
    assertThatThrownBy(() -> region.between(11, 10));

    assertThat(region.alarms()).isEmpty();
    assertThat(region.target().minCapacity()).isEqualTo(2);
  }

  @Test
  void there_is_an_end_to_policies_and_schedules() {
    region.between(2, 10);
    for (int i = 0; i < 50; i++) {
      var name = "p" + i;
      region.policy(
          name,
          r ->
              r.stepScalingPolicyConfiguration(
                  c ->
                      c.adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                          .stepAdjustments(step(0.0, null, 1))));
    }
    assertThatThrownBy(region::tracksCpu).isInstanceOf(LimitExceededException.class);

    for (int i = 0; i < 200; i++) {
      schedule("s" + i, "rate(1 day)");
    }
    assertThatThrownBy(() -> schedule("more", "rate(1 day)"))
        .isInstanceOf(LimitExceededException.class);
  }

  // ---- pages and tags

  @Test
  void descriptions_come_in_pages_and_by_name() {
    region.between(2, 10);
    for (var name : new String[] {"a", "b", "c"}) {
      schedule(name, "rate(1 day)");
    }
    var names =
        region
            .ask(
                () ->
                    region.scaling.describeScheduledActionsPaginator(
                        r -> r.serviceNamespace("ecs").maxResults(2)))
            .stream()
            .flatMap(page -> page.scheduledActions().stream())
            .map(action -> action.scheduledActionName())
            .toList();

    assertThat(names).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(
            region
                .ask(
                    () ->
                        region.scaling.describeScheduledActions(
                            r -> r.serviceNamespace("ecs").scheduledActionNames("b")))
                .scheduledActions())
        .singleElement()
        .matches(action -> action.schedule().equals("rate(1 day)"));
  }

  @Test
  void tags_are_kept_with_the_target() {
    region.register(r -> r.minCapacity(2).maxCapacity(10).tags(Map.of("a", "1")));
    var arn = region.target().scalableTargetARN();
    region.ask(() -> region.scaling.tagResource(r -> r.resourceARN(arn).tags(Map.of("b", "2"))));
    region.ask(() -> region.scaling.untagResource(r -> r.resourceARN(arn).tagKeys("a")));

    assertThat(region.ask(() -> region.scaling.listTagsForResource(r -> r.resourceARN(arn))).tags())
        .containsExactly(Map.entry("b", "2"));
  }
}
