package com.shangwellness.region.shells;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a command ended, and what it leaves to the next one.
 *
 * @param code its exit code
 * @param environment all variables that are exported now
 * @param folder where it was at its end
 */
public record ShellExit(int code, Map<String, String> environment, Path folder) {

  /** Keeps a copy of the environment. */
  public ShellExit {
    environment = Map.copyOf(environment);
  }
}
