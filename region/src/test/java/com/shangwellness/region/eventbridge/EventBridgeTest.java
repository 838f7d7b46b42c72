package com.shangwellness.region.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;

class EventBridgeTest {

  private static final String TOPIC = "arn:aws:sns:ap-south-1:123456789012:people";
  private static final String PATTERN = "{\"source\":[\"aws.ecs\"],\"detail\":{\"x\":[1]}}";

  @TempDir Path folder;

  private Stage stage;
  private EventBridge events;
  private final List<String> received = new ArrayList<>();
  private final List<Instant> tries = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private int failure;

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
  }

  private void open(Instant now) {
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    events =
        new EventBridge(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            Map.of("sns", this::receive),
            (namespace, data) -> counted.add(data.getFirst().metricName()));
  }

  private void receive(String rule, String arn, String event, String input) {
    tries.add(stage.timeline.now());
    if (failure > 0) {
      throw AwsErrors.of("Failure", failure, "not now");
    }
    received.add(input);
  }

  private void rule(Target.Builder target) {
    stage.ask(() -> events.putRule(r -> r.name("r").eventPattern(PATTERN)));
    put(target);
  }

  private void put(Target.Builder target) {
    stage.ask(() -> events.putTargets(r -> r.rule("r").targets(target.id("t").arn(TOPIC).build())));
  }

  private void happens(String detail) {
    stage.ask(
        () -> {
          events.emit("aws.ecs", "ECS Task State Change", List.of("arn:task"), detail);
          return "told";
        });
    stage.passes(Duration.ZERO);
  }

  @Test
  void targets_get_the_events_that_match_in_awss_envelope() {
    rule(Target.builder());
    happens("{\"x\":1}");
    happens("{\"x\":2}");
    assertThat(received)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event)
                    .matches(
                        "\\{\"version\":\"0\",\"id\":\"[0-9a-f-]{36}\",\"detail-type\":\"ECS Task"
                            + " State Change\",\"source\":\"aws.ecs\",\"account\":\"123456789012\","
                            + "\"time\":\"2026-01-01T00:00:00Z\",\"region\":\"ap-south-1\","
                            + "\"resources\":\\[\"arn:task\"],\"detail\":\\{\"x\":1}}"));
  }

  @Test
  void a_disabled_rule_is_silent() {
    rule(Target.builder());
    stage.ask(() -> events.disableRule(r -> r.name("r")));
    happens("{\"x\":1}");
    assertThat(received).isEmpty();
    stage.ask(() -> events.enableRule(r -> r.name("r")));
    happens("{\"x\":1}");
    assertThat(received).hasSize(1);
  }

  @Test
  void an_action_that_fails_tells_nobody() {
    rule(Target.builder());
    assertThat(
            stage.refused(
                () -> {
                  events.emit("aws.ecs", "t", List.of(), "{\"x\":1}");
                  throw AwsErrors.of("Undone", 400, "undone");
                }))
        .startsWith("Undone");
    stage.passes(Duration.ofMinutes(1));
    assertThat(received).isEmpty();
  }

  @ParameterizedTest(name = "{0} gives {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          "Task <task> is <n>, <gone>."        ~ -                          ~ "Task a-b is 1, ."
          "all: <state>"                       ~ -                          ~ "all: {s:[1]}"
          {"task": <task>, "all": <state>}     ~ -                          ~ {"task": "a-b", "all": {"s":[1]}}
          {"text": "it is <task>", "n": <n>}   ~ -                          ~ {"text": "it is a-b", "n": 1}
          "<aws.events.rule-name>: \\"<n>\\""   ~ -                          ~ "r: \\"1\\""
          -                                    ~ $.detail.state             ~ {"s":[1]}
          -                                    ~ $.resources[0]             ~ "arn:task"
          """)
  void a_target_gets_what_its_template_or_path_makes_of_the_event(
      String template, String path, String expected) {
    var target = Target.builder();
    if (template.equals("-")) {
      target.inputPath(path);
    } else {
      target.inputTransformer(
          InputTransformer.builder()
              .inputTemplate(template)
              .inputPathsMap(
                  Map.of(
                      "task",
                      "$.detail.task",
                      "state",
                      "$.detail.state",
                      "gone",
                      "$.detail.gone",
                      "n",
                      "$.detail.x"))
              .build());
    }
    rule(target);
    happens("{\"x\":1,\"task\":\"a-b\",\"state\":{\"s\":[1]}}");
    assertThat(received).containsExactly(expected);
  }

  @Test
  void a_constant_is_sent_as_it_stands() {
    rule(Target.builder().input("{\"a\": 1}"));
    happens("{\"x\":1}");
    assertThat(received).containsExactly("{\"a\": 1}");
  }

  @Test
  void what_may_pass_is_tried_again_with_growing_waits() {
    rule(Target.builder());
    failure = 503;
    happens("{\"x\":1}");
    stage.passes(Duration.ofSeconds(10));
    failure = 0;
    stage.passes(Duration.ofMinutes(1));
    var start = tries.getFirst();
    assertThat(tries)
        .extracting(t -> Duration.between(start, t).toSeconds())
        .containsExactly(0L, 1L, 3L, 7L, 15L);
    assertThat(received).hasSize(1);
    assertThat(counted).doesNotContain("FailedInvocations");
  }

  @Test
  void what_cannot_pass_fails_at_once_and_is_counted() {
    rule(Target.builder());
    failure = 404;
    happens("{\"x\":1}");
    stage.passes(Duration.ofHours(1));
    assertThat(tries).hasSize(1);
    assertThat(counted).contains("MatchedEvents", "Invocations", "FailedInvocations");
  }

  @Test
  void a_retry_policy_sets_how_often() {
    rule(Target.builder().retryPolicy(RetryPolicy.builder().maximumRetryAttempts(2).build()));
    failure = 500;
    happens("{\"x\":1}");
    stage.passes(Duration.ofDays(2));
    assertThat(tries).hasSize(3);
    assertThat(counted).contains("FailedInvocations");
  }

  @Test
  void what_has_not_arrived_when_the_region_stops_goes_on() {
    rule(Target.builder());
    failure = 503;
    happens("{\"x\":1}");
    stage.store.close();
    failure = 0;
    open(stage.timeline.now());
    stage.passes(Duration.ofSeconds(1));
    assertThat(received).hasSize(1);
    stage.passes(Duration.ofHours(1));
    assertThat(received).hasSize(1);
  }

  @Test
  void a_schedule_runs_on_region_time_and_over_a_restart() {
    stage.ask(() -> events.putRule(r -> r.name("r").scheduleExpression("rate(5 minutes)")));
    put(Target.builder());
    stage.passes(Duration.ofMinutes(11));
    assertThat(tries)
        .containsExactly(
            Instant.parse("2026-01-01T00:05:00Z"), Instant.parse("2026-01-01T00:10:00Z"));
    assertThat(received.getFirst())
        .contains("\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\"");
    stage.store.close();
    open(stage.timeline.now());
    stage.passes(Duration.ofMinutes(5));
    assertThat(tries).last().isEqualTo(Instant.parse("2026-01-01T00:15:00Z"));
    stage.ask(() -> events.disableRule(r -> r.name("r")));
    stage.passes(Duration.ofHours(1));
    assertThat(tries).hasSize(3);
  }

  @Test
  void of_the_entries_that_are_put_each_is_taken_or_refused() {
    stage.ask(() -> events.putRule(r -> r.name("r").eventPattern("{\"source\":[\"shop\"]}")));
    put(Target.builder());
    var answer =
        stage.ask(
            () ->
                events.putEvents(
                    r ->
                        r.entries(
                            entry("shop", "{}"),
                            entry("aws.ecs", "{}"),
                            entry("shop", "{"),
                            entry("shop", "[]"),
                            entry(null, "{}"))));
    assertThat(answer.failedEntryCount()).isEqualTo(4);
    assertThat(answer.entries())
        .extracting(e -> String.valueOf(e.errorCode()))
        .containsExactly(
            "null",
            "NotAuthorizedForSourceException",
            "MalformedDetail",
            "MalformedDetail",
            "InvalidArgument");
    stage.passes(Duration.ZERO);
    assertThat(received).hasSize(1);
  }

  private static PutEventsRequestEntry entry(String source, String detail) {
    return PutEventsRequestEntry.builder().source(source).detailType("type").detail(detail).build();
  }

  @Test
  void bad_input_is_refused_with_awss_codes_and_nothing_is_kept() {
    assertThat(stage.refused(() -> events.putRule(r -> r.name("r").eventPattern("{\"a\":1}"))))
        .isEqualTo(
            "InvalidEventPatternException: Event pattern is not valid. Reason: \"a\" must be an"
                + " object or an array");
    assertThat(stage.refused(() -> events.putRule(r -> r.name("r").scheduleExpression("daily"))))
        .startsWith("ValidationException: Parameter ScheduleExpression is not valid.");
    assertThat(stage.refused(() -> events.putRule(r -> r.name("r"))))
        .isEqualTo(
            "ValidationException: Parameter(s) EventPattern or ScheduleExpression must be"
                + " specified.");
    assertThat(
            stage.refused(
                () ->
                    events.putRule(r -> r.name("r").eventPattern("{\"a\":[1]}").eventBusName("b"))))
        .isEqualTo("ResourceNotFoundException: Event bus b does not exist.");
    assertThat(stage.ask(() -> events.listRules(r -> {})).rules()).isEmpty();

    rule(Target.builder());
    assertThat(target("arn:aws:lambda:ap-south-1:123456789012:function:f"))
        .startsWith("ValidationException: Parameter arn:aws:lambda")
        .contains("this region invokes targets of [sns] only");
    assertThat(target("nowhere")).contains("Provided Arn is not in correct format.");
    assertThat(
            stage.refused(
                () ->
                    events.putTargets(
                        r ->
                            r.rule("r")
                                .targets(
                                    Target.builder()
                                        .id("q")
                                        .arn(TOPIC)
                                        .deadLetterConfig(
                                            DeadLetterConfig.builder().arn("q").build())
                                        .build()))))
        .startsWith("ValidationException");
    assertThat(stage.refused(() -> events.deleteRule(r -> r.name("r"))))
        .isEqualTo("ValidationException: Rule can't be deleted since it has targets.");
    assertThat(stage.ask(() -> events.listTargetsByRule(r -> r.rule("r"))).targets()).hasSize(1);
  }

  private String target(String arn) {
    return stage.refused(
        () ->
            events.putTargets(r -> r.rule("r").targets(Target.builder().id("u").arn(arn).build())));
  }

  @Test
  void rules_are_described_and_deleted() {
    rule(Target.builder());
    assertThat(stage.ask(() -> events.describeRule(r -> r.name("r"))).eventPattern())
        .isEqualTo(PATTERN);
    assertThat(stage.ask(() -> events.listRuleNamesByTarget(r -> r.targetArn(TOPIC))).ruleNames())
        .containsExactly("r");
    assertThat(
            stage.ask(() -> events.removeTargets(r -> r.rule("r").ids("t", "x"))).failedEntries())
        .singleElement()
        .satisfies(e -> assertThat(e.targetId()).isEqualTo("x"));
    stage.ask(() -> events.deleteRule(r -> r.name("r")));
    assertThat(stage.refused(() -> events.describeRule(r -> r.name("r"))))
        .isEqualTo("ResourceNotFoundException: Rule r does not exist on EventBus default.");
  }
}
