package com.shangwellness.region.codebuild;

import java.util.List;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;

/**
 * A build, and what it was ordered with.
 *
 * @param build as the API gives it
 * @param artifacts where the primary artifact goes
 * @param secondaryArtifacts where the others go
 * @param token with which its processes ask for the role's credentials
 */
record KeptBuild(
    Build build,
    ProjectArtifacts artifacts,
    List<ProjectArtifacts> secondaryArtifacts,
    LogsConfig logs,
    String token) {

  String id() {
    return build.id();
  }

  /** The part of the id that is the build's alone. */
  String uuid() {
    return uuid(build.id());
  }

  static String uuid(String id) {
    return id.substring(id.lastIndexOf(':') + 1);
  }

  KeptBuild with(Build changed) {
    return new KeptBuild(changed, artifacts, secondaryArtifacts, logs, token);
  }
}
