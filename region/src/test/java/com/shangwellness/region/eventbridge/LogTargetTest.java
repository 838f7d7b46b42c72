package com.shangwellness.region.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

class LogTargetTest {

  private static final String GROUP = "/aws/events/deployments";
  private static final String ARN = "arn:aws:logs:ap-south-1:123456789012:log-group:" + GROUP;

  @TempDir Path folder;

  private final Stage stage = new Stage();
  private CloudWatchLogs logs;
  private LogTarget target;

  @BeforeEach
  void begin() {
    logs =
        new CloudWatchLogs(
            stage.place,
            stage.timeline,
            stage.store,
            folder,
            (namespace, data) -> {},
            Runnable::run);
    target = new LogTarget(logs, stage.timeline);
    stage.ask(() -> logs.createLogGroup(r -> r.logGroupName(GROUP)));
  }

  private void invoked(String event, String input) {
    stage.ask(
        () -> {
          target.invoke("arn:rule", ARN, event, input);
          return event;
        });
  }

  private List<FilteredLogEvent> written() {
    return stage.ask(() -> logs.filterLogEvents(r -> r.logGroupName(GROUP))).events();
  }

  @Test
  void each_event_is_one_of_a_stream_of_its_own_at_the_regions_time() {
    invoked("e-1", "{\"detail\":{\"x\":1}}");
    stage.passes(java.time.Duration.ofSeconds(5));
    invoked("e-2", "{\"detail\":{\"x\":2}}");

    assertThat(written())
        .extracting(FilteredLogEvent::message)
        .containsExactly("{\"detail\":{\"x\":1}}", "{\"detail\":{\"x\":2}}");
    assertThat(written()).extracting(FilteredLogEvent::logStreamName).containsExactly("e-1", "e-2");
    assertThat(written().get(1).timestamp() - written().get(0).timestamp()).isEqualTo(5000);
  }

  @Test
  void the_same_event_by_another_rule_goes_into_the_same_stream() {
    invoked("e-1", "{\"by\":1}");
    invoked("e-1", "{\"by\":2}");

    assertThat(written()).extracting(FilteredLogEvent::logStreamName).containsOnly("e-1");
    assertThat(written()).hasSize(2);
  }

  @Test
  void of_a_transformers_timestamp_and_message_only_the_message_is_written() {
    invoked("e-1", "{\"timestamp\": 1767225600000, \"message\": \"web is steady\"}");
    invoked("e-2", "{\"timestamp\": 1, \"message\": \"m\", \"more\": 1}");
    invoked("e-3", "plain words");
    invoked("e-4", "{\"timestamp\": 1, \"message\": {\"a\": 1}}");

    assertThat(written())
        .extracting(FilteredLogEvent::message)
        .containsExactly(
            "web is steady",
            "{\"timestamp\": 1, \"message\": \"m\", \"more\": 1}",
            "plain words",
            "{\"timestamp\": 1, \"message\": {\"a\": 1}}");
  }

  @Test
  void a_stream_whose_name_only_begins_alike_is_another_one() {
    invoked("e-12", "{}");
    invoked("e-1", "{}");

    assertThat(written())
        .extracting(FilteredLogEvent::logStreamName)
        .containsExactlyInAnyOrder("e-12", "e-1");
  }

  @Test
  void a_group_that_is_gone_is_refused_in_logss_words() {
    assertThat(
            stage.refused(
                () -> {
                  target.invoke("arn:rule", ARN + "-gone", "e-1", "{}");
                  return "";
                }))
        .startsWith("ResourceNotFoundException: The specified log group does not exist");
  }
}
