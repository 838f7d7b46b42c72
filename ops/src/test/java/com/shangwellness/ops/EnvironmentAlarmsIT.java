package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each alarm of production and of staging, as its template has it, fired once on CloudWatch of the
 * region and on virtual time: it is well, rings after as many periods as it says and not before,
 * tells whom it says, and is well again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentAlarmsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What makes an alarm ring that is computed of several metrics, and what makes it well, by its
   * threshold.
   */
  private static final Map<String, DoubleFunction<List<Map<String, Double>>>> COMPUTED =
      Map.of(
          "site-5xx",
          percent ->
              List.of(
                  Map.of(
                      "RequestCount", 100.0,
                      "HTTPCode_Target_5XX_Count", percent,
                      "HTTPCode_ELB_5XX_Count", 0.0),
                  Map.of("RequestCount", 101.0, "HTTPCode_Target_5XX_Count", percent)),
          "site-down",
          hosts -> List.of(Map.of("HealthyHostCount", 0.0), Map.of("HealthyHostCount", 1.0)),
          "tasks-missing",
          missing ->
              List.of(
                  Map.of("DesiredTaskCount", 3.0, "RunningTaskCount", 2.0),
                  Map.of("DesiredTaskCount", 2.0, "RunningTaskCount", 2.0)),
          "quiet-release-failed",
          failures ->
              List.of(
                  Map.of("ExecutionsFailed", 1.0, "FailedInvocations", 0.0),
                  Map.of("ExecutionsFailed", 0.0, "FailedInvocations", 0.0)));

  /** What one environment's templates have. */
  private record Watch(String environment, List<TemplateAlarm> alarms, List<JsonNode> composites) {
    String prefix() {
      return "shangwellness-" + environment + "-";
    }

    @Override
    public String toString() {
      return environment;
    }
  }

  private final List<Watch> watches = new ArrayList<>();

  @BeforeAll
  void theTemplatesAreWritten() throws IOException {
    Shang.isBuilt();
    for (var environment : List.of("prod", "staging")) {
      var watch = new Watch(environment, new ArrayList<>(), new ArrayList<>());
      read(environment, watch);
      watches.add(watch);
    }
    assertThat(
            watches.stream()
                .flatMap(
                    watch ->
                        watch.alarms().stream()
                            .map(alarm -> alarm.name().replace(watch.prefix(), ""))))
        .containsAll(COMPUTED.keySet());
  }

  private static void read(String environment, Watch watch) throws IOException {
    var folder = Shang.PROJECT.resolve("ops/target/alarms-it/" + environment);
    var said =
        Shang.process(
            List.of(
                Shang.PROJECT.resolve("shang").toString(),
                "synth",
                "--environment",
                "environments/" + environment + ".yaml",
                "--out",
                folder.toString()));
    assertThat(said.exitCode()).as(said.all()).isZero();
    try (var files = Files.list(folder)) {
      for (var file :
          files.filter(f -> f.toString().endsWith(".template.json")).sorted().toList()) {
        read(file, watch);
      }
    }
    assertThat(watch.alarms()).hasSizeGreaterThan(20);
    assertThat(watch.composites()).hasSize(1);
  }

  private static void read(Path template, Watch watch) throws IOException {
    for (var resource : JSON.readTree(template.toFile()).path("Resources").properties()) {
      var properties = resource.getValue().path("Properties");
      switch (resource.getValue().path("Type").asText()) {
        case "AWS::CloudWatch::Alarm" ->
            watch.alarms().add(alarm(watch.prefix(), resource.getKey(), properties));
        case "AWS::CloudWatch::CompositeAlarm" -> watch.composites().add(properties);
        default -> {}
      }
    }
  }

  private static TemplateAlarm alarm(String prefix, String logicalId, JsonNode properties) {
    var alarm = TemplateAlarm.read(logicalId, properties);
    if (!alarm.isComputed()) {
      return alarm;
    }
    var name = alarm.name().replace(prefix, "");
    assertThat(COMPUTED)
        .as("a new alarm on several metrics needs a line in this table: what makes it ring")
        .containsKey(name);
    var causes = COMPUTED.get(name).apply(alarm.request().threshold());
    return alarm.caused(causes.getFirst(), causes.getLast());
  }

  Stream<TemplateAlarm> alarms() {
    return watches.stream().flatMap(watch -> watch.alarms().stream());
  }

  List<Watch> watches() {
    return watches;
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void it_rings_after_as_many_periods_as_it_says_tells_whom_it_says_and_is_well_again(
      TemplateAlarm alarm) {
    var region = new AlarmStage(List.of(alarm));
    int periods = alarm.request().evaluationPeriods();
    int breaching = alarm.request().datapointsToAlarm();

    region.lasts(periods + 1, alarm, Set.of());
    assertThat(region.state(alarm.name())).isEqualTo("OK");
    region.told().clear();

    region.lasts(breaching - 1, alarm, Set.of(alarm.name()));
    assertThat(region.state(alarm.name())).as("one period is missing").isEqualTo("OK");
    assertThat(region.told()).isEmpty();

    region.lasts(1, alarm, Set.of(alarm.name()));
    assertThat(region.state(alarm.name())).isEqualTo("ALARM");
    assertThat(region.told()).isEqualTo(each(alarm.request().alarmActions(), alarm, "ALARM"));
    region.told().clear();

    region.lasts(periods, alarm, Set.of());
    assertThat(region.state(alarm.name())).isEqualTo("OK");
    assertThat(region.told()).isEqualTo(each(alarm.request().okActions(), alarm, "OK"));
  }

  private static List<String> each(List<String> actions, TemplateAlarm alarm, String state) {
    return actions.stream().map(arn -> arn + ": " + alarm.name() + " is " + state).toList();
  }

  @ParameterizedTest
  @MethodSource("watches")
  void the_emergency_rings_when_any_of_its_alarms_does_and_only_then(Watch watch) {
    var emergency = TemplateAlarm.resolved(watch.composites().getFirst());
    var rule = emergency.path("AlarmRule").asText();
    var watched = watch.alarms().stream().filter(a -> rule.contains(a.arn() + "\"")).toList();
    assertThat(watched).hasSizeGreaterThan(2);

    for (var ringing : watched) {
      var region = new AlarmStage(watched);
      region.composite(emergency);
      var name = emergency.path("AlarmName").asText();
      region.lasts(12, ringing, Set.of());
      assertThat(region.state(name)).isEqualTo("OK");
      region.told().clear();

      region.lasts(12, ringing, Set.of(ringing.name()));
      assertThat(region.state(name)).as("%s rings", ringing.name()).isEqualTo("ALARM");
      assertThat(region.told())
          .contains(emergency.path("AlarmActions").path(0).asText() + ": " + name + " is ALARM");
    }
  }
}
