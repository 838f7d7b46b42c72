package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import java.util.Optional;

/** Knows whether a release is moving traffic just now. */
@FunctionalInterface
public interface ReleaseGuard {
  /** The release that is under way, its wait for the removal of blue included. */
  Optional<String> activeRelease();

  /**
   * What a release has begun is not to be moved by a stack.
   *
   * @throws Failure if one is under way
   */
  default void refuseDuringRelease() {
    activeRelease()
        .ifPresent(
            release -> {
              throw Failure.failed(
                  "release "
                      + release
                      + " is under way; a deployment now could move its traffic. Deploy when it"
                      + " has ended: ./shang release watch shows it, ./shang release promote ends"
                      + " its waits, ./shang release rollback takes it back.");
            });
  }
}
