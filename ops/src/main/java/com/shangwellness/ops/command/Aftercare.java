package com.shangwellness.ops.command;

import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.release.LeftScaling;
import com.shangwellness.ops.rollout.AccountCheck;
import com.shangwellness.ops.targets.Target;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Looks after what a release has left behind, in commands that are called for something else. */
final class Aftercare {
  private final Target target;
  private final Environment environment;

  Aftercare(Target target, Environment environment) {
    this.target = target;
    this.environment = environment;
  }

  /**
   * Resumes scaling that was left suspended.
   *
   * @return what is to be told of it; nothing if all is as it should be
   */
  Optional<String> give(Production production) {
    try {
      return LeftScaling.of(production, () -> target.now(environment.place().region()))
          .filter(LeftScaling::isThere)
          .flatMap(this::resume);
    } catch (SdkException e) {
      // Whoever may only look sees the rest all the same.
      return Optional.of(
          "Whether a release has left scaling suspended is not known ("
              + e.getMessage()
              + "); ./shang release watch resumes it, with credentials that may.");
    }
  }

  private Optional<String> resume(LeftScaling left) {
    AccountCheck.check(target, environment);
    try {
      return left.resume().words();
    } catch (SdkException e) {
      return Optional.of(
          "Scaling is still suspended by a release that is over, and these credentials cannot"
              + " resume it ("
              + e.getMessage()
              + "): ./shang release watch, with some that can.");
    }
  }
}
