package com.shangwellness.ops.deploy;

import java.util.Optional;

/** Knows whether a release is moving traffic just now. */
@FunctionalInterface
public interface ReleaseGuard {
  /** The release that is under way, its wait for the removal of blue included. */
  Optional<String> activeRelease();
}
