package com.shangwellness.region.vulnerabilities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;

/**
 * The records of OSV in a folder that the user fills: files that hold one record or a list of them
 * ({@code .json}), and archives of such files ({@code .zip}), as OSV publishes them for an
 * ecosystem.
 */
final class Advisories {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, List<Advisory>> byPackage = new HashMap<>();
  private Instant updated = Instant.EPOCH;
  private int records;

  private Advisories() {}

  /**
   * Reads all of {@code folder}.
   *
   * @throws ScanFailure when there is nothing, or when something there is no record
   */
  static Advisories in(Path folder) throws ScanFailure, IOException {
    var advisories = new Advisories();
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (var file : files.sorted().toList()) {
          advisories.read(file);
        }
      }
    }
    if (advisories.records == 0) {
      throw new ScanFailure(
          "there are no records of vulnerabilities to compare with: put OSV's for Maven"
              + " (https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip) into "
              + folder);
    }
    return advisories;
  }

  private void read(Path file) throws ScanFailure, IOException {
    var name = file.getFileName().toString();
    if (!name.endsWith(".json") && !name.endsWith(".zip")) {
      return;
    }
    var time = Files.getLastModifiedTime(file).toInstant();
    updated = time.isAfter(updated) ? time : updated;
    try (var in = Files.newInputStream(file)) {
      if (name.endsWith(".json")) {
        take(name, in);
      } else {
        archive(name, new ZipInputStream(in));
      }
    }
  }

  private void archive(String archive, ZipInputStream zip) throws ScanFailure, IOException {
    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().endsWith(".json")) {
        take(archive + "!" + entry.getName(), zip);
      }
    }
  }

  private void take(String name, InputStream in) throws ScanFailure, IOException {
    JsonNode json;
    try {
      json = JSON.readTree(in.readAllBytes());
    } catch (JsonProcessingException e) {
      throw new ScanFailure(name + " is no record of OSV: " + e.getOriginalMessage());
    }
    var found = json.isArray() ? json.valueStream().toList() : List.of(json);
    for (var one : found) {
      if (!one.path("affected").isArray() && !one.has("withdrawn")) {
        throw new ScanFailure(name + " is no record of OSV: it has no list of what is affected");
      }
      records++;
      OsvRecord.advisories(one)
          .forEach(
              advisory ->
                  byPackage
                      .computeIfAbsent(advisory.name(), key -> new ArrayList<>())
                      .add(advisory));
    }
  }

  List<Advisory> of(MavenPackage found) {
    return byPackage.getOrDefault(found.name(), List.of()).stream()
        .filter(advisory -> advisory.affects(found))
        .toList();
  }

  /** The time of the newest file. */
  Instant updated() {
    return updated;
  }

  int records() {
    return records;
  }
}
