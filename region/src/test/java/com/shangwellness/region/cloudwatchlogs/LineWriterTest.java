package com.shangwellness.region.cloudwatchlogs;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;

class LineWriterTest {

  private static final int MOST_BYTES = 1 << 20;

  private final List<List<String>> batches = new ArrayList<>();
  private final LineWriter writer = new LineWriter(new Stage().timeline, new Kept());

  private final class Kept implements CloudWatchLogsClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
      batches.add(request.logEvents().stream().map(InputLogEvent::message).toList());
      return PutLogEventsResponse.builder().build();
    }
  }

  @Test
  void lines_become_events_and_an_empty_one_a_blank() {
    writer.write("group", "stream", List.of("one", "", "three"));

    assertThat(batches).containsExactly(List.of("one", " ", "three"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "€", "🍵"})
  void nothing_of_a_line_is_lost_that_is_longer_than_any_event(String character) {
    var line = character.repeat(2 * MOST_BYTES);
    writer.write("group", "stream", List.of("before", line, "after"));

    var all = batches.stream().flatMap(List::stream).toList();
    assertThat(String.join("", all)).isEqualTo("before" + line + "after");
    assertThat(batches)
        .allSatisfy(
            batch ->
                assertThat(batch.stream().mapToInt(LineWriterTest::size).sum())
                    .isLessThanOrEqualTo(MOST_BYTES));
    assertThat(all).noneMatch(part -> Character.isLowSurrogate(part.charAt(0)));
  }

  private static int size(String message) {
    return message.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 26;
  }
}
