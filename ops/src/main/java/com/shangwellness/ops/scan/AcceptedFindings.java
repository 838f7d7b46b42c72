package com.shangwellness.ops.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The findings that a release may have all the same: each with its reason, until a date that is at
 * most a year away.
 */
final class AcceptedFindings {

  private static final Set<String> FIELDS = Set.of("id", "reason", "until");
  private static final int SHORTEST_REASON = 10;

  /**
   * A finding that is accepted.
   *
   * @param until the last day on which it is
   */
  record Accepted(String id, String reason, LocalDate until) {}

  private final String file;
  private final Map<String, Accepted> byId = new TreeMap<>();

  private AcceptedFindings(String file) {
    this.file = file;
  }

  /**
   * Those that {@code file} lists; none when there is no such file.
   *
   * @throws IllegalArgumentException when it does not say what it should, naming file, entry and
   *     field
   */
  static AcceptedFindings in(Path file, LocalDate today) throws IOException {
    return Files.exists(file)
        ? parse(file.toString(), Files.readString(file), today)
        : new AcceptedFindings(file.toString());
  }

  static AcceptedFindings parse(String file, String text, LocalDate today) {
    var accepted = new AcceptedFindings(file);
    var root = accepted.read(text);
    if (!root.isObject() || root.size() != 1 || !root.path("findings").isArray()) {
      throw accepted.wrong("it must have the list \"findings\" and nothing else");
    }
    for (var entry : root.path("findings")) {
      var one = accepted.entry(entry, today);
      if (accepted.byId.put(one.id(), one) != null) {
        throw accepted.wrong(one.id() + " is listed twice");
      }
    }
    return accepted;
  }

  private JsonNode read(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong("it is not YAML: " + e.getOriginalMessage());
    }
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(file + ": " + why);
  }

  private Accepted entry(JsonNode entry, LocalDate today) {
    var id = entry.path("id").asText();
    if (!id.matches("[A-Za-z0-9-]+")) {
      throw wrong("an entry has no id, such as CVE-2026-1234: " + entry);
    }
    for (var name : (Iterable<String>) entry::fieldNames) {
      if (!FIELDS.contains(name)) {
        throw wrong(id + " has the unknown field \"" + name + "\"; known are id, reason and until");
      }
    }
    var reason = entry.path("reason").asText().strip();
    if (reason.length() < SHORTEST_REASON) {
      throw wrong(id + " needs a reason that says why it is harmless here");
    }
    return new Accepted(id, reason, until(id, entry.path("until").asText(), today));
  }

  private LocalDate until(String id, String text, LocalDate today) {
    LocalDate until;
    try {
      until = LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(id + ": until is \"" + text + "\"; it must be a day such as 2027-01-31");
    }
    if (until.isAfter(today.plusYears(1))) {
      throw wrong(id + ": until is " + until + "; it must be within a year from now");
    }
    return until;
  }

  /** The entry of a finding, whether it still counts or not. */
  Optional<Accepted> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All entries. */
  Iterable<Accepted> all() {
    return byId.values();
  }
}
