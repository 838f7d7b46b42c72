package com.shangwellness.region.codepipeline;

/**
 * Where an execution is.
 *
 * @param place before a stage, in one, or at its end
 * @param stage which stage, from 0
 * @param since the first of the runs of actions that count in this stage
 */
record Position(Place place, int stage, long since) {

  /** Kinds of places. */
  enum Place {
    /** In front of its stage. */
    WAITING,
    /** In its stage, which is locked. */
    INSIDE,
    /** It moves no more; the stage in which it failed can be retried. */
    ENDED
  }

  static Position before(int stage) {
    return new Position(Place.WAITING, stage, 0);
  }

  static Position inside(int stage, long since) {
    return new Position(Place.INSIDE, stage, since);
  }

  boolean isBefore(int position) {
    return place == Place.WAITING && stage == position;
  }

  boolean isIn(int position) {
    return place == Place.INSIDE && stage == position;
  }

  /** Back in the stage, after its end. */
  Position again(long first) {
    return new Position(Place.INSIDE, stage, first);
  }

  Position ended() {
    return new Position(Place.ENDED, stage, since);
  }
}
