package com.shangwellness.region.cloudwatch;

import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The part of a period's values that a statistic is about (CloudWatch user guide, "CloudWatch
 * statistics definitions").
 */
sealed interface Range {

  /** The counts in it. */
  TreeMap<Double, Double> of(Distribution all);

  /** {@code value}, or the end of the range that is nearest to it. */
  double nearest(double value, Distribution all);

  /** By rank: from the {@code low} to the {@code high} percentile. */
  record Percent(double low, double high) implements Range {
    @Override
    public TreeMap<Double, Double> of(Distribution all) {
      double from = all.count() * low / 100;
      double to = all.count() * high / 100;
      double seen = 0;
      var part = new TreeMap<Double, Double>();
      for (var entry : all.counts().entrySet()) {
        double inside = Math.min(seen + entry.getValue(), to) - Math.max(seen, from);
        if (inside > 0) {
          part.put(entry.getKey(), inside);
        }
        seen += entry.getValue();
      }
      return part;
    }

    @Override
    public double nearest(double value, Distribution all) {
      return Math.clamp(value, all.percentile(low), all.percentile(high));
    }
  }

  /** By size: above {@code low} and up to {@code high}. */
  record Sizes(double low, double high) implements Range {
    @Override
    public TreeMap<Double, Double> of(Distribution all) {
      return new TreeMap<>(all.counts().subMap(low, false, high, true));
    }

    @Override
    public double nearest(double value, Distribution all) {
      return Math.clamp(value, low, high);
    }
  }

  /** {@code 10%:90%}, {@code 0.005:0.03}; one of the ends may be missing. */
  Pattern WRITTEN = Pattern.compile("(\\d+(?:\\.\\d{1,10})?)?(%)?:(\\d+(?:\\.\\d{1,10})?)?(%)?");

  /** The range that {@code text} says; empty when it says none. */
  static Optional<Range> read(String text) {
    var matcher = WRITTEN.matcher(text);
    if (!matcher.matches() || (matcher.group(1) == null && matcher.group(3) == null)) {
      return Optional.empty();
    }
    boolean lowKnown = matcher.group(1) != null;
    boolean highKnown = matcher.group(3) != null;
    boolean lowPercent = matcher.group(2) != null;
    boolean highPercent = matcher.group(4) != null;
    if ((lowPercent && !lowKnown)
        || (highPercent && !highKnown)
        || (lowKnown && highKnown && lowPercent != highPercent)) {
      return Optional.empty();
    }
    boolean percent = lowPercent || highPercent;
    double low = lowKnown ? Double.parseDouble(matcher.group(1)) : 0;
    double most = percent ? 100 : Double.POSITIVE_INFINITY;
    double high = highKnown ? Double.parseDouble(matcher.group(3)) : most;
    if (low >= high || high > most) {
      return Optional.empty();
    }
    // A value of 0 belongs to a range that has no lower end.
    return Optional.of(
        percent
            ? new Percent(low, high)
            : new Sizes(lowKnown ? low : Double.NEGATIVE_INFINITY, high));
  }
}
