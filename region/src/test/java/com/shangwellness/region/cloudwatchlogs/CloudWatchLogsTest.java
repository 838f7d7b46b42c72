package com.shangwellness.region.cloudwatchlogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ServiceUnavailableException;

class CloudWatchLogsTest {

  private static final Place MUMBAI = new Place("123456789012", "ap-south-1");
  private static final String GROUP = "/ecs/prod/web-app";

  @TempDir Path folder;

  private Store store;
  private VirtualTimeline timeline;
  private CloudWatchLogs logs;

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
    ask(() -> logs.createLogGroup(r -> r.logGroupName(GROUP)));
    ask(() -> logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("web/1")));
  }

  private void open(Instant now) {
    store = Store.open(folder.resolve("region.db"));
    timeline = new VirtualTimeline(now, store);
    logs = new CloudWatchLogs(MUMBAI, timeline, store, folder.resolve("logs"));
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return timeline.call("ask", question).join();
    } catch (java.util.concurrent.CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private void put(String stream, String... messages) {
    var events =
        IntStream.range(0, messages.length)
            .mapToObj(
                i ->
                    InputLogEvent.builder()
                        .timestamp(timeline.now().toEpochMilli() + i)
                        .message(messages[i])
                        .build())
            .toList();
    ask(
        () ->
            logs.putLogEvents(r -> r.logGroupName(GROUP).logStreamName(stream).logEvents(events)));
    timeline.passes(Duration.ofSeconds(1));
  }

  private GetLogEventsResponse get(String token, boolean fromHead, int limit) {
    return ask(
        () ->
            logs.getLogEvents(
                r ->
                    r.logGroupName(GROUP)
                        .logStreamName("web/1")
                        .nextToken(token)
                        .startFromHead(fromHead)
                        .limit(limit)));
  }

  private static List<String> messages(GetLogEventsResponse response) {
    return response.events().stream().map(OutputLogEvent::message).toList();
  }

  private List<String> filter(String pattern) {
    return ask(() -> logs.filterLogEvents(r -> r.logGroupName(GROUP).filterPattern(pattern)))
        .events()
        .stream()
        .map(FilteredLogEvent::message)
        .toList();
  }

  @Test
  void events_come_back_from_the_head_page_by_page_and_the_last_token_stays_the_same() {
    put("web/1", "one", "two", "three");
    var first = get(null, true, 2);
    var second = get(first.nextForwardToken(), true, 2);
    var end = get(second.nextForwardToken(), true, 2);

    assertThat(messages(first)).containsExactly("one", "two");
    assertThat(messages(second)).containsExactly("three");
    assertThat(messages(end)).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());
  }

  @Test
  void without_a_wish_the_newest_events_come_and_the_backward_token_leads_to_older_ones() {
    put("web/1", "one", "two", "three");
    var newest = get(null, false, 2);
    assertThat(messages(newest)).containsExactly("two", "three");
    assertThat(messages(get(newest.nextBackwardToken(), false, 2))).containsExactly("one");
  }

  @Test
  void a_follower_sees_what_comes_after_its_token() {
    put("web/1", "one");
    var token = get(null, true, 10).nextForwardToken();
    put("web/1", "two");
    assertThat(messages(get(token, true, 10))).containsExactly("two");
  }

  @Test
  void events_that_cannot_be_written_are_not_taken() throws Exception {
    var inTheWay = Files.writeString(folder.resolve("logs"), "no folder");
    assertThatThrownBy(() -> put("web/1", "lost"))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("could not be kept");
    Files.delete(inTheWay);

    put("web/1", "kept");
    assertThat(messages(get(null, true, 10))).containsExactly("kept");
  }

  @Test
  void events_are_there_after_the_region_was_killed_even_when_a_line_was_half_written()
      throws IOException {
    put("web/1", "kept");
    store.close();
    try (var files = Files.walk(folder.resolve("logs"))) {
      var segment = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.writeString(segment, "{\"t\":17000", StandardOpenOption.APPEND);
    }

    open(Instant.parse("2026-01-01T00:01:00Z"));
    put("web/1", "and more");

    assertThat(messages(get(null, true, 10))).containsExactly("kept", "and more");
  }

  @Test
  void a_search_gives_the_events_of_all_streams_by_time() {
    ask(() -> logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("web/2")));
    put("web/1", "first");
    put("web/2", "second");
    put("web/1", "third");
    assertThat(filter(null)).containsExactly("first", "second", "third");
  }

  @Test
  void pages_of_a_search_give_every_event_once_however_many_streams_and_segments_there_are() {
    var text = "x".repeat(60_000);
    var expected = new ArrayList<String>();
    IntStream.range(0, 30)
        .forEach(
            i ->
                ask(() -> logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("s" + i))));
    for (int i = 0; i < 60; i++) {
      put("s" + i % 30, i + text, i + "b" + text);
      expected.add(i + text);
      expected.add(i + "b" + text);
    }
    var found = new ArrayList<String>();
    String token = null;
    int pages = 0;
    do {
      var asked = token;
      var page =
          ask(() -> logs.filterLogEvents(r -> r.logGroupName(GROUP).nextToken(asked).limit(7)));
      page.events().forEach(event -> found.add(event.message()));
      token = page.nextToken();
      assertThat(++pages).isLessThan(500);
    } while (token != null);
    assertThat(found).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest(name = "{0} finds {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ERROR               | ERROR disk full, ERROR no route
          ERROR disk          | ERROR disk full
          "no route"          | ERROR no route
          ERROR -disk         | ERROR no route
          ?disk ?slow         | ERROR disk full, WARN slow
          """)
  void a_pattern_of_terms_finds(String pattern, String expected) {
    put("web/1", "ERROR disk full", "ERROR no route", "WARN slow");
    assertThat(String.join(", ", filter(pattern))).isEqualTo(expected);
  }

  @Test
  void retention_deletes_what_is_older_than_its_days() {
    ask(() -> logs.putRetentionPolicy(r -> r.logGroupName(GROUP).retentionInDays(1)));
    var big = "x".repeat(Segment.FULL);
    put("web/1", big);
    timeline.passes(Duration.ofDays(2));
    put("web/1", "new");
    timeline.passes(Duration.ofHours(2));

    assertThat(messages(get(null, true, 10))).containsExactly("new");
  }

  @Test
  void retention_empties_a_stream_that_has_fallen_silent_and_its_places_go_on_counting() {
    ask(() -> logs.putRetentionPolicy(r -> r.logGroupName(GROUP).retentionInDays(1)));
    put("web/1", "one", "two");
    timeline.passes(Duration.ofHours(26));
    assertThat(messages(get(null, true, 10))).isEmpty();
    assertThat(ask(() -> logs.describeLogGroups(r -> {})).logGroups().getFirst().storedBytes())
        .isZero();

    store.close();
    open(timeline.now());
    put("web/1", "three");
    var page = get(null, true, 10);
    assertThat(messages(page)).containsExactly("three");
    assertThat(page.nextForwardToken()).isEqualTo("f/3");
  }

  @Test
  void a_region_that_never_runs_for_an_hour_deletes_what_has_expired_too() {
    ask(() -> logs.putRetentionPolicy(r -> r.logGroupName(GROUP).retentionInDays(1)));
    put("web/1", "old");
    store.close();
    open(timeline.now().plus(Duration.ofDays(2)));
    timeline.passes(Duration.ofMinutes(2));
    assertThat(messages(get(null, true, 10))).isEmpty();
  }

  private RejectedLogEventsInfo rejected(InputLogEvent... events) {
    return ask(() ->
            logs.putLogEvents(r -> r.logGroupName(GROUP).logStreamName("web/1").logEvents(events)))
        .rejectedLogEventsInfo();
  }

  @Test
  void events_that_are_too_old_or_too_new_are_rejected_by_their_place_in_the_batch() {
    long now = timeline.now().toEpochMilli();
    long twoWeeks = now - Duration.ofDays(14).toMillis();

    assertThat(
            rejected(
                event(twoWeeks - 2, "old"), event(twoWeeks - 1, "old"), event(twoWeeks, "just")))
        .isEqualTo(RejectedLogEventsInfo.builder().tooOldLogEventEndIndex(2).build());
    assertThat(rejected(event(now, "good"), event(now + Duration.ofHours(3).toMillis(), "new")))
        .isEqualTo(RejectedLogEventsInfo.builder().tooNewLogEventStartIndex(1).build());
    assertThat(messages(get(null, true, 10))).containsExactly("just", "good");
  }

  @Test
  void what_is_more_than_a_batch_may_have_is_refused_whole() {
    long day = Duration.ofDays(1).toMillis();
    assertThatThrownBy(() -> rejected(event(0, "a"), event(day + 1, "b")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("cannot span more than 24 hours");
    // Bytes are those of UTF-8.
    assertThatThrownBy(() -> rejected(event(0, "é".repeat(524_288))))
        .hasMessageContaining("exceed the batch limit");
    assertThatThrownBy(
            () ->
                rejected(Collections.nCopies(10_001, event(0, "a")).toArray(InputLogEvent[]::new)))
        .hasMessageContaining("exceed the batch limit");
    assertThat(messages(get(null, true, 10))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:kinesis:ap-south-1:123456789012:stream/s           | specified Kinesis stream
          arn:aws:firehose:ap-south-1:123456789012:deliverystream/s  | specified Firehose stream
          arn:aws:lambda:ap-south-1:123456789012:function:f          | Could not execute the lambda function
          arn:aws:logs:ap-south-1:123456789012:destination:d         | Could not deliver test message
          arn:aws:sqs:ap-south-1:123456789012:queue                  | cannot work with destinationArn for vendor sqs
          nowhere                                                    | Invalid destinationArn: nowhere
          """)
  void a_subscription_has_nowhere_to_send_events_to_and_is_refused_in_awss_words(
      String destination, String said) {
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        logs.putSubscriptionFilter(
                            r ->
                                r.logGroupName(GROUP)
                                    .filterName("f")
                                    .filterPattern("")
                                    .destinationArn(destination))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(said);
    assertThat(
            ask(() -> logs.describeSubscriptionFilters(r -> r.logGroupName(GROUP)))
                .subscriptionFilters())
        .isEmpty();
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        logs.deleteSubscriptionFilter(r -> r.logGroupName(GROUP).filterName("f"))))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified subscription filter does not exist.");
  }

  private static InputLogEvent event(long timestamp, String message) {
    return InputLogEvent.builder().timestamp(timestamp).message(message).build();
  }

  @Test
  void a_batch_out_of_order_is_refused_whole() {
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        logs.putLogEvents(
                            r ->
                                r.logGroupName(GROUP)
                                    .logStreamName("web/1")
                                    .logEvents(event(2000, "b"), event(1000, "a")))))
        .hasMessageContaining("chronological order");
    assertThat(messages(get(null, true, 10))).isEmpty();
  }

  @Test
  void what_is_missing_or_there_already_is_said_with_awss_errors() {
    assertThatThrownBy(() -> ask(() -> logs.createLogGroup(r -> r.logGroupName(GROUP))))
        .isInstanceOf(ResourceAlreadyExistsException.class);
    assertThatThrownBy(
            () -> ask(() -> logs.putLogEvents(r -> r.logGroupName("none").logStreamName("s"))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> ask(() -> logs.putRetentionPolicy(r -> r.logGroupName(GROUP).retentionInDays(2))))
        .hasMessageContaining("'2' at 'retentionInDays'");
  }

  @Test
  void a_deleted_group_takes_its_events_with_it() {
    put("web/1", "gone");
    ask(() -> logs.deleteLogGroup(r -> r.logGroupName(GROUP)));
    ask(() -> logs.createLogGroup(r -> r.logGroupName(GROUP)));
    ask(() -> logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("web/1")));
    assertThat(messages(get(null, true, 10))).isEmpty();
  }

  @Test
  void streams_are_listed_by_their_last_event_newest_first() {
    ask(() -> logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("web/2")));
    put("web/2", "a");
    put("web/1", "b");
    var found =
        ask(
            () ->
                logs.describeLogStreams(
                    r -> r.logGroupName(GROUP).orderBy("LastEventTime").descending(true).limit(1)));
    assertThat(found.logStreams()).extracting(LogStream::logStreamName).containsExactly("web/1");
    var next =
        ask(
            () ->
                logs.describeLogStreams(
                    r ->
                        r.logGroupName(GROUP)
                            .orderBy("LastEventTime")
                            .descending(true)
                            .limit(1)
                            .nextToken(found.nextToken())));
    assertThat(next.logStreams()).extracting(LogStream::logStreamName).containsExactly("web/2");
  }
}
