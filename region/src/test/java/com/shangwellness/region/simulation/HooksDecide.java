package com.shangwellness.region.simulation;

import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/**
 * 10: a hook's time-out, error or absence is a failure. Here nobody can call a function, so that a
 * release with a hook never gets as far as to have traffic.
 */
final class HooksDecide implements Law {

  @Override
  public void check(Look look) {
    for (var release : look.releases().all()) {
      if (!isHooked(release)) {
        continue;
      }
      if (release.shiftBegan().isPresent()
          || release.info().status() == DeploymentStatus.SUCCEEDED) {
        throw new Broken("10", release.id() + " went past a hook that nobody has called");
      }
      if (release.info().status() == DeploymentStatus.FAILED
          && release.info().errorInformation().code() != ErrorCode.HOOK_EXECUTION_FAILURE
          && release.greenSet().isPresent()) {
        throw new Broken("10", release.id() + " failed: " + release.info().errorInformation());
      }
    }
  }

  private static boolean isHooked(Release release) {
    return !release.isRollback()
        && Candidate.described(release.info().description())
            .filter(candidate -> candidate.flaw() == Candidate.Flaw.HOOK)
            .isPresent();
  }
}
