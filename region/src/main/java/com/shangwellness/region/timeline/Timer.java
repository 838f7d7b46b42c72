package com.shangwellness.region.timeline;

/** An action that waits for its time. */
public interface Timer {

  /** Takes the action off the timeline; without effect when it has run. */
  void cancel();
}
