package com.shangwellness.region.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionResponse;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

class SchedulerTest {

  private static final String TOPIC = "arn:aws:sns:ap-south-1:123456789012:people";
  private static final String START =
      "arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution";
  private static final String ROLE = "arn:aws:iam::123456789012:role/scheduler";

  @TempDir Path folder;
  private Stage stage;
  private Scheduler scheduler;
  private int lives;
  private int failure;
  private final List<String> published = new ArrayList<>();
  private final List<Instant> tries = new ArrayList<>();
  private final List<String> started = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @AfterEach
  void end() {
    stage.store.close();
  }

  private void open(Instant now) {
    lives++;
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    var iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
    var sts = new Sts(stage.place, iam, new Sessions(stage.timeline, stage.store, stage.ids));
    scheduler =
        new Scheduler(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new Random(1),
            new Scheduler.Neighbours(new Topics(), new Pipelines(), sts),
            (namespace, data) ->
                counted.add(
                    data.getFirst().metricName()
                        + " "
                        + data.getFirst().dimensions().getFirst().value()));
    if (lives == 1) {
      stage.role(iam, "scheduler", "scheduler.amazonaws.com");
      stage.role(iam, "other", "ec2.amazonaws.com");
    }
  }

  private final class Topics implements SnsClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public PublishResponse publish(PublishRequest request) {
      tries.add(stage.timeline.now());
      if (failure > 0) {
        throw AwsErrors.of("Failure", failure, "not now");
      }
      published.add(request.message());
      return PublishResponse.builder().build();
    }
  }

  private final class Pipelines implements CodePipelineClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public StartPipelineExecutionResponse startPipelineExecution(
        StartPipelineExecutionRequest request) {
      started.add(
          request.name()
              + " "
              + request.variables().stream().map(v -> v.name() + "=" + v.value()).toList()
              + " by "
              + Caller.current().orElseThrow().principal().replaceAll("/[^/]*$", ""));
      return StartPipelineExecutionResponse.builder().build();
    }
  }

  private void schedule(UnaryOperator<CreateScheduleRequest.Builder> change) {
    stage.ask(() -> scheduler.createSchedule(change.apply(reminder()).build()));
  }

  private static CreateScheduleRequest.Builder reminder() {
    return CreateScheduleRequest.builder()
        .name("review")
        .scheduleExpression("cron(30 9 ? * MON#1 *)")
        .flexibleTimeWindow(w -> w.mode("OFF"))
        .target(target(TOPIC).input("Look at it.").build());
  }

  private static Target.Builder target(String arn) {
    return Target.builder().arn(arn).roleArn(ROLE);
  }

  @Test
  void people_are_reminded_on_the_first_monday_by_the_clocks_of_their_zone() {
    schedule(s -> s.scheduleExpressionTimezone("Asia/Kolkata"));
    stage.passes(Duration.ofDays(40));
    assertThat(tries)
        .containsExactly(
            Instant.parse("2026-01-05T04:00:00Z"), Instant.parse("2026-02-02T04:00:00Z"));
    assertThat(published).containsExactly("Look at it.", "Look at it.");
    assertThat(counted).containsOnly("InvocationAttemptCount default");
  }

  @Test
  void the_monthly_rebuild_starts_the_pipeline_for_its_role() {
    schedule(
        s ->
            s.scheduleExpression("cron(0 4 2 * ? *)")
                .target(
                    target(START)
                        .input(
                            "{\"Name\":\"shop\",\"Variables\":[{\"Name\":\"why\",\"Value\":\"<aws.scheduler.schedule-arn>\"}]}")
                        .build()));
    stage.passes(Duration.ofDays(3));
    assertThat(started)
        .containsExactly(
            "shop [why=arn:aws:scheduler:ap-south-1:123456789012:schedule/default/review] by"
                + " arn:aws:sts::123456789012:assumed-role/scheduler");
  }

  @Test
  void a_pipeline_is_a_templated_target_too() {
    schedule(
        s ->
            s.scheduleExpression("rate(1 hours)")
                .target(target("arn:aws:codepipeline:ap-south-1:123456789012:shop").build()));
    stage.passes(Duration.ofMinutes(1));
    assertThat(started).singleElement().satisfies(one -> assertThat(one).startsWith("shop [] by"));
  }

  @Test
  void a_rate_begins_at_once_or_at_its_start_and_ends_before_its_end() {
    schedule(s -> s.scheduleExpression("rate(10 minutes)"));
    schedule(
        s ->
            s.name("later")
                .scheduleExpression("rate(10 minutes)")
                .startDate(Instant.parse("2026-01-01T00:05:00Z"))
                .endDate(Instant.parse("2026-01-01T00:25:00Z")));
    stage.passes(Duration.ofMinutes(30));
    assertThat(tries)
        .extracting(time -> time.toString().substring(14, 16))
        .containsExactly("00", "05", "10", "15", "20", "30");
  }

  @Test
  void a_time_comes_once_and_its_schedule_goes_when_it_should() {
    schedule(
        s ->
            s.scheduleExpression("at(2026-01-01T12:00:00)")
                .scheduleExpressionTimezone("Asia/Kolkata")
                .actionAfterCompletion("DELETE"));
    schedule(s -> s.name("stays").scheduleExpression("at(2026-01-01T12:00:00)"));
    stage.passes(Duration.ofDays(2));
    assertThat(tries)
        .containsExactly(
            Instant.parse("2026-01-01T06:30:00Z"), Instant.parse("2026-01-01T12:00:00Z"));
    assertThat(stage.ask(() -> scheduler.listSchedules(r -> {})).schedules())
        .extracting(ScheduleSummary::name)
        .containsExactly("stays");
  }

  @Test
  void a_time_that_is_past_never_comes() {
    schedule(s -> s.scheduleExpression("at(2025-12-24T18:00:00)"));
    stage.passes(Duration.ofDays(400));
    assertThat(tries).isEmpty();
  }

  @Test
  void in_a_flexible_window_it_runs_once_each_time_and_within_it() {
    schedule(
        s ->
            s.scheduleExpression("rate(1 hours)")
                .flexibleTimeWindow(w -> w.mode("FLEXIBLE").maximumWindowInMinutes(30)));
    stage.passes(Duration.ofHours(10).minusSeconds(1));
    assertThat(tries).hasSize(10);
    assertThat(tries)
        .extracting(time -> time.toString().substring(14, 16))
        .allMatch(minute -> minute.compareTo("30") < 0);
    assertThat(tries).extracting(time -> time.toString().substring(14)).hasSizeGreaterThan(1);
  }

  @Test
  void a_schedule_that_is_switched_off_is_silent_and_counts_anew_when_it_is_on() {
    schedule(s -> s.scheduleExpression("rate(1 hours)").state("DISABLED"));
    stage.passes(Duration.ofMinutes(90));
    assertThat(tries).isEmpty();
    stage.ask(
        () ->
            scheduler.updateSchedule(
                r ->
                    r.name("review")
                        .scheduleExpression("rate(1 hours)")
                        .flexibleTimeWindow(w -> w.mode("OFF"))
                        .target(target(TOPIC).input("on").build())));
    stage.passes(Duration.ofMinutes(60));
    assertThat(tries).containsExactly(Instant.parse("2026-01-01T02:00:00Z"));
    assertThat(stage.ask(() -> scheduler.getSchedule(r -> r.name("review"))).creationDate())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void what_may_pass_is_tried_again_and_what_cannot_is_dropped_and_counted() {
    schedule(s -> s.scheduleExpression("at(2026-01-01T00:01:00)"));
    failure = 503;
    stage.passes(Duration.ofSeconds(65));
    failure = 0;
    stage.passes(Duration.ofHours(1));
    assertThat(tries)
        .extracting(time -> Duration.between(tries.getFirst(), time).toSeconds())
        .containsExactly(0L, 1L, 3L, 7L);
    assertThat(published).hasSize(1);
    counted.clear();

    failure = 404;
    schedule(s -> s.name("again").scheduleExpression("at(2026-01-01T03:00:00)"));
    stage.passes(Duration.ofHours(3));
    assertThat(tries).hasSize(5);
    assertThat(counted)
        .containsExactly(
            "InvocationAttemptCount default",
            "TargetErrorCount default",
            "InvocationDroppedCount default");
  }

  @Test
  void a_retry_policy_sets_how_often() {
    schedule(
        s ->
            s.scheduleExpression("at(2026-01-01T00:01:00)")
                .target(target(TOPIC).retryPolicy(p -> p.maximumRetryAttempts(2)).build()));
    failure = 500;
    stage.passes(Duration.ofDays(2));
    assertThat(tries).hasSize(3);
  }

  @Test
  void a_target_that_is_given_nothing_gets_an_event() {
    schedule(s -> s.scheduleExpression("at(2026-01-01T00:01:00)").target(target(TOPIC).build()));
    stage.passes(Duration.ofMinutes(2));
    assertThat(published.getFirst())
        .contains("\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\"")
        .contains("\"time\":\"2026-01-01T00:01:00Z\"")
        .contains(
            "\"resources\":[\"arn:aws:scheduler:ap-south-1:123456789012:schedule/default/review\"]");
  }

  @Test
  void schedules_and_what_is_on_its_way_outlive_the_region() {
    schedule(s -> s.scheduleExpression("rate(1 hours)"));
    failure = 503;
    stage.passes(Duration.ofMillis(500));
    assertThat(tries).hasSize(1);
    stage.store.close();
    failure = 0;
    open(stage.timeline.now());
    stage.passes(Duration.ofMinutes(61));
    assertThat(published).hasSize(2);
  }

  @Test
  void a_group_takes_its_schedules_with_it() {
    stage.ask(() -> scheduler.createScheduleGroup(r -> r.name("shop")));
    schedule(s -> s.groupName("shop").scheduleExpression("rate(1 hours)"));
    schedule(s -> s.scheduleExpression("rate(1 hours)"));
    stage.passes(Duration.ofMinutes(1));
    assertThat(counted)
        .containsExactlyInAnyOrder("InvocationAttemptCount shop", "InvocationAttemptCount default");
    stage.ask(() -> scheduler.deleteScheduleGroup(r -> r.name("shop")));
    stage.passes(Duration.ofHours(1));
    assertThat(tries).hasSize(3);
    assertThat(stage.ask(() -> scheduler.listScheduleGroups(r -> {})).scheduleGroups()).hasSize(1);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daily                      | UTC    | ValidationException: Invalid Schedule Expression daily.
          rate(0 minutes)            | UTC    | ValidationException: Invalid Schedule Expression rate(0 minutes).
          cron(0 4 * * *)            | UTC    | ValidationException: Invalid Schedule Expression cron(0 4 * * *): a cron expression has six fields.
          at(tomorrow)               | UTC    | ValidationException: Invalid Schedule Expression at(tomorrow)
          rate(1 hours)              | Bombay | ValidationException: Invalid Schedule Expression Timezone Bombay.
          """)
  void times_that_are_none(String expression, String zone, String refusal) {
    assertThat(refused(s -> s.scheduleExpression(expression).scheduleExpressionTimezone(zone)))
        .startsWith(refusal);
  }

  private String refused(UnaryOperator<CreateScheduleRequest.Builder> change) {
    return stage.refused(() -> scheduler.createSchedule(change.apply(reminder()).build()));
  }

  @Test
  void what_cannot_be_scheduled_here_is_refused() {
    assertThat(refused(s -> s.target(target("arn:aws:lambda:ap-south-1:1:function:f").build())))
        .startsWith("ValidationException: Provided Arn is not supported: this region's schedules");
    assertThat(
            refused(s -> s.target(target("arn:aws:scheduler:::aws-sdk:ec2:stopInstances").build())))
        .contains("[codepipeline:startPipelineExecution, sns:publish]");
    assertThat(refused(s -> s.target(target(START).input("{}").build())))
        .isEqualTo("ValidationException: Invalid RequestJson provided. Reason: Name is required.");
    assertThat(refused(s -> s.target(target(START).input("{\"Nmae\": \"web\"}").build())))
        .isEqualTo(
            "ValidationException: Invalid RequestJson provided. Reason: [Nmae] are not supported.");
    assertThat(
            refused(
                s ->
                    s.target(
                        target(TOPIC)
                            .deadLetterConfig(d -> d.arn("arn:aws:sqs:ap-south-1:1:q"))
                            .build())))
        .contains("DeadLetterConfig is not valid");
    assertThat(
            refused(
                s ->
                    s.target(
                        target(TOPIC).roleArn("arn:aws:iam::123456789012:role/other").build())))
        .isEqualTo(
            "ValidationException: The execution role you provide must allow AWS EventBridge"
                + " Scheduler to assume the role.");
    assertThat(refused(s -> s.flexibleTimeWindow(w -> w.mode("FLEXIBLE"))))
        .contains("MaximumWindowInMinutes must be given");
    assertThat(refused(s -> s.groupName("nowhere")))
        .isEqualTo("ResourceNotFoundException: Schedule group nowhere does not exist.");
    assertThat(stage.ask(() -> scheduler.listSchedules(r -> {})).schedules()).isEmpty();
  }

  @Test
  void what_is_there_already_or_not_there_is_told() {
    schedule(s -> s.clientToken("once"));
    schedule(s -> s.clientToken("once"));
    assertThat(refused(s -> s.clientToken("twice")))
        .isEqualTo("ConflictException: Schedule review already exists.");
    assertThat(stage.refused(() -> scheduler.getSchedule(r -> r.name("x"))))
        .isEqualTo("ResourceNotFoundException: Schedule x does not exist.");
    assertThat(stage.refused(() -> scheduler.createScheduleGroup(r -> r.name("default"))))
        .startsWith("ConflictException");
    assertThat(stage.refused(() -> scheduler.deleteScheduleGroup(r -> r.name("default"))))
        .startsWith("ValidationException");
  }
}
