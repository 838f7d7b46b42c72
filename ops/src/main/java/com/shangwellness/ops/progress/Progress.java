package com.shangwellness.ops.progress;

/** Hears what happens while a command works. Called from several threads. */
@FunctionalInterface
public interface Progress {
  /** Something happened. */
  void on(Happening happening);

  /** A step begins. */
  default void begins(String step) {
    on(new Happening.Begun(step, 0));
  }

  /** A step is done; {@code result} says in a word or two what came out. */
  default void ends(String step, String result) {
    on(new Happening.Ended(step, result));
  }

  /** A step failed; the reason is told by the failure that follows. */
  default void fails(String step, String result) {
    on(new Happening.Failed(step, result));
  }

  /** A remark that belongs to no step's state. */
  default void remarks(String line) {
    on(new Happening.Remark(line));
  }
}
