package com.shangwellness.ops.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything about one release: what {@code shang release show} prints.
 *
 * @param release how it stands, or ended
 * @param sentence what happened and why
 * @param minutes what was measured of both colours, minute by minute
 */
public record ReleaseReport(ReleaseState release, String sentence, List<Minute> minutes) {
  private static final int MINUTE = 60;

  /** Keeps its own copy. */
  public ReleaseReport {
    minutes = List.copyOf(minutes);
  }

  /**
   * One minute.
   *
   * @param time when it began
   * @param blue what was measured of blue, by the names of {@link Measured}
   * @param green likewise of green
   */
  public record Minute(String time, Map<String, Double> blue, Map<String, Double> green) {
    /** Keeps its own copies. */
    public Minute {
      blue = new TreeMap<>(blue);
      green = new TreeMap<>(green);
    }
  }

  static ReleaseReport of(ReleaseState state, Traffic traffic) {
    return new ReleaseReport(state, state.getSentence(), minutes(state, traffic));
  }

  private static List<Minute> minutes(ReleaseState state, Traffic traffic) {
    if (state.began().isEmpty()) {
      return List.of();
    }
    var start = Instant.parse(state.began());
    var end = Instant.parse(state.ended().isEmpty() ? state.time() : state.ended());
    var measured = traffic.between(floor(start), floor(end).plusSeconds(MINUTE));
    var blue = measured.getOrDefault(state.side("blue").targetGroup(), new TreeMap<>());
    var green = measured.getOrDefault(state.side("green").targetGroup(), new TreeMap<>());
    var times = new TreeSet<>(blue.keySet());
    times.addAll(green.keySet());
    var minutes = new ArrayList<Minute>();
    for (var time : times) {
      double all = requests(blue, time) + requests(green, time);
      minutes.add(new Minute(time.toString(), values(blue, time, all), values(green, time, all)));
    }
    return minutes;
  }

  private static Instant floor(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), MINUTE) * MINUTE);
  }

  private static double requests(NavigableMap<Instant, Traffic.Minute> minutes, Instant time) {
    return Optional.ofNullable(minutes.get(time)).map(Traffic.Minute::requests).orElse(0.0);
  }

  private static Map<String, Double> values(
      NavigableMap<Instant, Traffic.Minute> minutes, Instant time, double all) {
    return minutes.containsKey(time) ? minutes.get(time).values(all) : Map.of();
  }
}
