package com.shangwellness.region.simulation;

/** A law does not hold. */
final class Broken extends AssertionError {

  private final String law;

  /**
   * @param law its number in the list of invariants, or its name
   * @param how what was seen
   */
  Broken(String law, String how) {
    super(law + ": " + how);
    this.law = law;
  }

  /** Which law it is. */
  String law() {
    return law;
  }
}
