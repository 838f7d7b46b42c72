package com.shangwellness.ops.screen;

import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.ReleaseState.Side;
import com.shangwellness.ops.release.ReleaseState.Wait;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A release where no person watches: a line for whatever has changed since the last look. */
public final class ReleasePlain {
  private final Map<String, String> known = new LinkedHashMap<>();

  /** What {@code release} says that the look before it did not say. */
  public List<String> lines(ReleaseState release) {
    var news = new ArrayList<String>();
    for (var step : release.steps()) {
      if (!step.status().equals("Pending")) {
        var reason = step.reason().isEmpty() ? "" : " (" + step.reason() + ")";
        tell(news, step.name(), step.status() + reason);
      }
    }
    for (var side : release.sides()) {
      tell(news, side.colour(), tasks(side));
      tell(news, side.colour() + " weight", side.weight() + " %");
    }
    for (var wait : release.waits()) {
      // Once a wait, and not at each of its seconds.
      tell(news, wait.what() + " at " + wait.until(), "", words(wait));
    }
    for (var alarm : release.alarms()) {
      if (alarm.rings() || known.containsKey(alarm.name())) {
        tell(
            news,
            alarm.name(),
            alarm.state(),
            alarm.name() + ": " + alarm.state() + ": " + alarm.reason());
      }
    }
    tell(news, release.id(), release.status());
    var time = Instant.parse(release.time()).truncatedTo(ChronoUnit.SECONDS);
    return news.stream().map(line -> time + "  " + line).toList();
  }

  private static String tasks(Side side) {
    return side.healthy() + " of " + side.desired() + " tasks healthy (" + side.version() + ")";
  }

  private static String words(Wait wait) {
    return wait.what() + " in " + Text.duration(wait.left());
  }

  private void tell(List<String> news, String what, String state) {
    tell(news, what, state, what + ": " + state);
  }

  private void tell(List<String> news, String what, String state, String line) {
    if (!state.equals(known.put(what, state))) {
      news.add(line);
    }
  }
}
