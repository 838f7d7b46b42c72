package com.shangwellness.region.cloudwatchlogs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * FilterLogEvents: the wanted events of several streams, by time. One call reads a bounded number
 * of segments; what is then not yet in order is left for the next page, so that pages together give
 * every event once (of a stream whose sender kept the order of time).
 */
final class Search {

  private static final int SEGMENTS_A_CALL = 16;

  /** One stream while it is searched. */
  private static final class Source {
    final String name;
    final int number;
    final Iterator<List<Event>> runs;

    /** What has been read reaches up to here; {@link Long#MAX_VALUE} when all of it has. */
    long readTo = Long.MIN_VALUE;

    Source(String name, int number, Iterator<List<Event>> runs) {
      this.name = name;
      this.number = number;
      this.runs = runs;
    }
  }

  /** A page of what was found. */
  record Page(List<FilteredLogEvent> events, Optional<String> next) {}

  private final FilterPattern pattern;
  private final String after;
  private final int limit;
  private final List<Source> sources = new ArrayList<>();
  private final List<FilteredLogEvent> found = new ArrayList<>();

  /**
   * A search for {@code pattern} that goes on where the page before ended.
   *
   * @param token what that page gave; null for the first one
   * @param limit the most events of a page, at least 1
   */
  Search(FilterPattern pattern, String token, int limit) {
    this.pattern = pattern;
    this.after = token == null ? "" : decoded(token);
    this.limit = limit;
  }

  void add(String stream, int number, StreamFile file, long from, long to) {
    // The token begins with the time of the last event that was given: nothing before it is read
    // again.
    long begin = after.isEmpty() ? from : Math.max(from, Long.parseLong(after.substring(0, 20)));
    sources.add(new Source(stream, number, file.runs(begin, to)));
  }

  Page page() {
    // Each stream is read once at least: until then nothing is known of what it may still give.
    int budget = SEGMENTS_A_CALL + sources.size();
    while (budget > 0 && unfinished().isPresent() && inOrder().size() <= limit) {
      readFrom(unfinished().get());
      budget--;
    }
    var ready = inOrder();
    if (ready.size() > limit) {
      var events = ready.subList(0, limit);
      return new Page(events, Optional.of(encoded(events.getLast().eventId())));
    }
    return unfinished().isEmpty()
        ? new Page(ready, Optional.empty())
        : new Page(ready, Optional.of(encoded(restFrom(ready))));
  }

  private String restFrom(List<FilteredLogEvent> ready) {
    // Even without an event the next page must begin later than this one did.
    var readTo = new Event(0, horizon(), 0, "").id(0);
    return ready.isEmpty() || ready.getLast().eventId().compareTo(readTo) < 0
        ? readTo
        : ready.getLast().eventId();
  }

  private Optional<Source> unfinished() {
    return sources.stream()
        .filter(source -> source.readTo != Long.MAX_VALUE)
        .min(Comparator.comparingLong(source -> source.readTo));
  }

  private long horizon() {
    return sources.stream().mapToLong(source -> source.readTo).min().orElse(Long.MAX_VALUE);
  }

  private void readFrom(Source source) {
    if (!source.runs.hasNext()) {
      source.readTo = Long.MAX_VALUE;
      return;
    }
    var events = source.runs.next();
    for (var event : events) {
      source.readTo = Math.max(source.readTo, event.timestamp());
      var id = event.id(source.number);
      if (id.compareTo(after) > 0 && pattern.matches(new LogLine(event.message()))) {
        found.add(filtered(source, event, id));
      }
    }
    if (!source.runs.hasNext()) {
      source.readTo = Long.MAX_VALUE;
    }
  }

  private static FilteredLogEvent filtered(Source source, Event event, String id) {
    return FilteredLogEvent.builder()
        .logStreamName(source.name)
        .timestamp(event.timestamp())
        .ingestionTime(event.ingested())
        .message(event.message())
        .eventId(id)
        .build();
  }

  /** What is found and certain to be in its place: no stream can still give an earlier event. */
  private List<FilteredLogEvent> inOrder() {
    long horizon = horizon();
    return found.stream()
        .filter(event -> horizon == Long.MAX_VALUE || event.timestamp() < horizon)
        .sorted(Comparator.comparing(FilteredLogEvent::eventId))
        .toList();
  }

  private static String encoded(String id) {
    return Base64.getUrlEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    var refusal = Groups.invalid("The specified nextToken is invalid.");
    try {
      var id = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (!id.matches("\\d{56}")) {
        throw refusal;
      }
      return id;
    } catch (IllegalArgumentException e) {
      throw refusal;
    }
  }
}
