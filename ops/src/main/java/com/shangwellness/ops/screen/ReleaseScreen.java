package com.shangwellness.ops.screen;

import com.shangwellness.ops.release.Measured;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.ReleaseState.Alarm;
import com.shangwellness.ops.release.ReleaseState.Side;
import com.shangwellness.ops.release.ReleaseState.Step;
import com.shangwellness.ops.release.ReleaseState.Wait;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A release on one screen: where in its life it is, both colours side by side, what it waits for,
 * and whether an alarm rings.
 */
public final class ReleaseScreen {
  /** CodeDeploy's events on ECS, in their order, for as long as it has not listed them itself. */
  private static final List<String> LIFECYCLE =
      List.of(
          "BeforeInstall",
          "Install",
          "AfterInstall",
          "AllowTestTraffic",
          "AfterAllowTestTraffic",
          "BeforeAllowTraffic",
          "AllowTraffic",
          "AfterAllowTraffic");

  private static final String REMOVAL = "old tasks removed";
  private static final int LABEL = 10;
  private static final int BAR = 20;
  private static final int PERCENT = 6;

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public ReleaseScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code release}, none wider than the terminal. */
  public List<String> lines(ReleaseState release) {
    var lines = new ArrayList<String>();
    title(release, lines);
    lines.add("");
    lines.addAll(steps(release));
    lines.add("");
    lines.addAll(sides(release));
    lines.add("");
    release.waits().forEach(wait -> lines.add(wait(wait)));
    alarms(release, lines);
    if (release.isOver()) {
      lines.add("");
      lines.addAll(sentence(release));
    }
    return lines;
  }

  /** What happened and why, in as many lines as the terminal needs for it. */
  public List<String> sentence(ReleaseState release) {
    UnaryOperator<String> colour = release.isGood() ? terminal::good : terminal::bad;
    return Text.wrapped(release.getSentence(), terminal.width()).stream().map(colour).toList();
  }

  private void title(ReleaseState release, List<String> lines) {
    var name = (release.kind().equals("rollback") ? "Rollback " : "Release ") + release.id();
    var state = release.status();
    var rest = "  " + Text.duration(release.seconds());
    lines.add(
        terminal.bold(fit(name))
            + (name.length() + state.length() + rest.length() + 2 <= terminal.width()
                ? "  " + coloured(release, state) + rest
                : ""));
    lines.add(
        fit(release.version() + " in place of " + release.replaces() + ", by " + release.by()));
    var time = Instant.parse(release.time()).truncatedTo(ChronoUnit.SECONDS).toString();
    var pace =
        release.pace() == 1
            ? ""
            : "  time goes " + Numbers.brief(release.pace()) + " times as fast";
    lines.add(terminal.dim(fit(time + pace)));
  }

  private String coloured(ReleaseState release, String state) {
    return switch (state) {
      case "Succeeded" -> terminal.good(state);
      case "Failed", "Stopped" -> terminal.bad(state);
      default -> release.waits().isEmpty() ? terminal.bold(state) : terminal.warn(state);
    };
  }

  private List<String> steps(ReleaseState release) {
    var items = new ArrayList<>(release.steps());
    if (items.isEmpty()) {
      LIFECYCLE.forEach(name -> items.add(new Step(name, "Pending", "", "", "")));
    }
    items.add(new Step(REMOVAL, removal(release), "", "", ""));
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    int used = 0;
    for (var item : items) {
      int needed = item.name().length() + 2 + (used == 0 ? 0 : 2);
      if (used > 0 && used + needed > terminal.width()) {
        lines.add(line.toString());
        line.setLength(0);
        needed -= 2;
        used = 0;
      }
      line.append(used == 0 ? "" : "  ").append(marked(item));
      used += needed;
    }
    lines.add(line.toString());
    return lines;
  }

  private static String removal(ReleaseState release) {
    var shifted =
        release.steps().stream()
            .anyMatch(s -> s.name().equals("AfterAllowTraffic") && s.status().equals("Succeeded"));
    if (release.isGood()) {
      return "Succeeded";
    }
    return shifted && !release.isOver() ? "InProgress" : "Pending";
  }

  private String marked(Step step) {
    return switch (step.status()) {
      case "Succeeded" -> terminal.good("✓") + " " + step.name();
      case "Skipped" -> terminal.dim("- " + step.name());
      case "InProgress" -> terminal.warn("▸") + " " + terminal.bold(step.name());
      case "Failed" -> terminal.bad("✗ " + step.name());
      default -> terminal.dim("· " + step.name());
    };
  }

  private List<String> sides(ReleaseState release) {
    var lines = new ArrayList<String>();
    row(lines, "", release, ReleaseScreen::part, terminal::bold);
    row(lines, "version", release, Side::version, this::plain);
    row(lines, "behind", release, s -> Text.end(s.targetGroup(), columnWidth()), terminal::dim);
    row(lines, "tasks", release, s -> s.healthy() + " of " + s.desired() + " healthy", this::plain);
    row(lines, "weight", release, this::weight, this::plain);
    row(lines, "observed", release, s -> percent(s, Measured.SHARE), this::plain);
    row(lines, "req/s", release, s -> number(s, Measured.REQUESTS), this::plain);
    row(lines, "5xx/min", release, s -> number(s, Measured.ERRORS), this::errors);
    row(lines, "p50", release, s -> time(s, Measured.MEDIAN), this::plain);
    row(lines, "p99", release, s -> time(s, Measured.SLOWEST), this::plain);
    row(lines, "trend", release, s -> Sparkline.of(s.requests()), terminal::good);
    return lines;
  }

  private void row(
      List<String> lines,
      String label,
      ReleaseState release,
      Function<Side, String> value,
      UnaryOperator<String> colour) {
    int width = columnWidth();
    var line = new StringBuilder(terminal.dim(Text.padded(label, LABEL)));
    for (var side : release.sides()) {
      var text = Text.fit(value.apply(side), width);
      line.append(colour.apply(text)).append(" ".repeat(width - text.length() + 2));
    }
    lines.add(line.toString().stripTrailing());
  }

  private int columnWidth() {
    return (terminal.width() - LABEL - 2) / 2;
  }

  private String plain(String text) {
    return text;
  }

  private static String part(Side side) {
    return side.colour().equals("blue") ? "blue, serving" : "green, new";
  }

  private String errors(String count) {
    return count.equals("0") || count.equals("–") ? count : terminal.bad(count);
  }

  private String weight(Side side) {
    var percent = side.weight() + " %";
    int filled = side.weight() * BAR / 100;
    return columnWidth() < PERCENT + BAR
        ? percent
        : Text.padded(percent, PERCENT) + "█".repeat(filled) + "░".repeat(BAR - filled);
  }

  private static String percent(Side side, String name) {
    var value = side.measured().get(name);
    return value == null ? "–" : Numbers.brief(value) + " %";
  }

  private static String number(Side side, String name) {
    var value = side.measured().get(name);
    return value == null ? "–" : Numbers.brief(value);
  }

  private static String time(Side side, String name) {
    var value = side.measured().get(name);
    return value == null ? "–" : Numbers.brief(value * 1000) + " ms";
  }

  private String wait(Wait wait) {
    var text = wait.what() + " in " + Text.duration(wait.left());
    int room = terminal.width() - text.length() - 4;
    int filled =
        wait.seconds() == 0 ? BAR : (int) ((wait.seconds() - wait.left()) * BAR / wait.seconds());
    var bar = "█".repeat(Math.clamp(filled, 0, BAR)) + "░".repeat(BAR - Math.clamp(filled, 0, BAR));
    return terminal.warn("▸ ")
        + Text.fit(text, terminal.width() - 2)
        + (room < BAR ? "" : "  " + bar);
  }

  private void alarms(ReleaseState release, List<String> lines) {
    var ringing = release.alarms().stream().filter(Alarm::rings).toList();
    int count = release.alarms().size();
    if (count == 0 && release.isOver()) {
      return; // how they stand by now says nothing of it
    }
    if (ringing.isEmpty()) {
      lines.add(
          count == 0
              ? terminal.warn(fit("No alarm watches this release."))
              : terminal.good(fit("None of " + count + " alarms rings.")));
    }
    ringing.forEach(
        alarm -> lines.add(terminal.bad(fit(alarm.name() + " rings: " + alarm.reason()))));
  }

  private String fit(String line) {
    return Text.fit(line, terminal.width());
  }
}
