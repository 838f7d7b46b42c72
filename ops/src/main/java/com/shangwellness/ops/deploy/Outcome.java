package com.shangwellness.ops.deploy;

/** What a deployment did to a stack. */
public enum Outcome {
  /** It did not exist before. */
  CREATED("created"),
  /** It was changed. */
  UPDATED("updated"),
  /** It was right already. */
  UNCHANGED("unchanged");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** As it is shown. */
  public String words() {
    return words;
  }
}
