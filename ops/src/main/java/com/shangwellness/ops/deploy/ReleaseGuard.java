package com.shangwellness.ops.deploy;

import java.util.Optional;

/** Knows whether a release is moving traffic just now. */
@FunctionalInterface
public interface ReleaseGuard {
  /**
   * The release that is under way in the application that {@code stack} holds, its wait included.
   */
  Optional<String> activeRelease(String stack);
}
