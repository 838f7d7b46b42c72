package com.shangwellness.region.shells;

import java.nio.file.Path;
import java.util.Map;

/**
 * A command of a build.
 *
 * @param build the build's id
 * @param home a folder of the build's own, where the shell keeps what it needs
 * @param folder where the command begins
 * @param shell {@code sh} or {@code bash}
 * @param text what the shell is to do, one line or many
 * @param environment goes over what the shell gives every build
 */
public record ShellCommand(
    String build,
    Path home,
    Path folder,
    String shell,
    String text,
    Map<String, String> environment) {

  /** Keeps a copy of the environment. */
  public ShellCommand {
    environment = Map.copyOf(environment);
  }
}
