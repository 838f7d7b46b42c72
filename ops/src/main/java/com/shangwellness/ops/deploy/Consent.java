package com.shangwellness.ops.deploy;

/** Asks the user before something is changed. */
@FunctionalInterface
public interface Consent {
  /** Agreement given beforehand. */
  Consent GIVEN = question -> true;

  /** Whether the user agrees to what {@code question} says. */
  boolean to(String question);
}
