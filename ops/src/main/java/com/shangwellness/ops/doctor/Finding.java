package com.shangwellness.ops.doctor;

/**
 * One thing that was looked at.
 *
 * @param what what was looked at, in a word or two
 * @param state how it is
 * @param words what was found
 * @param remedy what to do, or the empty text
 */
public record Finding(String what, State state, String words, String remedy) {
  /** How a thing is. */
  public enum State {
    /** As it should be. */
    WELL,
    /** Not looked at, because something before it is missing. */
    SKIPPED,
    /** Broken. */
    BROKEN
  }

  static Finding well(String what, String words) {
    return new Finding(what, State.WELL, words, "");
  }

  static Finding skipped(String what, String words) {
    return new Finding(what, State.SKIPPED, words, "");
  }

  static Finding broken(String what, String words, String remedy) {
    return new Finding(what, State.BROKEN, words, remedy);
  }
}
