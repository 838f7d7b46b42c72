package com.shangwellness.ops.monitoring;

import java.util.List;
import java.util.Optional;

/**
 * A graph with its data. Its fields are also what {@code shang metrics --json} prints.
 *
 * @param title what it is about
 * @param curves what it draws
 */
public record Chart(String title, List<Curve> curves) {
  /** Keeps its own copy. */
  public Chart {
    curves = List.copyOf(curves);
  }

  /** A curve; its points are in the order of time, and none is there when nothing was measured. */
  public record Curve(String name, List<Point> points) {
    /** Keeps its own copy. */
    public Curve {
      points = List.copyOf(points);
    }

    /** The newest value. */
    public Optional<Double> latest() {
      return points.isEmpty() ? Optional.empty() : Optional.of(points.getLast().value());
    }

    /** The highest value. */
    public Optional<Double> highest() {
      return points.stream().map(Point::value).max(Double::compare);
    }
  }

  /** A value and the beginning of its period, such as {@code 2026-01-31T14:05:00Z}. */
  public record Point(String time, double value) {}
}
