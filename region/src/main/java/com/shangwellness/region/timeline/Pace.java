package com.shangwellness.region.timeline;

/**
 * How fast region time passes. Whoever wants it to pass faster for a while holds a pace; the
 * fastest that is held counts, and when none is, the timeline's own.
 */
public interface Pace {

  /** The slowest and the fastest that may be held are more than 0 and this. */
  double FASTEST = 1000;

  /** Of a timeline whose time does not pass by itself: what is held has no effect. */
  Pace NONE =
      new Pace() {
        @Override
        public double pace() {
          return 1;
        }

        @Override
        public void hold(String holder, double pace) {
          // Time does not pass here.
        }

        @Override
        public void release(String holder) {
          // Nothing was held.
        }
      };

  /** Region seconds per second of the machine, now. */
  double pace();

  /** Has time pass so fast from now on, for as long as {@code holder} wants. */
  void hold(String holder, double pace);

  /** {@code holder} wants no pace any more; without effect when it held none. */
  void release(String holder);
}
