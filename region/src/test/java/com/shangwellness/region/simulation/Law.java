package com.shangwellness.region.simulation;

/** Something that holds at every instant. What it remembers is of one history. */
interface Law {

  /**
   * Looks whether it holds now.
   *
   * @throws Broken when it does not
   */
  void check(Look look);
}
