package com.shangwellness.region.simulation;

import java.util.List;

/** Everything that must hold at every instant: the invariants of a release, by their numbers. */
final class Laws {

  private final List<Law> all =
      List.of(
          new WeightsAddUp(),
          new OneAtATime(),
          new NeverMixed(),
          new GreenIsProven(),
          new OnSchedule(),
          new AlarmsAreHeard(),
          new CapacityStays(),
          new CleanRollback(),
          new CleanSuccess(),
          new HooksDecide(),
          new DrainingGetsNothing(),
          new WithinBounds(),
          new NoRequestIsLost());

  /**
   * Looks whether all of them hold.
   *
   * @throws Broken when one does not
   */
  void check(Look look) {
    for (var law : all) {
      law.check(look);
    }
  }
}
