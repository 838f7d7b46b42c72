package com.shangwellness.region.cloudwatchlogs;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;

/** Insights queries, as people type them. */
class LogQueriesTest {

  @TempDir Path folder;

  private Stage stage;
  private CloudWatchLogs logs;

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
    stage.ask(() -> logs.createLogGroup(r -> r.logGroupName("app")));
    put("one", "{\"level\":\"INFO\",\"ms\":10,\"http\":{\"route\":\"/a\"}}");
    put("two", "{\"level\":\"ERROR\",\"ms\":200,\"http\":{\"route\":\"/b\"}}");
    stage.passes(Duration.ofMinutes(6));
    put("one", "plain text with error 42");
    put("two", "{\"level\":\"ERROR\",\"ms\":30.5,\"http\":{\"route\":\"/a\"}}");
  }

  private void open(Instant now) {
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    logs = new CloudWatchLogs(stage.place, stage.timeline, stage.store, folder.resolve("logs"));
  }

  private void put(String stream, String message) {
    if (stage
        .ask(() -> logs.describeLogStreams(r -> r.logGroupName("app").logStreamNamePrefix(stream)))
        .logStreams()
        .isEmpty()) {
      stage.ask(() -> logs.createLogStream(r -> r.logGroupName("app").logStreamName(stream)));
    }
    var event =
        InputLogEvent.builder()
            .timestamp(stage.timeline.now().toEpochMilli())
            .message(message)
            .build();
    stage.ask(
        () -> logs.putLogEvents(r -> r.logGroupName("app").logStreamName(stream).logEvents(event)));
    stage.passes(Duration.ofSeconds(1));
  }

  private String start(String query) {
    return stage
        .ask(
            () ->
                logs.startQuery(
                    r ->
                        r.logGroupName("app")
                            .startTime(0L)
                            .endTime(stage.timeline.now().getEpochSecond())
                            .queryString(query)))
        .queryId();
  }

  private String rows(String query) {
    var id = start(query);
    stage.passes(Duration.ZERO);
    var answer = stage.ask(() -> logs.getQueryResults(r -> r.queryId(id)));
    assertThat(answer.status()).isEqualTo(QueryStatus.COMPLETE);
    return answer.results().stream().map(LogQueriesTest::text).collect(Collectors.joining("; "));
  }

  private static String text(List<ResultField> row) {
    return row.stream()
        .filter(field -> !field.field().equals("@ptr"))
        .map(field -> field.field() + "=" + field.value())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          fields ms | sort ms desc | limit 2                     ~ ms=200; ms=30.5
          fields ms, http.route | filter level = "ERROR" | sort ms ~ ms=30.5 http.route=/a; ms=200 http.route=/b
          fields @logStream | filter @message like /error \\d+/  ~ @logStream=one
          fields ms | filter @message not like "error" and ms > 10 | sort ms ~ ms=30.5; ms=200
          fields ms | filter ispresent(level) and not (level = "ERROR") ~ ms=10
          fields ms | filter level in ["INFO", "WARN"]           ~ ms=10
          fields ms * 2 + 1 as twice | filter ms = 10            ~ twice=21
          fields toupper(http.route) as r | filter ms = 200      ~ r=/B
          stats count(*) as n                                    ~ n=4
          stats count() by bin(5m)                               ~ bin(5m)=2026-01-01 00:05:00.000 count()=2; bin(5m)=2026-01-01 00:00:00.000 count()=2
          stats count(*) as n, avg(ms) as a by level | sort level ~ n=1; level=ERROR n=2 a=115.25; level=INFO n=1 a=10
          stats sum(ms), min(ms), max(ms), pct(ms, 50)           ~ sum(ms)=240.5 min(ms)=10 max(ms)=200 pct(ms,50)=30.5
          filter level = "ERROR" | stats count(*) as n by http.route | sort n desc, http.route asc ~ http.route=/a n=1; http.route=/b n=1
          fields @timestamp | sort @timestamp asc | limit 1      ~ @timestamp=2026-01-01 00:00:00.000
          """)
  void a_query_gives(String query, String expected) {
    assertThat(rows(query)).isEqualTo(expected);
  }

  @Test
  void without_fields_it_gives_time_message_and_pointer_the_newest_first() {
    var id = start("filter level = 'ERROR'");
    stage.passes(Duration.ZERO);
    var answer = stage.ask(() -> logs.getQueryResults(r -> r.queryId(id)));
    assertThat(answer.results().getFirst())
        .extracting(ResultField::field)
        .containsExactly("@timestamp", "@message", "@ptr");
    assertThat(answer.results().getFirst().get(1).value()).contains("30.5");
    assertThat(answer.statistics().recordsScanned()).isEqualTo(4);
    assertThat(answer.statistics().recordsMatched()).isEqualTo(2);
  }

  @Test
  void the_answer_comes_later_and_outlives_a_restart() {
    var id = start("stats count(*) as n");
    stage.passes(Duration.ZERO);
    stage.store.close();
    open(stage.timeline.now());
    assertThat(stage.ask(() -> logs.getQueryResults(r -> r.queryId(id))).status())
        .isEqualTo(QueryStatus.RUNNING);
    stage.passes(Duration.ZERO);
    var answer = stage.ask(() -> logs.getQueryResults(r -> r.queryId(id)));
    assertThat(answer.status()).isEqualTo(QueryStatus.COMPLETE);
    assertThat(text(answer.results().getFirst())).isEqualTo("n=4");
    assertThat(stage.ask(() -> logs.describeQueries(r -> {})).queries()).hasSize(1);
    assertThat(stage.refused(() -> logs.stopQuery(r -> r.queryId(id))))
        .startsWith("InvalidParameterException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "explain this",
        "fields",
        "filter level = ",
        "filter level = \"open",
        "stats median_of(x)",
        "fields f(x)",
        "sort ms | | limit 1",
        "fields a b",
        "filter a like /[/",
        "fields a; drop",
      })
  void what_is_no_query_is_refused(String query) {
    assertThat(
            stage.refused(
                () ->
                    logs.startQuery(
                        r -> r.logGroupName("app").startTime(0L).endTime(1L).queryString(query))))
        .startsWith("MalformedQueryException: ");
  }
}
