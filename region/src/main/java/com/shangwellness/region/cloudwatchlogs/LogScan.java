package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The work of one query: reads files, away from the timeline, up to where they reached when the
 * query began.
 *
 * @param query what is asked
 * @param sources the streams that are read
 * @param from milliseconds since 1970, included
 * @param to milliseconds since 1970, included
 * @param limit the most rows of the answer
 */
record LogScan(LogQuery query, List<Source> sources, long from, long to, int limit) {

  /**
   * "Up to 200 log event fields": CloudWatch Logs guide, "Supported logs and discovered fields".
   */
  private static final int MOST_FIELDS = 200;

  /** One stream, as it was. */
  record Source(String log, String stream, int number, List<Segment.Part> parts) {}

  /** What was found, and how much was read for it. */
  record Answer(List<Row> rows, long matched, long scanned, long bytes) {}

  Answer run() {
    var rows = new ArrayList<Row>();
    long scanned = 0;
    long bytes = 0;
    for (var source : sources) {
      for (var part : source.parts()) {
        for (var event : part.read()) {
          scanned++;
          bytes += event.message().length();
          if (event.timestamp() >= from && event.timestamp() <= to) {
            rows.add(row(source, event));
          }
        }
      }
    }
    // The newest first, unless the query sorts.
    rows.sort(
        Comparator.comparing((Row row) -> row.get("@timestamp").orElse(""))
            .reversed()
            .thenComparing(row -> row.get("@ptr").orElse("")));
    var found = query.of(rows);
    return new Answer(found.stream().limit(limit).toList(), found.size(), scanned, bytes);
  }

  private static Row row(Source source, Event event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("@timestamp", QueryExpression.TIME.format(Instant.ofEpochMilli(event.timestamp())));
    fields.put(
        "@ingestionTime", QueryExpression.TIME.format(Instant.ofEpochMilli(event.ingested())));
    fields.put("@message", event.message());
    fields.put("@logStream", source.stream());
    fields.put("@log", source.log());
    fields.put("@ptr", event.id(source.number()));
    new LogLine(event.message()).json().ifPresent(json -> discover("", json, fields));
    return new Row(fields);
  }

  private static void discover(String path, JsonNode node, Map<String, String> fields) {
    if (node.isObject()) {
      node.forEachEntry(
          (name, value) -> discover(path.isEmpty() ? name : path + "." + name, value, fields));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        discover(path + "." + i, node.get(i), fields);
      }
    } else if (!node.isNull() && fields.size() < MOST_FIELDS) {
      fields.putIfAbsent(path, node.isBoolean() ? (node.asBoolean() ? "1" : "0") : node.asText());
    }
  }
}
