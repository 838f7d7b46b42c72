package com.shangwellness.region.vulnerabilities;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.region.vulnerabilities.VersionRange.Event;
import com.shangwellness.region.vulnerabilities.VersionRange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a record of OSV (OSV schema 1.7, ossf.github.io/osv-schema). */
final class OsvRecord {

  private static final Map<String, Kind> KINDS =
      Map.of(
          "introduced", Kind.INTRODUCED,
          "fixed", Kind.FIXED,
          "last_affected", Kind.LAST_AFFECTED);

  private OsvRecord() {}

  /** What it says of packages of Maven's; nothing when it was withdrawn. */
  static List<Advisory> advisories(JsonNode json) {
    var advisories = new ArrayList<Advisory>();
    if (json.path("id").asText().isEmpty() || json.has("withdrawn")) {
      return advisories;
    }
    for (var affected : json.path("affected")) {
      if (affected.at("/package/ecosystem").asText().equals("Maven")) {
        advisories.add(advisory(json, affected));
      }
    }
    return advisories;
  }

  private static Advisory advisory(JsonNode json, JsonNode affected) {
    var ranges = new ArrayList<VersionRange>();
    var fixed = new ArrayList<String>();
    for (var range : affected.path("ranges")) {
      if (!range.path("type").asText().equals("GIT")) {
        var events = events(range);
        ranges.add(new VersionRange(events));
        events.stream()
            .filter(event -> event.kind() == Kind.FIXED)
            .forEach(event -> fixed.add(event.version()));
      }
    }
    var score = score(json).or(() -> score(affected)).orElse("");
    return new Advisory(
        id(json),
        summary(json),
        uri(json),
        severity(json, affected, score),
        score,
        affected.at("/package/name").asText(),
        affected.path("versions").valueStream().map(JsonNode::asText).toList(),
        ranges,
        fixed);
  }

  private static List<Event> events(JsonNode range) {
    var events = new ArrayList<Event>();
    for (var event : range.path("events")) {
      KINDS.forEach(
          (name, kind) -> {
            if (event.has(name)) {
              events.add(new Event(kind, event.path(name).asText()));
            }
          });
    }
    return events;
  }

  // ECR's findings are called by their CVE.
  private static String id(JsonNode json) {
    return json.path("aliases")
        .valueStream()
        .map(JsonNode::asText)
        .filter(alias -> alias.startsWith("CVE-"))
        .sorted()
        .findFirst()
        .orElse(json.path("id").asText());
  }

  private static String summary(JsonNode json) {
    var summary = json.path("summary").asText();
    return summary.isEmpty() ? json.path("details").asText() : summary;
  }

  private static String uri(JsonNode json) {
    return json.path("references")
        .valueStream()
        .filter(reference -> reference.path("type").asText().equals("ADVISORY"))
        .map(reference -> reference.path("url").asText())
        .findFirst()
        .orElse("https://osv.dev/vulnerability/" + json.path("id").asText());
  }

  private static Optional<String> score(JsonNode json) {
    return json.path("severity")
        .valueStream()
        .filter(severity -> severity.path("type").asText().equals("CVSS_V3"))
        .map(severity -> severity.path("score").asText())
        .findFirst();
  }

  // Who publishes the record has judged it; else its score tells.
  private static Severity severity(JsonNode json, JsonNode affected, String score) {
    return named(affected.at("/database_specific/severity").asText())
        .or(() -> named(json.at("/database_specific/severity").asText()))
        .or(() -> Cvss.score(score).map(Cvss::severity))
        .orElse(Severity.UNDEFINED);
  }

  private static Optional<Severity> named(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "LOW" -> Optional.of(Severity.LOW);
      case "MODERATE", "MEDIUM" -> Optional.of(Severity.MEDIUM);
      case "HIGH" -> Optional.of(Severity.HIGH);
      case "CRITICAL" -> Optional.of(Severity.CRITICAL);
      default -> Optional.empty();
    };
  }
}
