package com.shangwellness.ops.screen;

import com.shangwellness.ops.release.Measured;
import com.shangwellness.ops.release.ReleaseReport;
import com.shangwellness.ops.release.ReleaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report of a release, for a ticket or a wiki. */
public final class ReleaseMarkdown {
  private ReleaseMarkdown() {}

  /** The report's lines. */
  public static List<String> lines(ReleaseReport report) {
    var release = report.release();
    var lines = new ArrayList<String>();
    lines.add((release.kind().equals("rollback") ? "# Rollback " : "# Release ") + release.id());
    lines.add("");
    lines.add(report.sentence());
    lines.add("");
    facts(release, lines);
    timeline(release, lines);
    traffic(report, lines);
    alarms(release, lines);
    return lines;
  }

  private static void facts(ReleaseState release, List<String> lines) {
    row(lines, "what", "");
    row(lines, "---", "---");
    row(lines, "version", release.version());
    row(lines, "in place of", release.replaces());
    row(lines, "by", release.by());
    row(lines, "began", release.began());
    row(lines, "ended", release.ended());
    row(lines, "took", Text.duration(release.seconds()));
    row(lines, "status", release.status());
    if (!release.error().code().isEmpty()) {
      row(lines, "reason", release.error().code() + ": " + release.error().message());
    }
    if (!release.rollback().id().isEmpty()) {
      row(lines, "taken back by", release.rollback().id() + ", " + release.rollback().status());
    }
    if (!release.rollbackOf().isEmpty()) {
      row(lines, "takes back", release.rollbackOf());
    }
    if (release.pace() != 1) {
      row(lines, "pace", Numbers.brief(release.pace()) + " times as fast as AWS");
    }
  }

  private static void timeline(ReleaseState release, List<String> lines) {
    lines.addAll(List.of("", "## Timeline", ""));
    row(lines, "event", "status", "from", "to", "");
    row(lines, "---", "---", "---", "---", "---");
    release
        .steps()
        .forEach(s -> row(lines, s.name(), s.status(), s.began(), s.ended(), s.reason()));
  }

  private static void traffic(ReleaseReport report, List<String> lines) {
    var release = report.release();
    lines.addAll(List.of("", "## Weights and traffic", ""));
    for (var side : release.sides()) {
      lines.add(
          "- "
              + side.colour()
              + ": "
              + side.version()
              + " behind "
              + side.targetGroup()
              + ", weight "
              + side.weight()
              + (release.isOver() ? " % at its end" : " % when this was written"));
    }
    lines.add("");
    if (report.minutes().isEmpty()) {
      lines.add("CloudWatch has measured no request.");
      return;
    }
    if (release.pace() != 1) {
      // Not turned into those of the wall: tasks start at pace 1, whatever the rest waits at.
      lines.addAll(List.of("Minutes and seconds are the region's, which the pace shortens.", ""));
    }
    row(
        lines,
        "minute",
        "blue, requests/s",
        "5xx",
        "p50",
        "p99",
        "green, requests/s",
        "of all",
        "5xx",
        "p50",
        "p99");
    row(lines, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
    for (var minute : report.minutes()) {
      row(
          lines,
          minute.time(),
          number(minute.blue(), Measured.REQUESTS),
          number(minute.blue(), Measured.ERRORS),
          time(minute.blue(), Measured.MEDIAN),
          time(minute.blue(), Measured.SLOWEST),
          number(minute.green(), Measured.REQUESTS),
          share(minute.green()),
          number(minute.green(), Measured.ERRORS),
          time(minute.green(), Measured.MEDIAN),
          time(minute.green(), Measured.SLOWEST));
    }
  }

  private static void alarms(ReleaseState release, List<String> lines) {
    if (release.isOver() && release.alarms().isEmpty()) {
      return; // how they stand by now says nothing of it
    }
    lines.addAll(List.of("", "## Alarms, as they stood when this was written", ""));
    if (release.alarms().isEmpty()) {
      lines.add("None watches it.");
      return;
    }
    row(lines, "alarm", "state", "reason");
    row(lines, "---", "---", "---");
    release.alarms().forEach(a -> row(lines, a.name(), a.state(), a.reason()));
  }

  private static String number(Map<String, Double> measured, String name) {
    return measured.containsKey(name) ? Numbers.brief(measured.get(name)) : "";
  }

  private static String share(Map<String, Double> measured) {
    var share = number(measured, Measured.SHARE);
    return share.isEmpty() ? "" : share + " %";
  }

  private static String time(Map<String, Double> measured, String name) {
    return measured.containsKey(name) ? Numbers.brief(measured.get(name) * 1000) + " ms" : "";
  }

  private static void row(List<String> lines, String... cells) {
    var escaped = List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).toList();
    lines.add("| " + String.join(" | ", escaped) + " |");
  }
}
