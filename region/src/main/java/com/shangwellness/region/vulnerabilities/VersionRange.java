package com.shangwellness.region.vulnerabilities;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * The versions between events, in Maven's own order (OSV schema, "affected[].ranges[].events" and
 * its evaluation).
 */
record VersionRange(List<Event> events) {

  /** What happens at a version. */
  enum Kind {
    /** It is affected, and those after it. */
    INTRODUCED,
    /** It is not, nor those after it. */
    FIXED,
    /** It is, and those after it are not. */
    LAST_AFFECTED
  }

  /** An event; {@code "0"} is before all versions. */
  record Event(Kind kind, String version) {}

  VersionRange {
    events = List.copyOf(events);
  }

  boolean holds(String version) {
    var sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparing(event -> new ComparableVersion(event.version())));
    var asked = new ComparableVersion(version);
    boolean affected = false;
    for (var event : sorted) {
      int order = asked.compareTo(new ComparableVersion(event.version()));
      affected =
          switch (event.kind()) {
            case INTRODUCED -> affected || event.version().equals("0") || order >= 0;
            case FIXED -> affected && order < 0;
            case LAST_AFFECTED -> affected && order <= 0;
          };
    }
    return affected;
  }
}
