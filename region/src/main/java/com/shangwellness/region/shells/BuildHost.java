package com.shangwellness.region.shells;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What a machine that runs builds gives each of them. */
public interface BuildHost {

  /**
   * Puts into a build's folder what its programs look for there. Called before each command.
   *
   * @param home the build's folder
   */
  void furnish(Path home) throws IOException;

  /**
   * The variables that every command begins with, unless the build has others of the same name.
   *
   * @param environment those of the build
   */
  Map<String, String> environment(Map<String, String> environment);
}
