package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeQueriesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryLanguage;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;

/**
 * Insights queries. What is asked is kept for seven days of region time; an answer is not: a region
 * that was restarted runs a query again when somebody asks for its answer.
 */
final class LogQueries {

  private static final int MOST_ROWS = 10_000;
  private static final Duration KEPT = Duration.ofDays(7);

  /** A query that was started. */
  record Kept(StartQueryRequest request, QueryInfo info) {}

  private final Table<Kept> queries;
  private final Groups groups;
  private final Streams streams;
  private final Store store;
  private final Timeline timeline;
  private final Place place;
  private final Executor readers;

  // Answers, and whose reading began in this life of the region; neither must survive it.
  private final Map<String, LogScan.Answer> answers = new HashMap<>();
  private final Set<String> begun = new HashSet<>();

  /** Queries that read on {@code readers}, away from the timeline. */
  LogQueries(
      Table<Kept> queries,
      Groups groups,
      Streams streams,
      Store store,
      Timeline timeline,
      Place place,
      Executor readers) {
    this.queries = queries;
    this.groups = groups;
    this.streams = streams;
    this.store = store;
    this.timeline = timeline;
    this.place = place;
    this.readers = readers;
  }

  String start(StartQueryRequest request) {
    if (request.queryLanguage() != null && request.queryLanguage() != QueryLanguage.CWLI) {
      throw Groups.invalid("This region reads queries of the language CWLI only.");
    }
    if (request.startTime() > request.endTime()) {
      throw Groups.invalid("End time should not be before start time.");
    }
    LogQuery.parse(request.queryString());
    var asked = asked(request);
    long now = timeline.now().toEpochMilli();
    queries.stream()
        .filter(old -> old.info().createTime() < now - KEPT.toMillis())
        .forEach(old -> forget(old.info().queryId()));
    var id =
        UUID.nameUUIDFromBytes(
                (now + "/" + queries.size() + request)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .toString();
    var info =
        QueryInfo.builder()
            .queryId(id)
            .queryString(request.queryString())
            .queryLanguage(QueryLanguage.CWLI)
            .status(QueryStatus.RUNNING)
            .createTime(now)
            .logGroupName(asked.getFirst().logGroupName())
            .build();
    run(queries.put(id, new Kept(request, info)));
    return id;
  }

  private void forget(String id) {
    queries.remove(id);
    answers.remove(id);
  }

  private List<LogGroup> asked(StartQueryRequest request) {
    var names =
        Stream.of(
                Stream.ofNullable(request.logGroupName()),
                request.logGroupNames().stream(),
                request.logGroupIdentifiers().stream())
            .flatMap(some -> some)
            .toList();
    if (names.isEmpty()) {
      throw Groups.invalid("At least one log group is required.");
    }
    return names.stream().map(groups::get).toList();
  }

  private void run(Kept query) {
    var request = query.request();
    var parsed = LogQuery.parse(request.queryString());
    var sources = new ArrayList<LogScan.Source>();
    for (var group : asked(request)) {
      for (var stream : streams.of(group)) {
        sources.add(
            new LogScan.Source(
                place.account() + ":" + group.logGroupName(),
                stream.logStreamName(),
                Streams.number(stream),
                streams.file(group, stream.logStreamName()).parts()));
      }
    }
    int limit =
        parsed.limit() >= 0
            ? Math.min(parsed.limit(), MOST_ROWS)
            : Optional.ofNullable(request.limit()).orElse(MOST_ROWS);
    var scan =
        new LogScan(
            parsed, sources, request.startTime() * 1000, request.endTime() * 1000 + 999, limit);
    var id = query.info().queryId();
    begun.add(id);
    store.afterCommit(
        () ->
            readers.execute(
                () -> {
                  try {
                    var answer = scan.run();
                    timeline.post("logs: the query " + id + " is answered", () -> done(id, answer));
                  } catch (RuntimeException e) {
                    timeline.post(
                        "logs: the query " + id + " failed: " + e.getMessage(),
                        () -> ends(id, QueryStatus.FAILED));
                  }
                }));
  }

  private void done(String id, LogScan.Answer answer) {
    if (queries.get(id).filter(q -> q.info().status() == QueryStatus.RUNNING).isPresent()) {
      answers.put(id, answer);
      ends(id, QueryStatus.COMPLETE);
    }
  }

  private void ends(String id, QueryStatus status) {
    queries
        .get(id)
        .ifPresent(
            q ->
                queries.put(
                    id, new Kept(q.request(), q.info().toBuilder().status(status).build())));
  }

  private Kept get(String id) {
    return queries
        .get(id)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    ResourceNotFoundException.builder(),
                    "Query with id " + id + " was not found."));
  }

  boolean stop(String id) {
    if (get(id).info().status() != QueryStatus.RUNNING) {
      throw Groups.invalid("Query is in an ended status and cannot be stopped: " + id);
    }
    ends(id, QueryStatus.CANCELLED);
    return true;
  }

  GetQueryResultsResponse results(String id) {
    var query = get(id);
    var status = query.info().status();
    var answer = Optional.ofNullable(answers.get(id));
    if (answer.isEmpty()
        && (status == QueryStatus.COMPLETE || status == QueryStatus.RUNNING)
        && !begun.contains(id)) {
      ends(id, QueryStatus.RUNNING);
      run(query);
      status = QueryStatus.RUNNING;
    }
    var parsed = LogQuery.parse(query.request().queryString());
    return GetQueryResultsResponse.builder()
        .queryLanguage(QueryLanguage.CWLI)
        .status(status)
        .results(
            answer.stream()
                .flatMap(a -> a.rows().stream())
                .map(row -> fields(parsed, row))
                .toList())
        .statistics(
            s ->
                s.recordsMatched(answer.map(a -> (double) a.matched()).orElse(0.0))
                    .recordsScanned(answer.map(a -> (double) a.scanned()).orElse(0.0))
                    .bytesScanned(answer.map(a -> (double) a.bytes()).orElse(0.0)))
        .build();
  }

  private static List<ResultField> fields(LogQuery query, Row row) {
    var names = new ArrayList<>(query.shown());
    if (!query.aggregates()) {
      names.add("@ptr");
    }
    return names.stream()
        .distinct()
        .flatMap(
            name ->
                row.get(name).stream()
                    .map(value -> ResultField.builder().field(name).value(value).build()))
        .toList();
  }

  List<QueryInfo> find(DescribeQueriesRequest request) {
    return queries.stream()
        .map(Kept::info)
        .filter(q -> request.status() == null || q.status() == request.status())
        .filter(
            q -> request.logGroupName() == null || request.logGroupName().equals(q.logGroupName()))
        .sorted(Comparator.comparing(QueryInfo::createTime).reversed())
        .toList();
  }
}
