package com.shangwellness.region.shells;

import java.util.List;

/** What becomes of a command. Called on the timeline; each may come late, or twice. */
public interface ShellEvents {

  /** It wrote lines, to its output or to its errors, in this order. */
  void output(List<String> lines);

  /** It ended; nothing more comes. */
  void exited(ShellExit exit);

  /** It could not be run at all; nothing more comes. */
  void failed(String reason);
}
