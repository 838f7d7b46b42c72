package com.shangwellness.ops.progress;

import java.util.List;

/** One thing that happened, of the few kinds that a screen shows. */
public sealed interface Happening {
  /** These steps will follow, in this order. */
  record Planned(List<String> steps) implements Happening {
    /** Keeps its own copy of the steps. */
    public Planned {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A step begins.
   *
   * @param total how many parts it has; 0 where parts are not counted
   */
  record Begun(String step, int total) implements Happening {}

  /**
   * One part of a step changed.
   *
   * @param done parts that are finished
   * @param total parts in all
   * @param part the part, such as a resource's name
   * @param state what it is now, such as {@code CREATE_COMPLETE}
   * @param detail the type and, where there is one, the reason
   */
  record Moved(String step, int done, int total, String part, String state, String detail)
      implements Happening {}

  /** These changes are about to be made, a line each. */
  record Proposed(String step, List<String> changes) implements Happening {
    /** Keeps its own copy of the lines. */
    public Proposed {
      changes = List.copyOf(changes);
    }
  }

  /** A step is done. */
  record Ended(String step, String result) implements Happening {}

  /** A step failed. */
  record Failed(String step, String result) implements Happening {}

  /** A remark beside the steps. */
  record Remark(String line) implements Happening {}
}
