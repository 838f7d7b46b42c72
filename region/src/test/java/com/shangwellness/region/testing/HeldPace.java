package com.shangwellness.region.testing;

import com.shangwellness.region.timeline.Pace;
import java.util.Map;
import java.util.TreeMap;

/** Keeps who holds which pace, for tests to look at. */
final class HeldPace implements Pace {

  private final Map<String, Double> held = new TreeMap<>();

  @Override
  public double pace() {
    return held.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
  }

  @Override
  public void hold(String holder, double pace) {
    held.put(holder, pace);
  }

  @Override
  public void release(String holder) {
    held.remove(holder);
  }

  /** A new process knows nothing of it. */
  void forget() {
    held.clear();
  }

  Map<String, Double> held() {
    return Map.copyOf(held);
  }
}
