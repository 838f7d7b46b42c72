package com.shangwellness.region.codebuild;

import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/**
 * Which phase follows which (CodeBuild user guide, "Build phase transitions"): a failure ends the
 * build, but after BUILD the commands of POST_BUILD run and artifacts are uploaded whatever became
 * of it, unless the phase says {@code on-failure: ABORT}.
 */
final class Transitions {

  private Transitions() {}

  static BuildPhaseType next(BuildPhaseType type, boolean succeeded, OnFailure.Kind onFailure) {
    boolean goesOn =
        switch (onFailure) {
          case CONTINUE -> true;
          case ABORT -> succeeded;
          case DEFAULT, RETRY -> succeeded || isForgiven(type);
        };
    return goesOn ? after(type) : BuildPhaseType.FINALIZING;
  }

  private static boolean isForgiven(BuildPhaseType type) {
    return type == BuildPhaseType.BUILD || type == BuildPhaseType.POST_BUILD;
  }

  private static BuildPhaseType after(BuildPhaseType type) {
    return switch (type) {
      case SUBMITTED -> BuildPhaseType.QUEUED;
      case QUEUED -> BuildPhaseType.PROVISIONING;
      case PROVISIONING -> BuildPhaseType.DOWNLOAD_SOURCE;
      case DOWNLOAD_SOURCE -> BuildPhaseType.INSTALL;
      case INSTALL -> BuildPhaseType.PRE_BUILD;
      case PRE_BUILD -> BuildPhaseType.BUILD;
      case BUILD -> BuildPhaseType.POST_BUILD;
      case POST_BUILD -> BuildPhaseType.UPLOAD_ARTIFACTS;
      default -> BuildPhaseType.FINALIZING;
    };
  }
}
