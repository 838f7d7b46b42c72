package com.shangwellness.region.simulation;

import com.shangwellness.region.traffic.Action;
import com.shangwellness.region.traffic.Frontend;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a listener divides what it gets.
 *
 * @param byGroup what each target group has been given, as it was given
 */
record Weights(Map<String, Integer> byGroup) {

  /** Of a listener that is not served, for a region that has just been started for example. */
  static final Weights NONE = new Weights(Map.of());

  static Weights of(Frontend frontend) {
    var weights = new LinkedHashMap<String, Integer>();
    if (frontend.otherwise() instanceof Action.Forward forward) {
      forward.shares().forEach(share -> weights.put(share.pool(), share.weight()));
    }
    return new Weights(weights);
  }

  boolean isServed() {
    return !byGroup.isEmpty();
  }

  /** The group's part in percent; a group that is alone has all. */
  int percent(String group) {
    int weight = byGroup.getOrDefault(group, 0);
    return byGroup.size() == 1 && weight > 0 ? 100 : weight;
  }

  int sum() {
    return byGroup.keySet().stream().mapToInt(this::percent).sum();
  }

  boolean isMixed() {
    return byGroup.values().stream().filter(weight -> weight > 0).count() > 1;
  }
}
