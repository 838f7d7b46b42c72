package com.shangwellness.ops.scan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an image may be released, and what is to be said of it.
 *
 * @param passes whether it may
 */
record ScanVerdict(boolean passes, List<String> lines) {

  private static final String REFUSED = "CRITICAL";

  /** The verdict on a scan that is over. */
  static ScanVerdict of(ImageScan scan, AcceptedFindings accepted, LocalDate today) {
    var lines = new ArrayList<String>();
    if (!scan.isSuccess()) {
      lines.add(
          "The image was not scanned, so nobody knows whether it is safe: "
              + scan.status()
              + (scan.description().isEmpty() ? "" : ", " + scan.description()));
      return new ScanVerdict(false, lines);
    }
    lines.add("The scan has found " + (scan.counts().isEmpty() ? "nothing" : scan.counts()));
    boolean passes = true;
    for (var finding : scan.findings()) {
      if (finding.severity().equals(REFUSED)) {
        var entry = accepted.of(finding.id());
        boolean counts = entry.filter(one -> !one.until().isBefore(today)).isPresent();
        passes &= counts;
        lines.add(
            entry
                    .map(one -> (counts ? accepted(one) : expired(one)))
                    .orElseGet(() -> "refused: " + finding.id() + " is critical")
                + ": "
                + (finding.artifact().isEmpty() ? "" : finding.artifact() + ": ")
                + finding.description()
                + " "
                + finding.uri());
      }
    }
    for (var one : accepted.all()) {
      if (scan.findings().stream().noneMatch(finding -> finding.id().equals(one.id()))) {
        lines.add(
            "note: " + one.id() + " is accepted but not found any more; take it off the list");
      }
    }
    return new ScanVerdict(passes, lines);
  }

  private static String accepted(AcceptedFindings.Accepted one) {
    return "accepted: " + one.id() + " until " + one.until() + " (" + one.reason() + ")";
  }

  private static String expired(AcceptedFindings.Accepted one) {
    return "refused: " + one.id() + " is critical, and was accepted until " + one.until() + " only";
  }
}
